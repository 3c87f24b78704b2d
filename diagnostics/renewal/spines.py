"""P3 and P5: the two ways to know where a contract stands, over the same facts and the same stages."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from diagnostics.renewal.database import RenewalError
from diagnostics.renewal.facts import Fact, as_logged, journaled, keep_in_journal, read_facts
from diagnostics.renewal.gate import Policy
from diagnostics.renewal.model import Proposal, in_service
from diagnostics.renewal.model import propose as stub
from diagnostics.renewal.row import Row, load_row, save_row
from diagnostics.renewal.stages import Propose, decide
from diagnostics.renewal.tools import Tools


def fold(facts: Iterable[Fact], propose: Propose, policy: Policy) -> tuple[dict[str, Row], list[dict[str, Any]]]:
    """Run the stages over facts and return the rows they lead to and the lines they give. Nothing is written."""
    rows: dict[str, Row] = {}
    lines: list[dict[str, Any]] = []
    for fact in facts:
        row = rows.get(fact.workflow, Row(fact.workflow))
        decision, rows[fact.workflow] = decide(row, fact, propose, policy)
        for line in decision.lines:
            lines.append(as_logged(len(lines) + 1, fact.workflow, fact.day, line))
    return rows, lines


class Spine(Protocol):
    """Where state is kept and what a replay does about the model."""

    def row(self, workflow: str, day: int) -> Row:
        """Return a contract as it stands, as seen on a day."""

    def propose(self, event: str, task: str, row: Row, day: int) -> Proposal:
        """Return the model's proposal for an event that is dealt with for the first time, or again after a crash."""

    def save(self, before: Row, after: Row) -> None:
        """Keep the next version of a row, inside the caller's transaction."""

    def replayer(self, day: int) -> Propose:
        """Return what stands for the model when the log is replayed on a day."""


class RowSpine:
    """P5: the row is the truth; what the model said is journaled once and never asked for again."""

    def __init__(self, tools: Tools, policy: Policy, upgrade_at: int | None) -> None:
        self._tools, self._db, self._upgrade_at = tools, tools.db, upgrade_at

    def row(self, workflow: str, day: int) -> Row:
        """Return the durable row."""
        return load_row(self._db, workflow)

    def propose(self, event: str, task: str, row: Row, day: int) -> Proposal:
        """Return what is in the journal, or ask the model in service and keep the answer before it is used."""
        if kept := journaled(self._db, row.workflow, event):
            return kept
        keep_in_journal(self._db, row.workflow, event, self._tools.ask(in_service(day, self._upgrade_at), task, row))
        self._tools.steps.passed(f"{row.workflow} {event} journaled")
        return self._from_journal(event, task, row)

    def save(self, before: Row, after: Row) -> None:
        """Compare and swap."""
        save_row(self._db, before, after)

    def replayer(self, day: int) -> Propose:
        """Replay from the journal."""
        return self._from_journal

    def _from_journal(self, event: str, task: str, row: Row) -> Proposal:
        kept = journaled(self._db, row.workflow, event)
        if kept is None:
            raise RenewalError(f"{row.workflow}: {event} is not in the journal. Start the run anew.")
        return kept


class LogSpine:
    """P3: the log is the truth; consumers derive state from it, and so ask the model again when they are replayed."""

    def __init__(self, tools: Tools, policy: Policy, upgrade_at: int | None) -> None:
        self._tools, self._policy, self._upgrade_at = tools, policy, upgrade_at
        self._rows: dict[str, Row] = {}  # lost in a crash, as a consumer's memory is

    def row(self, workflow: str, day: int) -> Row:
        """Return the row from memory, or derive it from the log with the model that is in service now."""
        if workflow not in self._rows:
            rows, _ = fold(read_facts(self._tools.db, workflow), self.replayer(day), self._policy)
            self._rows[workflow] = rows.get(workflow, Row(workflow))
        return self._rows[workflow]

    def propose(self, event: str, task: str, row: Row, day: int) -> Proposal:
        """Ask the model in service."""
        return self._tools.ask(in_service(day, self._upgrade_at), task, row)

    def save(self, before: Row, after: Row) -> None:
        """Keep the row in memory."""
        self._rows[after.workflow] = after

    def replayer(self, day: int) -> Propose:
        """Replay by asking the model that is in service on that day."""
        version, world = in_service(day, self._upgrade_at), self._tools.world
        return lambda event, task, row: stub(version, task, row.workflow, row.data, world)


SPINES: Mapping[str, Callable[[Tools, Policy, int | None], Spine]] = {"P3": LogSpine, "P5": RowSpine}

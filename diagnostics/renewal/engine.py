"""The run: take what is due, observe, decide, commit, send. Everything it knows is in its database."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from diagnostics.renewal import outbox
from diagnostics.renewal.agenda import Item, finish, is_due, next_due, put, set_timer, stale
from diagnostics.renewal.database import Database, RenewalError
from diagnostics.renewal.decision import Decision
from diagnostics.renewal.facts import Fact, append
from diagnostics.renewal.gate import shipped_policy
from diagnostics.renewal.model import Proposal
from diagnostics.renewal.people import ALL, Halted, check_kill_switch, revoke, throttled
from diagnostics.renewal.row import Conflict, Row
from diagnostics.renewal.saga import Saga
from diagnostics.renewal.spines import SPINES
from diagnostics.renewal.stages import decide
from diagnostics.renewal.steps import Steps
from diagnostics.renewal.tools import Read, Tools
from diagnostics.renewal.world import ENDS, World


@dataclass(frozen=True)
class Settings:
    """What a run is made of; kept in its database, so that a resumed run is the same run."""

    contracts: int = 20
    seed: int = 28  # with twenty contracts, everything that the example teaches happens at least once
    spine: str = "P5"
    upgrade_at: int | None = None


class Run:
    """One run of all contracts over its database."""

    def __init__(self, db: Database, settings: Settings, steps: Steps, sources: Read | None = None) -> None:
        self.db, self.settings, self.steps, self.policy = db, settings, steps, shipped_policy()
        self.world = World(settings.seed)
        self.tools = Tools(db, steps, self.world, sources or self.world.read)
        self.spine = SPINES[settings.spine](self.tools, self.policy, settings.upgrade_at)

    def workflows(self) -> list[str]:
        """Return the names of the contracts."""
        return [f"contract-{number}" for number in range(1, self.settings.contracts + 1)]

    def go(self) -> None:
        """Go on until the term ends; raise Halted if the kill switch is pulled for all."""
        while True:
            self._send()
            if (item := next_due(self.db, ENDS)) is None:
                return
            self._process(item)

    def _process(self, item: Item) -> None:
        row = self.spine.row(item.workflow, item.day)
        # Asked after the row was read: a row that this very item has moved is not taken for stale.
        if is_due(self.db, item):
            # Who loses the race for a row has committed nothing: the item stays due and is judged by the row anew.
            with suppress(Conflict):
                self._attempt(item, row)

    def _attempt(self, item: Item, row: Row) -> None:
        try:
            fact = self._observe(item, row)
            decision, after = self._decide(row, fact)
            if decision.permits:
                check_kill_switch(self.db, item.workflow)
        except Halted as halted:
            fact = self._halted(halted, item.workflow, item.day, item.kind)
            decision, after = self._decide(row, fact)
        with self.db.transaction():
            finish(self.db, item)
            self._keep(row, fact, decision, after)
            if self.world.repeats(item):
                put(self.db, item)
        self.steps.passed(f"{fact.workflow} {fact.event} committed")

    def _decide(self, row: Row, fact: Fact) -> tuple[Decision, Row]:
        def propose(event: str, task: str, row: Row) -> Proposal:
            return self.spine.propose(event, task, row, fact.day)

        return decide(row, fact, propose, self.policy)

    def _observe(self, item: Item, row: Row) -> Fact:
        """Turn what is due into a fact, with whatever must be known from outside to decide about it."""
        if stale(item, row):
            self._saga(item, row).compensate()  # of what was gathered for a row that has moved on since
            payload: dict[str, Any] = {"timer": item.kind, "set_at": item.version, "row_at": row.version}
            return self._fact(item, "stale", payload, f"stale-{item.kind}-v{item.version}")
        if item.kind == "signals":
            return self._fact(item, item.kind, self._saga(item, row).gather(row.data.get("attempts", 0) + 1))
        if item.kind == "outreach":
            if throttled(self.db, item.day, self.policy):
                return self._fact(item, "deferred", {"later": item.kind}, f"deferred-{item.kind}")
            return self._fact(item, item.kind, {"used": outbox.offers_of_tenant(self.db, row, item.day)})
        return self._fact(item, item.kind, dict(item.payload))

    def _fact(self, item: Item, kind: str, payload: dict[str, Any], name: str | None = None) -> Fact:
        return Fact(item.workflow, f"d{item.day}/{name or kind}", kind, item.day, payload)

    def _halted(self, halted: Halted, workflow: str, day: int, what: str) -> Fact:
        if halted.scope == ALL:
            raise halted
        return Fact(workflow, f"d{day}/halted-{what}", "halted", day, {"halted": what})

    def _saga(self, item: Item, row: Row) -> Saga:
        return Saga(item.id, item.workflow, row.data["tenant"], self.tools, self.policy)

    def _keep(self, row: Row, fact: Fact, decision: Decision, after: Row) -> None:
        """Keep everything that follows from a fact: row, log, timers, answers to come, writes to send."""
        if after is not row:
            self.spine.save(row, after)
        append(self.db, fact, decision.lines)
        for timer in decision.timers:
            set_timer(self.db, after, timer.kind, timer.day)
        for reply in decision.asks:
            # The simulated person or customer knows already what to say, and says it on a later day.
            put(self.db, self.world.reply(reply.question, fact.workflow, fact.day, after.data))
        for permit in decision.permits:
            outbox.put(self.db, fact, permit)
        if fact.kind == "revoke":
            revoke(self.db, fact.workflow, fact.payload["by"])

    def _send(self) -> None:
        """Send what was committed but not sent yet, in this process or in one that crashed."""
        for key, day, permit in outbox.pending(self.db):
            try:
                self.tools.write(permit, key)
            except Halted as halted:
                self._withhold(key, self._halted(halted, permit.action.workflow, day, permit.action.kind))
            else:
                if outbox.mark(self.db, key, "sent"):
                    self.steps.passed(f"{key} noted as sent")

    def _withhold(self, key: str, fact: Fact) -> None:
        row = self.spine.row(fact.workflow, fact.day)
        decision, after = self._decide(row, fact)
        with self.db.transaction():
            if outbox.mark(self.db, key, "withheld"):
                self._keep(row, fact, decision, after)
        self.steps.passed(f"{fact.workflow} {fact.event} committed")


@contextmanager
def start_run(path: Path, settings: Settings, steps: Steps, sources: Read | None = None) -> Iterator[Run]:
    """Make the database of a new run; raise RenewalError if there is one already."""
    if path.exists():
        raise RenewalError(f"{path}: holds a run already. Go on with --resume, or name another folder with --out.")
    with _told(path), Database.create(path) as db:
        run = Run(db, settings, steps, sources)
        with db.transaction():
            for name, value in asdict(settings).items():
                db.change("INSERT INTO settings (name, value) VALUES (?, ?)", name, json.dumps(value))
            for workflow in run.workflows():
                for message in run.world.messages(workflow):
                    put(db, message)
        yield run


@contextmanager
def open_run(path: Path, steps: Steps, sources: Read | None = None) -> Iterator[Run]:
    """Open the database of a run that was begun; raise RenewalError if it holds none."""
    if not path.is_file():
        raise RenewalError(f"{path}: no such run. Leave out --resume to begin one.")
    with _told(path), Database(path) as db:
        stored = {row["name"]: json.loads(row["value"]) for row in db.query("SELECT name, value FROM settings")}
        yield Run(db, Settings(**stored), steps, sources)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in one line why a file cannot be used."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise RenewalError(f"{path}: {error.strerror}. Name another folder with --out.") from None
    except sqlite3.Error as error:
        raise RenewalError(f"{path}: not a run that can be used: {error}. Name another folder with --out.") from None

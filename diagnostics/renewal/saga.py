"""P1 and P2: four sources visited in parallel, merged by code; if one fails, what the others wrote is undone."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any

from diagnostics.renewal.gate import Action, Policy, Refusal, check
from diagnostics.renewal.tools import Tools
from diagnostics.renewal.world import SOURCES, SourceFailed

# What a source writes in order to be read. Usage is only read.
WRITES: Mapping[str, str] = {"network": "probe-line", "billing": "hold-price", "support": "open-ticket"}
# Where two sources report the same field, the one named first is believed.
BELIEVED = ("billing", "usage", "network", "support")
MOST_TRIES = 3


def merge(readings: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return one set of signals; plain code, so that no source gains weight by being eloquent."""
    merged: dict[str, Any] = {}
    for source in reversed(BELIEVED):
        merged |= readings[source]
    return dict(sorted(merged.items()))


@dataclass(frozen=True)
class Saga:
    """One gathering of signals, known by the timer that began it."""

    id: str
    workflow: str
    tenant: str
    tools: Tools
    policy: Policy

    def gather(self, attempt: int) -> dict[str, Any]:
        """Visit all sources and return the merged signals, or what failed and was undone.

        The orchestrator alone decides about another attempt; a source is never retried below it.
        """
        if not self._compensating():
            readings = self._visit_all(attempt)
            if len(readings) == len(SOURCES):
                return merge(readings)
        failed = sorted(step["source"] for step in self._steps() if step["result"] is None)
        compensated, stuck = self.compensate()
        return {"failed": failed, "compensated": compensated, "stuck": stuck, "attempt": attempt}

    def _visit_all(self, attempt: int) -> dict[str, dict[str, Any]]:
        with ThreadPoolExecutor(len(SOURCES)) as pool:
            visits = {source: pool.submit(self._visit, source, attempt) for source in SOURCES}
        errors = [error for visit in visits.values() if (error := visit.exception())]
        for error in sorted(errors, key=lambda error: isinstance(error, Exception)):  # a crash before anything else
            if not isinstance(error, SourceFailed):
                raise error
        return {source: visit.result() for source, visit in visits.items() if visit.exception() is None}

    def _visit(self, source: str, attempt: int) -> dict[str, Any]:
        """Note the intent, write, read, note the result: a crash in between leaves enough to go on or to undo."""
        with self.tools.in_thread() as tools:
            where = (self.id, source)
            known = tools.db.query("SELECT result FROM saga WHERE saga = ? AND source = ?", *where)
            if known and known[0]["result"]:
                return dict(json.loads(known[0]["result"]))
            if tools.db.change("INSERT OR IGNORE INTO saga (saga, source) VALUES (?, ?)", *where):
                tools.steps.passed(f"{self.workflow} begins to read {source}")
            if source in WRITES:
                permit = check(Action(WRITES[source], self.workflow, self.tenant), self.policy)
                if isinstance(permit, Refusal):
                    raise SourceFailed(permit.reason)
                tools.write(permit, self._key(source))
            result = tools.read(source, self.workflow, attempt)
            tools.db.change("UPDATE saga SET result = ? WHERE saga = ? AND source = ?", json.dumps(result), *where)
            tools.steps.passed(f"{self.workflow} has read {source}")
            return result

    def compensate(self) -> tuple[list[str], list[str]]:
        """Undo in reverse of the order in which sources were begun; return what was undone and what could not be."""
        for step in reversed(self._steps()):
            if step["source"] in WRITES and step["undone"] is None:
                self._undo(step["source"], step["tries"])
        ends = {step["source"]: step["undone"] for step in self._steps() if step["source"] in WRITES}
        stuck = sorted(source for source, undone in ends.items() if undone is None)
        return sorted(ends.keys() - set(stuck)), stuck

    def _undo(self, source: str, failed: int) -> None:
        db, where = self.tools.db, (self.id, source)
        while failed < MOST_TRIES:
            try:
                self.tools.undo(self._key(source), self.workflow, failed + 1)
            except SourceFailed:
                failed += 1
                db.change("UPDATE saga SET tries = ? WHERE saga = ? AND source = ?", failed, *where)
                self.tools.steps.passed(f"{self._key(source)} could not be undone, try {failed}")
            else:
                sql = """UPDATE saga SET undone = (SELECT coalesce(max(undone), 0) + 1 FROM saga)
                         WHERE saga = ? AND source = ? AND undone IS NULL"""
                db.change(sql, *where)
                self.tools.steps.passed(f"{self._key(source)} noted as undone")
                return

    def _compensating(self) -> bool:
        """Tell whether undoing has begun: then there is no way back, even if every source answers by now."""
        return any(step["undone"] is not None or step["tries"] for step in self._steps())

    def _steps(self) -> list[Row]:
        """Return the sources in the order in which they were begun."""
        return self.tools.db.query("SELECT * FROM saga WHERE saga = ? ORDER BY number", self.id)

    def _key(self, source: str) -> str:
        return f"{self.id}/{source}"

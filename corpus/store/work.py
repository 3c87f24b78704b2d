"""Long work that pages start: who began it and when, how far it is, and how it ended."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import OperationalError
from typing import Literal

from corpus.errors import CorpusError
from corpus.store.reports import Store

Outcome = Literal["", "done", "failed"]
SILENT = timedelta(minutes=2)  # a process unseen for longer is dead; an import may lock the database for a while
BROKEN = "It broke off: its process ended without a word, as when the machine was switched off. Start it again."


@dataclass(frozen=True)
class Work:
    """A piece of long work; times are ISO 8601 in UTC, `outcome` is empty while it runs, `result` is its output."""

    id: int
    kind: str
    arguments: tuple[str, ...]
    name: str
    begun: str
    seen: str
    progress: str
    outcome: Outcome
    result: str


def begin_work(store: Store, kind: str, arguments: Sequence[str], *, name: str, at: datetime) -> Work | None:
    """Note that work begins; return None, and note nothing, while work of that kind is running."""
    moment = at.isoformat(timespec="seconds")
    row = {"kind": kind, "arguments": json.dumps(list(arguments)), "name": name, "begun": moment, "seen": moment}
    with store.write_tx():
        before = latest_work(store, kind, at=at)
        if before is not None and not before.outcome:
            return None
        store.db.table("work").insert({**row, "progress": "", "outcome": "", "result": ""})
    return latest_work(store, kind, at=at)


def note_work(store: Store, work_id: int, progress: str, *, at: datetime) -> None:
    """Note that some work goes on, and how far it is; raise CorpusError while the database is locked."""
    row = {"progress": progress, "seen": at.isoformat(timespec="seconds")}
    try:
        with store.write_tx():
            store.db.table("work").update(work_id, row)
    except OperationalError as error:
        raise CorpusError(f"work {work_id}: {error}. Note it again later.") from error


def end_work(store: Store, work_id: int, outcome: Outcome, result: str, *, at: datetime) -> None:
    """Note how some work ended."""
    row = {"outcome": outcome, "result": result, "seen": at.isoformat(timespec="seconds")}
    with store.write_tx():
        store.db.table("work").update(work_id, row)


def find_work(store: Store, work_id: int) -> Work | None:
    """Return the work with that id as it was noted last, or None."""
    rows = store.db.query("SELECT * FROM work WHERE id = ?", [work_id])
    return next((Work(**{**row, "arguments": tuple(json.loads(row["arguments"]))}) for row in rows), None)


def latest_work(store: Store, kind: str, *, at: datetime) -> Work | None:
    """Return the work of a kind that began last, or None; one that has not been seen for long counts as failed."""
    rows = store.db.query("SELECT max(id) AS id FROM work WHERE kind = ?", [kind])
    work = find_work(store, next(iter(rows))["id"] or 0)
    if work is not None and not work.outcome and at - datetime.fromisoformat(work.seen) > SILENT:
        return Work(**{**vars(work), "outcome": "failed", "result": BROKEN})
    return work

"""Diagnoses in the database: what each began with, and a log of answers to which rows are only ever added.

Because nothing is overwritten, two responders who answer at once both stand in the log.
"""

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from corpus.errors import UnknownDiagnosis
from corpus.store.connection import write_tx
from corpus.store.reports import Store

Said = Literal["yes", "no", "unknown", "taken-back", "ended", "reopened"]

STATES = {"ended": "ended", "reopened": "open"}
NAME_LENGTH = 60
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class SavedAnswer:
    """One row of the log.

    `check_id` names a check, or a "facet:label" seen or no longer seen, or nothing where the diagnosis itself was ended
    or reopened. `name` is empty for a responder who gave none. `at` is ISO 8601, UTC. `takes_back` is the number of
    the row that a "taken-back" undoes.
    """

    seq: int
    check_id: str
    answer: Said
    name: str
    at: str
    takes_back: int | None = None


@dataclass(frozen=True)
class SavedDiagnosis:
    """A diagnosis as saved: what it began with, whether it is "open" or "ended", and its log, oldest first."""

    id: str
    created: str
    name: str
    symptoms: tuple[str, ...]
    runtime: str | None
    text: str
    state: str
    answers: tuple[SavedAnswer, ...]


def begin_diagnosis(
    store: Store, symptoms: Sequence[str], runtime: str | None, *, text: str = "", name: str = "", at: datetime
) -> str:
    """Save a new diagnosis and return its id, which nobody can guess: 32 hexadecimal digits."""
    row = {"id": secrets.token_hex(16), "created": _moment(at), "name": _name(name), "state": "open"}
    row |= {"symptoms": json.dumps(list(symptoms)), "text": _storable(text)}
    with write_tx(store.db):
        store.db.table("diagnoses").insert({**row, "runtime": runtime})
    return row["id"]


def add_answer(
    store: Store,
    diagnosis_id: str,
    check_id: str,
    answer: Said,
    *,
    name: str = "",
    at: datetime,
    takes_back: int | None = None,
) -> int:
    """Add a row to a diagnosis's log and return its number; raise UnknownDiagnosis where there is no such diagnosis."""
    with write_tx(store.db):
        _row(store, diagnosis_id)
        sql = "SELECT coalesce(max(seq), 0) + 1 AS n FROM diagnosis_answers WHERE diagnosis_id = ?"
        seq = int(next(iter(store.db.query(sql, [diagnosis_id])))["n"])
        row = {"check_id": check_id, "answer": answer, "name": _name(name), "at": _moment(at), "takes_back": takes_back}
        store.db.table("diagnosis_answers").insert({"diagnosis_id": diagnosis_id, "seq": seq, **row})
        if state := STATES.get(answer):
            store.db.execute("UPDATE diagnoses SET state = ? WHERE id = ?", [state, diagnosis_id])
    return seq


def load_diagnosis(store: Store, diagnosis_id: str) -> SavedDiagnosis:
    """Return the diagnosis with that id; raise UnknownDiagnosis, with ways on, when there is none."""
    row = _row(store, diagnosis_id)
    sql = (
        "SELECT seq, check_id, answer, name, at, takes_back FROM diagnosis_answers WHERE diagnosis_id = ? ORDER BY seq"
    )
    answers = tuple(SavedAnswer(**one) for one in store.db.query(sql, [diagnosis_id]))
    return SavedDiagnosis(**{**row, "symptoms": tuple(json.loads(row["symptoms"])), "answers": answers})


def last_seq(store: Store, diagnosis_id: str) -> int:
    """Return the number of the last row of a diagnosis's log; 0 for an empty log."""
    sql = "SELECT coalesce(max(seq), 0) AS n FROM diagnosis_answers WHERE diagnosis_id = ?"
    return int(next(iter(store.db.query(sql, [diagnosis_id])))["n"])


def _row(store: Store, diagnosis_id: str) -> dict[str, Any]:
    if not _ID.fullmatch(diagnosis_id):
        raise UnknownDiagnosis(
            f'"{diagnosis_id[:60]}" is not the id of a diagnosis: expected 32 digits and letters from a to f. '
            "Copy the whole address once more, or begin a new diagnosis."
        )
    rows = store.db.query("SELECT * FROM diagnoses WHERE id = ?", [diagnosis_id])
    for row in rows:
        return row
    raise UnknownDiagnosis(
        f'diagnosis "{diagnosis_id}": not saved in this installation. It may have been begun on another machine or '
        "before a backup was restored. Ask who sent it for its report, or begin a new diagnosis."
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _name(name: str) -> str:
    return " ".join(_storable(name).split())[:NAME_LENGTH]


def _storable(text: str) -> str:
    """Return the text without what UTF-8 cannot hold, such as half a character from a terminal."""
    return text.encode("utf-8", "replace").decode("utf-8")

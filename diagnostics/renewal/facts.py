"""P3: the append-only log: facts (what happened) and lines (what each consumer made of it); and P5's journal."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any

from diagnostics.renewal.database import Database
from diagnostics.renewal.model import Proposal


@dataclass(frozen=True)
class Fact:
    """Something that happened to a contract on a day. `event` names it for good, within its workflow."""

    workflow: str
    event: str
    kind: str
    day: int
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """What a consumer made of a fact. Consumers that are code have no model and no prompt."""

    consumer: str
    event: str
    outcome: Mapping[str, Any]
    model_version: str = "none"
    prompt_version: str = "none"


def day_name(day: int) -> str:
    """Return a day as it is written in logs: "day -60"."""
    return f"day {day}"


def append(db: Database, fact: Fact, lines: Iterable[Line]) -> None:
    """Add a fact and its lines; the database refuses an event that is there already, and any later change."""
    sql = "INSERT INTO facts (workflow, event, kind, day, payload) VALUES (?, ?, ?, ?, ?)"
    db.change(sql, fact.workflow, fact.event, fact.kind, fact.day, json.dumps(fact.payload, sort_keys=True))
    sql = """INSERT INTO lines (workflow, event, day, consumer, model_version, prompt_version, outcome)
             VALUES (?, ?, ?, ?, ?, ?, ?)"""
    for line in lines:
        outcome = json.dumps(line.outcome, sort_keys=True)
        versions = (line.model_version, line.prompt_version)
        db.change(sql, fact.workflow, line.event, fact.day, line.consumer, *versions, outcome)


def read_facts(db: Database, workflow: str | None = None) -> list[Fact]:
    """Return the facts in the order in which they happened, of one contract or of all."""
    sql = "SELECT * FROM facts WHERE workflow = coalesce(?, workflow) ORDER BY seq"
    return [
        Fact(row["workflow"], row["event"], row["kind"], row["day"], json.loads(row["payload"]))
        for row in db.query(sql, workflow)
    ]


def as_logged(seq: int, workflow: str, day: int, line: Line) -> dict[str, Any]:
    """Return a line as it stands in a log file, one JSON object."""
    return {
        "workflow": workflow,
        "event": line.event,
        "seq": seq,
        "consumer": line.consumer,
        "model_version": line.model_version,
        "prompt_version": line.prompt_version,
        "outcome": line.outcome,
        "at": day_name(day),
    }


def recorded(db: Database) -> list[dict[str, Any]]:
    """Return all lines as first recorded."""
    return [
        as_logged(row["seq"], row["workflow"], row["day"], _line(row))
        for row in db.query("SELECT * FROM lines ORDER BY seq")
    ]


def _line(row: Row) -> Line:
    outcome = json.loads(row["outcome"])
    return Line(row["consumer"], row["event"], outcome, row["model_version"], row["prompt_version"])


def journaled(db: Database, workflow: str, event: str) -> Proposal | None:
    """Return what the model said to this event, if it was ever asked."""
    found = db.query("SELECT * FROM journal WHERE workflow = ? AND event = ?", workflow, event)
    if not found:
        return None
    return Proposal(json.loads(found[0]["body"]), found[0]["model_version"], found[0]["prompt_version"])


def keep_in_journal(db: Database, workflow: str, event: str, proposal: Proposal) -> None:
    """Keep what the model said to an event; the first answer stays."""
    sql = """INSERT OR IGNORE INTO journal (workflow, event, body, model_version, prompt_version)
             VALUES (?, ?, ?, ?, ?)"""
    body = json.dumps(proposal.body, sort_keys=True)
    db.change(sql, workflow, event, body, proposal.model_version, proposal.prompt_version)

"""What is due when: timers, which carry the version they were set at, and messages, which may arrive twice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.renewal.database import Database
from diagnostics.renewal.row import Conflict, Row


@dataclass(frozen=True)
class Item:
    """A timer (with the version of the row it was set on) or a message (without), due on a day."""

    id: str
    workflow: str
    kind: str
    day: int
    payload: Mapping[str, Any]
    version: int | None = None


def stale(item: Item, row: Row) -> bool:
    """Tell whether the row has moved on since the timer was set: what it was set for no longer holds."""
    return item.version is not None and item.version != row.version


def set_timer(db: Database, row: Row, kind: str, day: int) -> None:
    """Set a durable timer on a row as it stands."""
    put(db, Item(f"{row.workflow}/{kind}/v{row.version}/d{day}", row.workflow, kind, day, {}, row.version))


def put(db: Database, item: Item) -> None:
    """Take in a timer or a message; one whose id is known is counted and otherwise ignored."""
    sql = """INSERT INTO agenda (id, workflow, kind, day, version, payload) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET deliveries = deliveries + 1"""
    db.change(sql, item.id, item.workflow, item.kind, item.day, item.version, json.dumps(item.payload))


def next_due(db: Database, until: int) -> Item | None:
    """Return the next item up to a day: the earliest, and of one day the one taken in first."""
    sql = "SELECT * FROM agenda WHERE status = 'due' AND day <= ? ORDER BY day, rowid LIMIT 1"
    found = db.query(sql, until)
    if not found:
        return None
    row = found[0]
    return Item(row["id"], row["workflow"], row["kind"], row["day"], json.loads(row["payload"]), row["version"])


def is_due(db: Database, item: Item) -> bool:
    """Tell whether nobody has dealt with an item yet."""
    return bool(db.query("SELECT 1 FROM agenda WHERE id = ? AND status = 'due'", item.id))


def finish(db: Database, item: Item) -> None:
    """Note that an item has been dealt with; raise Conflict if another worker was faster."""
    if not db.change("UPDATE agenda SET status = 'done' WHERE id = ? AND status = 'due'", item.id):
        raise Conflict(f"{item.id}: another worker has dealt with it.")

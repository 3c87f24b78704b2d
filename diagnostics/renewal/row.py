"""P5: the durable, versioned row of a contract, changed by compare-and-swap along legal transitions only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from diagnostics.renewal.database import Database, RenewalError
from taxonomy.files import read_records

TABLE = Path(__file__).parent / "transitions.yaml"


class Conflict(RenewalError):
    """Somebody else wrote the row since it was read: read it again."""


class Transition(BaseModel):
    """One line of the table: an event, the states it fits, the states it may lead to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: str
    from_: tuple[str, ...] = Field(alias="from")
    to: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One contract as it stands; `data` holds what was learned, as JSON values."""

    workflow: str
    state: str = "init"
    version: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)

    def moved(self, to: str, changes: Mapping[str, Any]) -> "Row":
        """Return the next version of this row."""
        return replace(self, state=to, version=self.version + 1, data={**self.data, **changes})


@cache
def transitions() -> tuple[Transition, ...]:
    """Return the table of legal transitions."""
    problems: list[str] = []
    table = read_records(TABLE, tuple[Transition, ...], problems)
    if table is None:
        raise RenewalError("\n".join(problems))
    return table


def legal(event: str, state: str) -> frozenset[str] | None:
    """Return where an event may lead from a state; empty if nowhere, None if it does not fit the state at all."""
    fitting = [one.to for one in transitions() if one.event == event and state in one.from_]
    return frozenset(to for targets in fitting for to in targets) if fitting else None


def load_row(db: Database, workflow: str) -> Row:
    """Read a row; one that was never written is at version 0."""
    found = db.query("SELECT state, version, data FROM contracts WHERE workflow = ?", workflow)
    return (
        Row(workflow, found[0]["state"], found[0]["version"], json.loads(found[0]["data"])) if found else Row(workflow)
    )


def save_row(db: Database, before: Row, after: Row) -> None:
    """Write `after` if the row is still as it was in `before`; raise Conflict if it is not."""
    data = json.dumps(after.data, sort_keys=True)
    if before.version == 0:
        sql = "INSERT OR IGNORE INTO contracts (workflow, state, version, data) VALUES (?, ?, ?, ?)"
        changed = db.change(sql, after.workflow, after.state, after.version, data)
    else:
        sql = "UPDATE contracts SET state = ?, version = ?, data = ? WHERE workflow = ? AND version = ?"
        changed = db.change(sql, after.state, after.version, data, after.workflow, before.version)
    if not changed:
        raise Conflict(f"{before.workflow}: the row is no longer at version {before.version}. Read it again.")

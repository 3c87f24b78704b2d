"""The only doorway to anything outside: model, sources, writes. Each call looks at the kill switch first."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

from diagnostics.renewal.database import Database
from diagnostics.renewal.gate import Permit
from diagnostics.renewal.model import Proposal, propose
from diagnostics.renewal.people import check_kill_switch
from diagnostics.renewal.row import Row
from diagnostics.renewal.steps import Steps
from diagnostics.renewal.world import SourceFailed, World

Read = Callable[[str, str, int], dict[str, Any]]  # source, workflow, attempt


@dataclass(frozen=True)
class Tools:
    """What the program may call, over one connection."""

    db: Database
    steps: Steps
    world: World
    sources: Read

    @contextmanager
    def in_thread(self) -> Iterator["Tools"]:
        """Give the same tools with a connection of their own, for use in another thread."""
        with self.db.sibling() as own:
            yield replace(self, db=own)

    def ask(self, version: str, task: str, row: Row) -> Proposal:
        """Ask a version of the model."""
        check_kill_switch(self.db, row.workflow)
        return propose(version, task, row.workflow, row.data, self.world)

    def read(self, source: str, workflow: str, attempt: int) -> dict[str, Any]:
        """Read a source; raise SourceFailed if it gives no answer."""
        check_kill_switch(self.db, workflow)
        return self.sources(source, workflow, attempt)

    def write(self, permit: Permit, key: str) -> None:
        """Write outside what the gate has permitted; a second write under the same key is ignored out there."""
        action = permit.action
        check_kill_switch(self.db, action.workflow)
        sql = "INSERT OR IGNORE INTO outside (key, system, workflow, action, body, undo) VALUES (?, ?, ?, ?, ?, ?)"
        body = json.dumps({**asdict(action), "policy": permit.policy}, sort_keys=True)
        if self.db.change(sql, key, permit.system, action.workflow, action.kind, body, permit.undo):
            self.steps.passed(f"{action.kind} written to {permit.system} for {action.workflow}")

    def undo(self, key: str, workflow: str, tries: int) -> None:
        """Undo a write by its opposite; idempotent, and nothing if it never took place. May raise SourceFailed."""
        check_kill_switch(self.db, workflow)
        if self.world.undo_fails(key, tries):
            raise SourceFailed(key)
        sql = """INSERT OR IGNORE INTO outside (key, system, workflow, action, body)
                 SELECT key || '/undo', system, workflow, undo, body FROM outside WHERE key = ?"""
        if self.db.change(sql, key):
            self.steps.passed(f"{key} undone")

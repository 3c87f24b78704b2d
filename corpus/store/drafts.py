"""Drafts of reports that are being written, each under an id that cannot be guessed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from corpus.store.reports import Store

KEPT_DAYS = 7  # how long a discarded draft can be brought back


@dataclass(frozen=True)
class Draft:
    """What was last saved of a draft. `version` grows with every save; `updated` is UTC in ISO 8601."""

    id: str
    fields: Mapping[str, Any]
    version: int
    discarded: bool
    updated: str


def write_draft(store: Store, draft_id: str, fields: Mapping[str, Any], *, based_on: int) -> Draft | None:
    """Save a draft; return None, and write nothing, when its stored version is not `based_on` (0: no such draft)."""
    now = _text(datetime.now(UTC))
    row = {"fields": json.dumps(dict(fields)), "version": based_on + 1, "discarded": 0, "updated": now}
    with store.write_tx():
        stored = find_draft(store, draft_id)
        if (stored.version if stored else 0) != based_on:
            return None
        store.db.table("drafts").upsert({"id": draft_id, **row}, pk="id")
    return Draft(draft_id, fields, based_on + 1, False, now)


def find_draft(store: Store, draft_id: str) -> Draft | None:
    """Return the draft with that id, discarded or not, or None."""
    rows = store.db.query("SELECT * FROM drafts WHERE id = ?", [draft_id])
    return next((_draft(row) for row in rows), None)


def open_drafts(store: Store, report_id: str = "") -> list[Draft]:
    """Return the drafts of new reports, or of edits of one, neither filed nor discarded, the last saved first."""
    sql = (
        "SELECT * FROM drafts WHERE discarded = 0 AND coalesce(json_extract(fields, '$.report'), '') = ? "
        "ORDER BY updated DESC, id"
    )
    return [_draft(row) for row in store.db.query(sql, [report_id])]


def discard_draft(store: Store, draft_id: str) -> None:
    """Put a draft aside, to be brought back within KEPT_DAYS; those put aside before that are deleted."""
    now = datetime.now(UTC)
    with store.write_tx():
        before = _text(now - timedelta(days=KEPT_DAYS))
        store.db.execute("DELETE FROM drafts WHERE discarded = 1 AND updated < ?", [before])
        store.db.execute("UPDATE drafts SET discarded = 1, updated = ? WHERE id = ?", [_text(now), draft_id])


def restore_draft(store: Store, draft_id: str) -> None:
    """Bring a discarded draft back."""
    with store.write_tx():
        store.db.execute(
            "UPDATE drafts SET discarded = 0, updated = ? WHERE id = ?", [_text(datetime.now(UTC)), draft_id]
        )


def delete_draft(store: Store, draft_id: str) -> None:
    """Delete a draft for good, as when it has been filed."""
    with store.write_tx():
        store.db.execute("DELETE FROM drafts WHERE id = ?", [draft_id])


def _draft(row: Mapping[str, Any]) -> Draft:
    fields = json.loads(row["fields"])
    return Draft(row["id"], fields, row["version"], bool(row["discarded"]), row["updated"])


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")

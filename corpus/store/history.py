"""Questions to the past: what became of a report, who waits for whom, what was suggested and what was decided."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.errors import UnknownReport
from corpus.report import Report
from corpus.store.reports import Store


@dataclass(frozen=True)
class Version:
    """One version of a report with its audit row: `action` is what was done, `note` the reason given."""

    number: int
    state: str
    author: str
    at: str
    action: str
    note: str


@dataclass(frozen=True)
class Waiting:
    """A report in a list of those that wait: since when it has been in its state, and what was suggested for it."""

    report: Report
    state: str
    version: int
    author: str
    since: str
    suggestion: dict[str, Any] | None


@dataclass(frozen=True)
class Happening:
    """One change of a report by a person: what was done, by whom and when, and the reason given."""

    id: str
    title: str
    action: str
    actor: str
    at: str
    note: str


def happened_since(store: Store, at: str, limit: int = 10) -> list[Happening]:
    """Return what people did since a moment (ISO 8601, UTC), the latest first, without the seeding."""
    sql = (
        "SELECT r.id, r.title, a.action, a.actor, a.at, coalesce(a.note, '') AS note FROM audit a "
        "JOIN reports r ON r.id = a.report_id WHERE a.at >= ? AND a.actor <> 'corpus' ORDER BY a.id DESC LIMIT ?"
    )
    return [Happening(**row) for row in store.db.query(sql, [at, limit])]


def history(store: Store, report_id: str) -> list[Version]:
    """Return every version of a report, oldest first; none for a report that does not exist."""
    sql = (
        "SELECT v.version AS number, v.state, v.author, v.at, a.action, coalesce(a.note, '') AS note "
        "FROM versions v JOIN audit a ON a.report_id = v.report_id AND a.version = v.version "
        "WHERE v.report_id = ? ORDER BY v.version"
    )
    return [Version(**row) for row in store.db.query(sql, [report_id])]


def version_of(store: Store, report_id: str, number: int) -> Report:
    """Return a report as one version had it; raise UnknownReport when there is no such version."""
    sql = "SELECT document FROM versions WHERE report_id = ? AND version = ?"
    for row in store.db.query(sql, [report_id, number]):
        return Report.model_validate_json(row["document"])
    raise UnknownReport(f'report "{report_id}", version {number}: not in the database. See its history on its page.')


def waiting(store: Store, state: str, *, limit: int = -1, offset: int = 0) -> list[Waiting]:
    """Return the reports in a state, the one that came into it first at the top; a `limit` below 0 means all."""
    sql = (
        f"SELECT r.id, r.document, r.state, r.version, r.author, ({_LATEST}) AS suggestion, "  # noqa: S608 - ours
        "(SELECT min(v.at) FROM versions v WHERE v.report_id = r.id AND v.version > "
        "(SELECT coalesce(max(o.version), 0) FROM versions o WHERE o.report_id = r.id AND o.state <> r.state)) "
        "AS since FROM reports r WHERE r.state = ? ORDER BY since, r.number LIMIT ? OFFSET ?"
    )
    return [
        Waiting(
            Report.model_validate_json(row["document"]),
            **{name: row[name] for name in ("state", "version", "author", "since")},
            suggestion=json.loads(row["suggestion"]) if row["suggestion"] else None,
        )
        for row in store.db.query(sql, [state, limit, offset])
    ]


def latest_suggestion(store: Store, report_id: str) -> dict[str, Any] | None:
    """Return what the classifier suggested last for a report, or None."""
    rows = store.db.query(f"SELECT ({_LATEST}) AS suggestion FROM reports r WHERE r.id = ?", [report_id])  # noqa: S608
    return next((json.loads(row["suggestion"]) for row in rows if row["suggestion"]), None)


def decided_suggestions(store: Store) -> Iterator[tuple[dict[str, Any], Report]]:
    """Yield (last suggestion, report) for every published report that a suggestion was stored for."""
    sql = f"SELECT ({_LATEST}) AS suggestion, r.document FROM reports r WHERE r.state = 'published'"  # noqa: S608
    for row in store.db.query(sql):
        if row["suggestion"]:
            yield json.loads(row["suggestion"]), Report.model_validate_json(row["document"])


_LATEST = "SELECT s.suggestion FROM suggestions s WHERE s.report_id = r.id ORDER BY s.version DESC LIMIT 1"

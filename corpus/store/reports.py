"""Reports in the database: written as versions, never overwritten, every change audited."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import UnknownReport
from corpus.report import Report, tag_rows
from corpus.store.connection import connect, write_tx
from corpus.store.sqlite import Database


@dataclass(frozen=True)
class Change:
    """One new version of a report: what it says, the state it is in, who made it, by which action and why."""

    report: Report
    state: str
    actor: str
    at: datetime
    origin: str = "filed"
    action: str = "change"
    note: str = ""
    key: str | None = None
    suggestion: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Stored:
    """A report as the database holds it. `origin` is "shipped" for the corpus and "filed" for a user's own."""

    report: Report
    state: str
    version: int
    origin: str
    author: str
    created: str
    updated: str


@dataclass(frozen=True)
class Entry:
    """One audit row."""

    at: str
    actor: str
    action: str
    version: int
    note: str


class Store:
    """The database of one installation. Open it per use; a connection belongs to one thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db: Database = connect(path)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the database file stays."""
        self.db.close()

    @contextmanager
    def write_tx(self) -> Iterator[None]:
        """Run a block as one write transaction."""
        with write_tx(self.db):
            yield

    def write(self, change: Change, *, based_on: int) -> int | None:
        """Write a new version and its audit row in one transaction; return its number.

        Returns None, and writes nothing, when the stored version is not `based_on` (0: no such report).
        """
        with write_tx(self.db):
            return self.write_within(change, based_on=based_on)

    def write_within(self, change: Change, *, based_on: int) -> int | None:
        """Do as `write`, inside a transaction that the caller has opened."""
        report, version = change.report, based_on + 1
        row = _row_of(change, version)
        if based_on == 0:
            if self._version(report.id) is not None:
                return None
            self.db.table("reports").insert(
                {**row, "origin": change.origin, "author": change.actor, "created": row["updated"]}
            )
        else:
            assignments = ", ".join(f"{column} = :{column}" for column in row)
            sql = f"UPDATE reports SET {assignments} WHERE id = :id AND version = :based_on"  # noqa: S608 - our columns
            if self.db.execute(sql, {**row, "based_on": based_on}).rowcount != 1:
                return None
        self._write_tags(report)
        self._write_history(change, version, "create" if based_on == 0 else change.action)
        return version

    def find(self, report_id: str) -> Stored | None:
        """Return the report with that id as it stands, or None."""
        rows = self.db.query("SELECT * FROM reports WHERE id = ?", [report_id])
        return next((_stored(row) for row in rows), None)

    def get(self, report_id: str) -> Stored:
        """Return the report with that id; raise UnknownReport when there is none."""
        stored = self.find(report_id)
        if stored is None:
            raise UnknownReport(f'report "{report_id[:100]}": not in the database. Look it up with "faultline search".')
        return stored

    def all(self, *states: str) -> Iterator[Stored]:
        """Yield the reports in any of the states, in order of their ids."""
        marks = ", ".join("?" * len(states))
        sql = f"SELECT * FROM reports WHERE state IN ({marks}) ORDER BY id"  # noqa: S608 - only question marks
        yield from map(_stored, self.db.query(sql, list(states)))

    def submission(self, key: str) -> Stored | None:
        """Return the report that was made by the submission with that key, or None."""
        rows = self.db.query("SELECT report_id FROM submissions WHERE key = ?", [key])
        return next((self.find(row["report_id"]) for row in rows), None)

    def free_id(self, wanted: str) -> str:
        """Return `wanted`, or it with the first number that makes it an id nobody has."""
        number, candidate = 1, wanted
        while self._version(candidate) is not None:
            number += 1
            candidate = f"{wanted[:90]}-{number}"
        return candidate

    def versions(self, report_id: str) -> list[tuple[int, str, Report]]:
        """Return every version of a report, oldest first: number, state, document."""
        sql = "SELECT version, state, document FROM versions WHERE report_id = ? ORDER BY version"
        rows = self.db.query(sql, [report_id])
        return [(row["version"], row["state"], Report.model_validate_json(row["document"])) for row in rows]

    def audit(self, report_id: str) -> list[Entry]:
        """Return the audit rows of a report, oldest first."""
        sql = "SELECT at, actor, action, version, note FROM audit WHERE report_id = ? ORDER BY id"
        return [Entry(**row) for row in self.db.query(sql, [report_id])]

    def suggestion(self, report_id: str, version: int) -> dict[str, Any] | None:
        """Return what the classifier had suggested for a version, or None."""
        sql = "SELECT suggestion FROM suggestions WHERE report_id = ? AND version = ?"
        rows = self.db.query(sql, [report_id, version])
        return next((json.loads(row["suggestion"]) for row in rows), None)

    def revision(self) -> int:
        """Return a number that grows with every change of any report."""
        rows = self.db.query("SELECT coalesce(max(id), 0) AS n FROM audit")
        return int(next(iter(rows))["n"])

    def fact(self, name: str) -> str | None:
        """Return a fact about this database, such as the digest of the corpus it was seeded from."""
        rows = self.db.query("SELECT value FROM facts WHERE name = ?", [name])
        return next((row["value"] for row in rows), None)

    def set_fact(self, name: str, value: str) -> None:
        """Set a fact about this database, inside the caller's transaction."""
        self.db.table("facts").upsert({"name": name, "value": value}, pk="name")

    def save_embeddings(self, encoder_sha256: str, rows: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep one vector per report: rows of (report id, SHA-256 of its text, float32 bytes)."""
        names = ("report_id", "text_sha256", "vector")
        records = [{**dict(zip(names, row, strict=True)), "encoder_sha256": encoder_sha256} for row in rows]
        with write_tx(self.db):
            self.db.table("embeddings").upsert_all(records, pk=("report_id", "encoder_sha256"))

    def embeddings(self, encoder_sha256: str) -> list[tuple[str, str, bytes]]:
        """Return (report id, SHA-256 of the text it was made from, float32 bytes) for every kept vector."""
        sql = "SELECT report_id, text_sha256, vector FROM embeddings WHERE encoder_sha256 = ?"
        rows = self.db.query(sql, [encoder_sha256])
        return [(row["report_id"], row["text_sha256"], row["vector"]) for row in rows]

    def _version(self, report_id: str) -> int | None:
        rows = self.db.query("SELECT version FROM reports WHERE id = ?", [report_id])
        return next((row["version"] for row in rows), None)

    def _write_tags(self, report: Report) -> None:
        self.db.execute("DELETE FROM tags WHERE report_id = ?", [report.id])
        rows = [*tag_rows(report.tags), *(("patterns", pattern, None) for pattern in report.patterns)]
        names = ("facet", "label", "evidence")
        self.db.table("tags").insert_all({"report_id": report.id, **dict(zip(names, row, strict=True))} for row in rows)

    def _write_history(self, change: Change, version: int, action: str) -> None:
        report, at = change.report, change.at.astimezone(UTC).isoformat(timespec="seconds")
        document = report.model_dump_json(exclude_defaults=True)
        key = {"report_id": report.id, "version": version}
        self.db.table("versions").insert(
            {**key, "state": change.state, "document": document, "author": change.actor, "at": at}
        )
        self.db.table("audit").insert({**key, "at": at, "actor": change.actor, "action": action, "note": change.note})
        if change.key is not None:
            self.db.table("submissions").insert({"key": change.key, "report_id": report.id, "at": at})
        if change.suggestion is not None:
            suggestion = {
                "suggestion": json.dumps(change.suggestion),
                "at": at,
                **_provenance(change.suggestion),
            }
            self.db.table("suggestions").insert({**key, **suggestion})


def _row_of(change: Change, version: int) -> dict[str, Any]:
    report = change.report
    return {
        "id": report.id,
        "title": report.title,
        "date": report.date.isoformat(),
        "product": report.product,
        "repository": report.repository,
        "kind": report.kind,
        "source_grade": report.source_grade,
        "same_event": report.same_event,
        "text": report.text,
        "document": report.model_dump_json(exclude_defaults=True),
        "state": change.state,
        "version": version,
        "updated": change.at.astimezone(UTC).isoformat(timespec="seconds"),
    }


def _provenance(suggestion: Mapping[str, Any]) -> dict[str, Any]:
    model = suggestion.get("model", {})
    return {
        "model_version": model.get("version"),
        "encoder_sha256": model.get("encoder_sha256"),
        "taxonomy_version": model.get("taxonomy_version"),
    }


def _stored(row: Mapping[str, Any]) -> Stored:
    report = Report.model_validate_json(row["document"])
    names = ("state", "version", "origin", "author", "created", "updated")
    return Stored(report, **{name: row[name] for name in names})

"""Questions to the database: full-text search with filters, and counts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from corpus.errors import CorpusError
from corpus.report import Report
from corpus.store.reports import Store, Stored

COLUMNS = ("state", "product", "kind", "source_grade", "origin", "repository", "year", "quarter", "month")
_DERIVED = {
    "year": "substr(reports.date, 1, 4)",
    "quarter": "substr(reports.date, 1, 4) || '-Q' || ((CAST(substr(reports.date, 6, 2) AS INTEGER) + 2) / 3)",
    "month": "substr(reports.date, 1, 7)",
}
ORDERS = {
    "newest": "reports.date DESC, reports.id",
    "oldest": "reports.date, reports.id",
    "title": "reports.title COLLATE NOCASE, reports.id",
    "own first": "reports.origin = 'filed' DESC, reports.date DESC, reports.id",
    "relevance": "rank, reports.id",
}


@dataclass(frozen=True)
class Filter:
    """What a list of reports is narrowed to.

    `tags` maps a facet to labels of which one must be there; `columns` maps a column of COLUMNS to allowed values;
    `also` names (facet, label) that must be there besides.
    """

    query: str = ""
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"state": ("published",)})
    since: date | None = None
    until: date | None = None
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Hit:
    """A report in a list, with its title and the passage that the search matched, matches between two marks."""

    id: str
    title: str
    date: str
    product: str
    state: str
    source_grade: str | None
    snippet: str
    marked_title: str


def search(
    store: Store,
    wanted: Filter,
    *,
    order: str = "newest",
    limit: int = 50,
    offset: int = 0,
    marks: tuple[str, str] = ("«", "»"),
) -> list[Hit]:
    """Return the reports that match, at most `limit`; raise CorpusError for a query with nothing to search for.

    `marks` stand before and after each match; a page names such as no text holds.
    """
    where, values = _where(replace(wanted, query=""))
    tables, title, passage = "reports", "reports.title", "substr(reports.text, 1, 200)"
    if wanted.query:  # joined, because rank, highlight and snippet are those of a match
        tables = "reports_fts JOIN reports ON reports.number = reports_fts.rowid"
        title = "highlight(reports_fts, 0, :before, :after)"
        passage = "snippet(reports_fts, 2, :before, :after, '…', 24)"
        where += " AND reports_fts MATCH :query"
        values |= {"query": match_expression(wanted.query), "before": marks[0], "after": marks[1]}
    elif order == "relevance":
        order = "newest"
    sql = (
        "SELECT reports.id, reports.title, reports.date, reports.product, reports.state, reports.source_grade, "  # noqa: S608
        f"{passage} AS snippet, {title} AS marked_title FROM {tables} WHERE {where} "
        f"ORDER BY {ORDERS[order]} LIMIT :limit OFFSET :offset"
    )
    return [Hit(**row) for row in store.db.query(sql, {**values, "limit": limit, "offset": offset})]


def count(store: Store, wanted: Filter) -> int:
    """Return how many reports match."""
    where, values = _where(wanted)
    rows = store.db.query(f"SELECT count(*) AS n FROM reports WHERE {where}", values)  # noqa: S608 - fixed parts
    return int(next(iter(rows))["n"])


def label_counts(store: Store, facet: str, wanted: Filter) -> dict[str, int]:
    """Return label -> number of matching reports that carry it."""
    where, values = _where(wanted)
    sql = (
        f"SELECT tags.label, count(*) AS n FROM reports JOIN tags ON tags.report_id = reports.id "  # noqa: S608
        f"WHERE tags.facet = :counted AND {where} GROUP BY tags.label"
    )
    return {row["label"]: row["n"] for row in store.db.query(sql, {**values, "counted": facet})}


def pair_counts(store: Store, rows: str, columns: str, wanted: Filter) -> dict[tuple[str, str], int]:
    """Return (label of facet `rows`, label of facet `columns`) -> number of matching reports that carry both."""
    where, values = _where(wanted)
    sql = (
        f"SELECT a.label AS one, b.label AS other, count(*) AS n FROM reports "  # noqa: S608 - fixed parts
        "JOIN tags a ON a.report_id = reports.id AND a.facet = :rows "
        "JOIN tags b ON b.report_id = reports.id AND b.facet = :columns "
        f"WHERE {where} GROUP BY a.label, b.label"
    )
    found = store.db.query(sql, {**values, "rows": rows, "columns": columns})
    return {(row["one"], row["other"]): row["n"] for row in found}


def column_counts(store: Store, column: str, wanted: Filter) -> dict[str, int]:
    """Return value -> number of matching reports, for one of COLUMNS."""
    expression = _expression(column)
    where, values = _where(wanted)
    sql = f"SELECT {expression} AS value, count(*) AS n FROM reports WHERE {where} GROUP BY value"  # noqa: S608
    return {row["value"]: row["n"] for row in store.db.query(sql, values) if row["value"]}


def tag_sets(store: Store, wanted: Filter) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return report id -> facet -> labels, for every matching report."""
    where, values = _where(wanted)
    sql = (
        f"SELECT tags.report_id, tags.facet, tags.label FROM reports "  # noqa: S608 - fixed parts
        f"JOIN tags ON tags.report_id = reports.id WHERE {where} ORDER BY tags.report_id, tags.rowid"
    )
    sets: dict[str, dict[str, tuple[str, ...]]] = {}
    for report_id, facet, label in store.db.execute(sql, values):
        facets = sets.setdefault(report_id, {})
        facets[facet] = (*facets.get(facet, ()), label)
    return sets


def titles(store: Store, wanted: Filter) -> dict[str, str]:
    """Return report id -> title, for every matching report."""
    where, values = _where(wanted)
    return dict(store.db.execute(f"SELECT id, title FROM reports WHERE {where}", values))  # noqa: S608 - fixed parts


def same_event(store: Store, report: Report) -> list[tuple[str, str, str]]:
    """Return (id, title, state) of the other reports that tell of a report's event, whichever names the other."""
    sql = (
        "SELECT id, title, state FROM reports WHERE id <> :id AND state <> 'withdrawn' "
        "AND (id = :event OR same_event IN (:id, :event)) ORDER BY id"
    )
    return [tuple(row.values()) for row in store.db.query(sql, {"id": report.id, "event": report.same_event})]


def latest(store: Store, limit: int) -> list[Stored]:
    """Return the published reports that were written last, at most `limit`, the newest version first."""
    sql = "SELECT id FROM reports WHERE state = 'published' ORDER BY updated DESC, date DESC, id LIMIT ?"
    return [store.get(row["id"]) for row in store.db.query(sql, [limit])]


def match_expression(query: str) -> str:
    """Return the full-text expression for what a person typed: all words, the last one as a prefix.

    Raises CorpusError when the query holds no letter or digit.
    """
    words = re.findall(r"\w+", query.encode("utf-8", "ignore").decode("utf-8").replace("_", " "))
    if not words:
        raise CorpusError(f"search: {query[:40]!r} holds no letter or digit to search for. Type at least one word.")
    return " ".join(f'"{word}"' for word in words) + "*"


def _where(wanted: Filter) -> tuple[str, dict[str, Any]]:
    clauses: list[str] = ["1"]
    values: dict[str, Any] = {}
    if wanted.query:
        clauses.append("reports.number IN (SELECT rowid FROM reports_fts WHERE reports_fts MATCH :query)")
        values["query"] = match_expression(wanted.query)
    for number, (column, allowed) in enumerate(wanted.columns.items()):
        marks = _bind(f"column{number}_", allowed, values)
        clauses.append(f"{_expression(column)} IN ({marks})")
    carried = [*wanted.tags.items(), *((facet, (label,)) for facet, label in wanted.also)]
    for number, (facet, labels) in enumerate(carried):
        values[f"facet{number}"] = facet
        marks = _bind(f"label{number}_", labels, values)
        clauses.append(
            "EXISTS (SELECT 1 FROM tags t WHERE t.report_id = reports.id "  # noqa: S608 - only bound names
            f"AND t.facet = :facet{number} AND t.label IN ({marks}))"
        )
    for name, comparison, day in (("since", ">=", wanted.since), ("until", "<=", wanted.until)):
        if day is not None:
            clauses.append(f"reports.date {comparison} :{name}")
            values[name] = day.isoformat()
    return " AND ".join(clauses), values


def _expression(column: str) -> str:
    return _DERIVED.get(column) or f"reports.{COLUMNS[COLUMNS.index(column)]}"


def _bind(prefix: str, items: tuple[str, ...], values: dict[str, Any]) -> str:
    names = [f"{prefix}{number}" for number in range(len(items))]
    values.update(zip(names, items, strict=True))
    return ", ".join(f":{name}" for name in names)

"""The source's two evidence tables: its published figures, and the recount from its own rows beside them."""

from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from corpus.errors import CorpusError
from corpus.statistics import Share, share
from taxonomy.files import read_records
from taxonomy.model import Strict

T = TypeVar("T")
FOLDER = Path(__file__).parent / "evidence"


class CallSites(Strict):
    """The call sites of one framework, by whether a check stands there in code, only at the provider, or not at all."""

    framework: str
    sites: int
    explicit: int
    implicit: int
    missing: int
    kinds: tuple[str, ...]
    verifier: str
    reject: str


class PublishedSites(Strict):
    """The audit's totals as published."""

    sites: int
    explicit: int
    implicit: int
    missing: int


class Audit(Strict):
    """The audit of call sites."""

    source: str
    published: PublishedSites
    rows: tuple[CallSites, ...]


class FailureReport(Strict):
    """One of the source's failure reports, as its table places it."""

    row: int
    case: str
    locus: Literal["at", "mixed", "inside", "at if verifiable"]
    gap: str
    fix: Literal["yes", "partial", "no"]
    condition: str | None = None
    remark: str | None = None


class PublishedFailures(Strict):
    """The failure table's totals as published."""

    at_boundary: int
    mixed: int
    inside_model: int
    outside: int
    fix_strengthens: int
    total: int


class Failures(Strict):
    """The table of failure reports."""

    source: str
    published: PublishedFailures
    rows: tuple[FailureReport, ...]


class Comparison(Strict):
    """A figure as published beside what its own rows give."""

    what: str
    published: tuple[int, int]
    recounted: tuple[int, int]
    remark: str

    def shares(self) -> tuple[Share, Share]:
        """Return the published and the recounted share, each with its interval."""
        return share("published", *self.published), share("recounted", *self.recounted)


@cache
def call_sites() -> Audit:
    """Return the audit of call sites; raise CorpusError if its file is damaged."""
    return _read("call_sites.yaml", Audit)


@cache
def failure_reports() -> Failures:
    """Return the table of failure reports; raise CorpusError if its file is damaged."""
    return _read("failure_reports.yaml", Failures)


def comparisons() -> tuple[Comparison, ...]:
    """Return every published figure beside the recount from the rows."""
    return (_boundary(failure_reports()), _fixes(failure_reports()), _sites(call_sites()))


def _boundary(table: Failures) -> Comparison:
    published = table.published
    at = sum(row.locus == "at" for row in table.rows)
    conditional = sum(row.locus == "at if verifiable" for row in table.rows)
    return Comparison(
        what="Failures at the boundary",
        published=(published.at_boundary, published.total),
        recounted=(at, len(table.rows)),
        remark=f"{at} rows say so without condition and {conditional} more if the specification can be checked. "
        f"The published parts ({published.at_boundary}, {published.mixed} mixed, {published.inside_model} inside the "
        f"model) add up to {published.at_boundary + published.mixed + published.inside_model}, not {published.total}.",
    )


def _fixes(table: Failures) -> Comparison:
    fixed = sum(row.fix == "yes" for row in table.rows)
    unconditional = sum(row.fix == "yes" and row.condition is None for row in table.rows)
    partial = sum(row.fix == "partial" for row in table.rows)
    return Comparison(
        what="Fixes that strengthen the boundary",
        published=(table.published.fix_strengthens, table.published.total),
        recounted=(fixed, len(table.rows)),
        remark=f"{fixed} count conditional ones and leave {partial} partial ones out; "
        f"{unconditional} are unconditional; with the partial ones it is {fixed + partial}.",
    )


def _sites(audit: Audit) -> Comparison:
    return Comparison(
        what="Call sites with an explicit check",
        published=(audit.published.explicit, audit.published.sites),
        recounted=(sum(row.explicit for row in audit.rows), sum(row.sites for row in audit.rows)),
        remark="The rows add up. What counts as a site is a judgement, so the total cannot be reproduced exactly.",
    )


def _read(name: str, kind: type[T]) -> T:
    problems: list[str] = []
    record = read_records(FOLDER / name, kind, problems)
    if record is None:
        raise CorpusError("\n".join(problems))
    return record

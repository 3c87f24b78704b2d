"""The corpus's own figures: counts with intervals, agreement between the coders, and what is under its minimum."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.agreement import Agreement, agreement, identical_run, mean_kappa, shipped_codes
from corpus.errors import CorpusError
from corpus.report import Report
from corpus.source_tables import comparisons
from corpus.statistics import Share, share
from taxonomy import Taxonomy
from taxonomy.files import read_records
from taxonomy.model import Strict

MINIMUMS = Path(__file__).parent / "figures.yaml"
FACETS = ("locus", "sdb_parts", "patterns", "weaknesses", "runtime", "symptoms", "fix_strengthens_sdb", "severity")


class Minimum(Strict):
    """How many incidents a label should have at least; "each" stands for every label of the facet."""

    facet: str
    label: str
    least: int


class Minimums(Strict):
    """What the corpus should reach."""

    incidents: int
    minimums: tuple[Minimum, ...]


@dataclass(frozen=True)
class Figures:
    """Everything the dataset card prints."""

    total: int
    shares: dict[str, list[Share]]
    columns: dict[str, dict[str, int]]
    agreements: list[Agreement]
    identical: int
    coded_twice: int
    under: list[str]


def compute(reports: Sequence[Report], taxonomy: Taxonomy) -> Figures:
    """Compute the figures of a corpus from its incidents and the two coders' files."""
    first, second = shipped_codes()
    shares = {facet: list(_shares(reports, taxonomy, facet)) for facet in taxonomy.facets}
    columns: dict[str, Counter[str]] = {
        "kind": Counter(report.kind for report in reports),
        "voice": Counter(report.voice or "none" for report in reports),
        "source grade": Counter(report.source_grade or "none" for report in reports),
        "year": Counter(str(report.date.year) for report in reports),
    }
    return Figures(
        len(reports),
        shares,
        {name: dict(sorted(counts.items())) for name, counts in columns.items()},
        agreement(first, second, taxonomy),
        identical_run(first, second),
        len(set(first) & set(second)),
        list(_under(len(reports), shares)),
    )


def lines(figures: Figures) -> list[str]:
    """Return the figures as Markdown."""
    text = [f"{figures.total} incidents; {figures.coded_twice} of them coded twice, independently.", ""]
    for name, counts in figures.columns.items():
        text.append(f"- by {name}: " + ", ".join(f"{value} {count}" for value, count in counts.items()))
    text += ["", "| facet | label | incidents | share | 95 % interval | coder A | coder B | kappa | 95 % interval |"]
    text.append("|---|---|---:|---:|---|---:|---:|---:|---|")
    agreements = {(row.facet, row.label): row for row in figures.agreements}
    for facet in FACETS:
        for one in figures.shares[facet]:
            text.append(_row(facet, one, agreements[facet, one.label]))
    text += ["", "Mean kappa over the labels of a facet: " + _means(figures) + ".", ""]
    text += _source_lines(figures)
    text += ["", "Under its minimum: " + ("; ".join(figures.under) if figures.under else "nothing") + "."]
    return text


def _source_lines(figures: Figures) -> Iterator[str]:
    yield "| figure | whose | of | share | 95 % interval |"
    yield "|---|---|---:|---:|---|"
    ours = {
        "Failures at the boundary": ("locus", "sdb"),
        "Fixes that strengthen the boundary": ("fix_strengthens_sdb", "yes"),
    }
    for figure in comparisons():
        rows = list(figure.shares())
        if figure.what in ours:
            facet, label = ours[figure.what]
            found = next(one for one in figures.shares[facet] if one.label == label)
            rows.append(share("this corpus", found.count, found.total))
        for one in rows:
            interval = f"{one.low:.1%} to {one.high:.1%}"
            yield f"| {figure.what} | {one.label} | {one.count} of {one.total} | {one.share:.1%} | {interval} |"


def _shares(reports: Sequence[Report], taxonomy: Taxonomy, facet: str) -> Iterator[Share]:
    for label in taxonomy.labels(facet):
        found = sum(
            label.id in (report.patterns if facet == "patterns" else report.labels(facet)) for report in reports
        )
        yield share(label.id, found, len(reports))


def _under(total: int, shares: dict[str, list[Share]]) -> Iterator[str]:
    problems: list[str] = []
    wanted = read_records(MINIMUMS, Minimums, problems)
    if wanted is None:
        raise CorpusError("\n".join(problems))
    if total < wanted.incidents:
        yield f"incidents {total} of {wanted.incidents}"
    for minimum in wanted.minimums:
        for one in shares[minimum.facet]:
            if minimum.label in ("each", one.label) and one.count < minimum.least:
                yield f"{minimum.facet} {one.label} {one.count} of {minimum.least}"


def _row(facet: str, one: Share, agreed: Agreement) -> str:
    kappa = "none" if agreed.kappa is None else f"{agreed.kappa:.2f}"
    interval = "" if agreed.low is None or agreed.high is None else f"{agreed.low:.2f} to {agreed.high:.2f}"
    counts = f"{one.count} | {one.share:.1%} | {one.low:.1%} to {one.high:.1%}"
    return f"| {facet} | {one.label} | {counts} | {agreed.first} | {agreed.second} | {kappa} | {interval} |"


def _means(figures: Figures) -> str:
    return ", ".join(f"{facet} {mean_kappa(figures.agreements, facet):.2f}" for facet in FACETS)

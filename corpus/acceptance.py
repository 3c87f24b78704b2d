"""What became of the suggestions: per label, how often people kept it, took it away, or had to add it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.comparing import suggested_labels
from corpus.report import Report
from corpus.statistics import Share, share
from taxonomy import Taxonomy

NO_DECISIONS = (
    "No decisions yet: no published report came out of a suggestion. "
    "A report counts once it was filed with suggestions and is published."
)
READING = (
    "Accepted and rejected: of the times a label was suggested, how often the published report carries it, and how "
    "often a person took it away. Added: of the times it was published, how often nobody had suggested it. "
    "With 95 % intervals, which are wide where little was decided."
)


@dataclass(frozen=True)
class LabelUse:
    """One label: `accepted` and `rejected` are shares of its suggestions, `added` of its published tags.

    Each with Wilson's 95 % interval; None where there is nothing to take a share of.
    """

    facet: str
    label: str
    accepted: Share | None
    rejected: Share | None
    added: Share | None


@dataclass(frozen=True)
class Use:
    """Every suggestion that a published report came out of.

    `reports` counts them, `declined` those of them whose text the classifier declined, `models` the model versions
    they are from. `total` sums the labels of all facets that do not follow from others.
    """

    reports: int
    declined: int
    models: dict[str, int]
    total: LabelUse
    labels: tuple[LabelUse, ...]


def measure_use(decided: Iterable[tuple[Mapping[str, Any], Report]], taxonomy: Taxonomy) -> Use:
    """Count what became of the stored suggestions against the tags that were published in the end.

    A label counts only in reports whose suggestion speaks of its facet; declined texts count for no label.
    """
    suggested: Counter[tuple[str, str]] = Counter()
    published: Counter[tuple[str, str]] = Counter()
    kept: Counter[tuple[str, str]] = Counter()
    models: Counter[str] = Counter()
    declined = 0
    for suggestion, report in decided:
        models[str(suggestion.get("model", {}).get("version") or "unknown")] += 1
        if suggestion.get("abstained"):
            declined += 1
            continue
        for facet, labels in suggested_labels(suggestion, taxonomy).items():
            given = report.patterns if facet == "patterns" else report.labels(facet)
            suggested.update((facet, label) for label in labels)
            published.update((facet, label) for label in given)
            kept.update((facet, label) for label in labels if label in given)
    keys = [(facet, label.id) for facet in taxonomy.facets for label in taxonomy.labels(facet)]
    rows = [_row(*key, suggested[key], published[key], kept[key]) for key in keys if suggested[key] or published[key]]
    sums = [
        sum(counter[key] for key in keys if key[0] in taxonomy.coded_facets())
        for counter in (suggested, published, kept)
    ]
    return Use(models.total(), declined, dict(models), _row("all", "all", *sums), tuple(rows))


def use_lines(use: Use) -> list[str]:
    """Return the rates as Markdown; one line where nothing has been decided yet."""
    if not use.reports:
        return [NO_DECISIONS]
    models = ", ".join(f"{version} {count}" for version, count in sorted(use.models.items()))
    lines = [
        f"{use.reports} published reports came out of a suggestion (by model: {models}; declined: {use.declined}).",
        READING,
    ]
    lines += ["", "| facet | label | accepted | 95 % interval | rejected | added | 95 % interval |"]
    lines.append("|---|---|---:|---|---:|---:|---|")
    for one in (use.total, *use.labels):
        rejected = _words(one.rejected)[0]
        cells = (one.facet, one.label, *_words(one.accepted), rejected, *_words(one.added))
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _row(facet: str, label: str, suggested: int, published: int, kept: int) -> LabelUse:
    def part(count: int, of: int) -> Share | None:
        return share(label, count, of) if of else None

    accepted, rejected = part(kept, suggested), part(suggested - kept, suggested)
    return LabelUse(facet, label, accepted, rejected, part(published - kept, published))


def _words(one: Share | None) -> tuple[str, str]:
    if one is None:
        return "none", ""
    return f"{one.count} of {one.total}, {one.share:.0%}", f"{one.low:.0%} to {one.high:.0%}"

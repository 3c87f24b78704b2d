"""Which weaknesses the published reports show for a composition: counts of what gets reported."""

from collections.abc import Iterable, Sequence

from corpus.statistics import Share, facet_shares
from corpus.store import Filter, Store
from diagnostics.selection.record import Record
from taxonomy import Taxonomy, pattern_of

CAUTION = (
    "These counts reflect what gets reported and not how often it fails. The reports do not tell which patterns a "
    "system used, so they show what went wrong where such a pattern was missing or weak."
)


def reports_like(record: Record) -> Filter:
    """Return the filter for published reports with the record's runtime; all of them while it is open."""
    return Filter(tags={"runtime": (record.runtime,)} if record.runtime else {})


def of_patterns(shares: Iterable[Share], patterns: Sequence[str]) -> list[Share]:
    """Return the shares of the weaknesses of some patterns that occur at all, the most frequent first."""
    chosen = [share for share in shares if share.count and pattern_of(share.label) in patterns]
    return sorted(chosen, key=lambda share: (-share.count, share.label))


def weaknesses_seen(store: Store, taxonomy: Taxonomy, record: Record) -> list[Share]:
    """Return how often the weaknesses of the chosen patterns were published for the chosen runtime."""
    return of_patterns(facet_shares(store, taxonomy, "weaknesses", reports_like(record)), record.patterns)


def counted_among(taxonomy: Taxonomy, record: Record) -> str:
    """Return in words which reports were counted."""
    label = taxonomy.label("runtime", record.runtime or "")
    if label is None:
        return "all published reports, since the runtime is still open"
    return f"published reports with the runtime {label.name.lower()}"

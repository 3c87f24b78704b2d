"""Counts and shares over reports, with the interval that belongs to every share."""

from dataclasses import dataclass

from corpus.store import Filter, Store, count, label_counts
from taxonomy import Taxonomy

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Share:
    """How many of how many, with Wilson's 95 % interval; all shares between 0 and 1."""

    label: str
    count: int
    total: int
    share: float
    low: float
    high: float


def wilson(successes: int, total: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return Wilson's score interval for a share (Wilson 1927); (0, 1) when there is nothing to count."""
    from scipy.stats import binomtest

    if total == 0:
        return 0.0, 1.0
    interval = binomtest(successes, total).proportion_ci(confidence, method="wilson")
    return float(interval.low), float(interval.high)


def share(label: str, successes: int, total: int) -> Share:
    """Return a count as a share of a total with its interval."""
    low, high = wilson(successes, total)
    return Share(label, successes, total, successes / total if total else 0.0, low, high)


def facet_shares(store: Store, taxonomy: Taxonomy, facet: str, wanted: Filter) -> list[Share]:
    """Return the share of every active label of a facet among the matching reports, labels that never occur too."""
    total, counts = count(store, wanted), label_counts(store, facet, wanted)
    return [share(label.id, counts.get(label.id, 0), total) for label in taxonomy.labels(facet)]

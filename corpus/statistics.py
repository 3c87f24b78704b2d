"""Counts and shares over reports, with the interval that belongs to every share."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import NormalDist

from corpus.store import Filter, Store, column_counts, count, label_counts
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
    if total == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = successes + z**2 / 2
    half = z * sqrt(successes * (total - successes) / total + z**2 / 4)
    low, high = ((middle + side) / (total + z**2) for side in (-half, half))
    return (0.0 if successes == 0 else low), (1.0 if successes == total else high)


def share(label: str, successes: int, total: int) -> Share:
    """Return a count as a share of a total with its interval."""
    low, high = wilson(successes, total)
    return Share(label, successes, total, successes / total if total else 0.0, low, high)


def facet_shares(store: Store, taxonomy: Taxonomy, facet: str, wanted: Filter) -> list[Share]:
    """Return the share of every active label of a facet among the matching reports, labels that never occur too."""
    total, counts = count(store, wanted), label_counts(store, facet, wanted)
    return [share(label.id, counts.get(label.id, 0), total) for label in taxonomy.labels(facet)]


def column_shares(store: Store, column: str, wanted: Filter) -> list[Share]:
    """Return the share of every value of a column of the reports among those that match, the most frequent first."""
    total, counts = count(store, wanted), column_counts(store, column, wanted)
    return [share(value, counts[value], total) for value in sorted(counts, key=lambda one: (-counts[one], one))]


def period_shares(store: Store, period: str, wanted: Filter) -> list[Share]:
    """Return the share of every "quarter" or "month" from the first with a report to the last, empty ones too."""
    total, counts = count(store, wanted), column_counts(store, period, wanted)
    shares: list[Share] = []
    if counts:
        name, last = min(counts), max(counts)
        while name <= last:
            shares.append(share(name, counts.get(name, 0), total))
            name = _period_of(days_of(name)[1] + timedelta(days=1), period)
    return shares


def days_of(period: str) -> tuple[date, date]:
    """Return the first and last day of a quarter such as "2025-Q3" or a month such as "2025-07"."""
    year, _, rest = period.partition("-")
    months = 3 if rest.startswith("Q") else 1
    first = int(rest[1:]) * 3 - 2 if rest.startswith("Q") else int(rest)
    after = date(int(year) + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    return date(int(year), first, 1), after - timedelta(days=1)


def _period_of(day: date, period: str) -> str:
    return f"{day:%Y}-Q{(day.month + 2) // 3}" if period == "quarter" else f"{day:%Y-%m}"

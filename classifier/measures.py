"""Measures of suggestions: per label, calibration, what confidence is worth, and how often the right one is near."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.features import Matrix
from classifier.labels import Column
from classifier.views import SEED, Indicator
from taxonomy import pattern_of

BINS = 10
RESAMPLES = 1000
LEVEL = 0.95
STATED_RECALL, STATED_PRECISION = 0.60, 0.85  # the operating points of the project's targets


@dataclass(frozen=True)
class Score:
    """How one label is suggested; `low` and `high` bound F1 by bootstrap over reports (95 %)."""

    key: str
    support: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    average_precision: float


@dataclass(frozen=True)
class Bin:
    """One bar of a reliability diagram: the mean probability stated, the share that was true, how many decisions."""

    stated: float
    true: float
    count: int


@dataclass(frozen=True)
class Point:
    """A point of the risk-coverage curve: the share of reports kept, most certain first, and 1 - micro-F1 of them."""

    coverage: float
    risk: float


def label_scores(
    columns: Sequence[Column], ranking: Matrix, suggested: Indicator, truths: Indicator
) -> tuple[Score, ...]:
    """Return a score per column from rankings, suggestions and truths, each (reports, columns)."""
    from sklearn.metrics import average_precision_score, precision_recall_fscore_support

    low, high = np.quantile(_bootstrap(suggested, truths), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    scores = []
    for i, column in enumerate(columns):
        truth, said = truths[:, i], suggested[:, i]
        precision, recall, f1, _ = precision_recall_fscore_support(truth, said, average="binary", zero_division=0.0)
        average = float(average_precision_score(truth, ranking[:, i])) if truth.any() else 0.0
        numbers = (float(precision), float(recall), float(f1), float(low[i]), float(high[i]))
        scores.append(Score(column.key, int(truth.sum()), *numbers, average))
    return tuple(scores)


def macro_interval(suggested: Indicator, truths: Indicator) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of macro-F1 over the given columns."""
    means = _bootstrap(suggested, truths).mean(axis=1)
    return float(np.quantile(means, (1 - LEVEL) / 2)), float(np.quantile(means, (1 + LEVEL) / 2))


def f1_pair(before: Indicator, after: Indicator, truths: Indicator, average: str) -> tuple[float, float, float, float]:
    """Return F1 of two sets of suggestions on the same reports, and the 95 % interval of the second minus the first.

    The same reports are drawn for both (paired bootstrap); `average` is "macro" or "micro", over the given columns.
    """
    from sklearn.metrics import f1_score

    drawn = [_drawn_f1(suggested, truths, average) for suggested in (before, after)]
    low, high = np.quantile(drawn[1] - drawn[0], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    one, other = (f1_score(truths, said, average=average, zero_division=0.0) for said in (before, after))
    return float(one), float(other), float(low), float(high)


def reliability(probabilities: Matrix, truths: Indicator) -> tuple[Bin, ...]:
    """Return the reliability diagram of probabilities (reports, columns) in bins of equal width."""
    flat, hits = probabilities.ravel(), truths.ravel()
    numbers = np.minimum((flat * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(float(flat[numbers == b].mean()), float(hits[numbers == b].mean()), int((numbers == b).sum()))
        for b in np.unique(numbers)
    )


def calibration_error(probabilities: Matrix, truths: Indicator) -> float:
    """Return the expected calibration error over bins of equal width (Naeini et al. 2015)."""
    bins = reliability(probabilities, truths)
    return float(sum(abs(one.stated - one.true) * one.count for one in bins) / sum(one.count for one in bins))


def risk_coverage(probabilities: Matrix, suggested: Indicator, truths: Indicator) -> tuple[Point, ...]:
    """Return the risk-coverage curve in steps of a tenth (El-Yaniv and Wiener 2010).

    A report's certainty is the mean distance of its probabilities from one half.
    """
    from sklearn.metrics import f1_score

    order = np.argsort(-np.abs(probabilities - 0.5).mean(axis=1), kind="stable")
    points = []
    for tenth in range(1, 11):
        kept = order[: max(1, round(len(order) * tenth / 10))]
        f1 = f1_score(truths[kept], suggested[kept], average="micro", zero_division=0.0)
        points.append(Point(tenth / 10, float(1 - f1)))
    return tuple(points)


def precision_at_recall(ranking: Matrix, truths: Indicator, recall: float = STATED_RECALL) -> float:
    """Return how many of the likeliest suggestions are right when this share of the true tags is suggested."""
    found = _ranked(ranking, truths)
    needed = int(np.searchsorted(found, recall * truths.sum()))
    return float(found[needed] / (needed + 1))


def recall_at_precision(ranking: Matrix, truths: Indicator, precision: float = STATED_PRECISION) -> float:
    """Return the largest share of the true tags that can be suggested with this share of suggestions right."""
    found = _ranked(ranking, truths)
    enough = np.flatnonzero(found / np.arange(1, len(found) + 1) >= precision)
    return float(found[enough[-1]] / truths.sum()) if len(enough) else 0.0


def weakness_among_first(
    probabilities: Matrix, truths: Indicator, columns: Sequence[Column], first: int = 3
) -> tuple[int, int]:
    """Return of how many true weaknesses how many are among the first of their pattern's, likeliest first."""
    hits = total = 0
    for index, column in enumerate(columns):
        if column.facet != "weaknesses":
            continue
        peers = [i for i, c in enumerate(columns) if c.facet == "weaknesses" and _same_pattern(c, column)]
        rows = np.flatnonzero(truths[:, index])
        ranks = (probabilities[rows][:, peers] > probabilities[rows, index][:, None]).sum(axis=1)
        hits, total = hits + int((ranks < first).sum()), total + len(rows)
    return hits, total


def _same_pattern(one: Column, other: Column) -> bool:
    return pattern_of(one.label) == pattern_of(other.label)


def _ranked(ranking: Matrix, truths: Indicator) -> NDArray[np.int_]:
    return np.cumsum(truths.ravel()[np.argsort(-ranking.ravel(), kind="stable")], dtype=np.int_)


def _bootstrap(suggested: Indicator, truths: Indicator) -> Matrix:
    """Return F1 (resamples, columns) of reports drawn with replacement; a label nobody gave or suggested scores 0."""
    hits, both = _counts(suggested, truths)
    return np.asarray(2 * hits / np.maximum(both, 1), dtype=np.float64)


def _drawn_f1(suggested: Indicator, truths: Indicator, average: str) -> Matrix:
    """Return F1 (resamples,) over all columns together."""
    if average == "macro":
        return np.asarray(_bootstrap(suggested, truths).mean(axis=1))
    hits, both = (counts.sum(axis=1) for counts in _counts(suggested, truths))
    return np.asarray(2 * hits / np.maximum(both, 1), dtype=np.float64)


def _counts(suggested: Indicator, truths: Indicator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return hits, and suggestions plus truths, each (resamples, columns); the seed draws the same reports always."""
    draws = np.random.default_rng(SEED).multinomial(len(truths), np.full(len(truths), 1 / len(truths)), RESAMPLES)
    return draws @ (suggested & truths).astype(np.int64), draws @ (suggested.astype(np.int64) + truths)

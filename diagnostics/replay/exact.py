"""Exact tests on counts of failed runs: no approximation, so that a handful of runs claims no more than it can.

For a difference between two sides: Fisher's test, one-sided, stratified by case for the whole batch. It conditions on
the number of failures, so it needs no guess at the unknown rate (as Boschloo's test does, for about one run a side
less), is the same closed form on every machine, and errs to the careful side. For "in most runs": the binomial test
against one half. Many tests are corrected by Holm, so that the chance of even one wrong verdict stays below alpha.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ALPHA = 0.05
MOST_RUNS = 100
HALF = 0.5
_ROUNDING = 1e-12


class Count(NamedTuple):
    """Runs of one side, and how many of them failed."""

    runs: int
    failed: int


def interval(count: Count) -> tuple[float, float]:
    """Return the 95 % interval of a failure rate by Clopper and Pearson (1934); (0, 1) without runs."""
    return _clopper_pearson(*count) if count.runs else (0.0, 1.0)


@lru_cache(maxsize=10_000)
def fails_mostly(count: Count) -> float:
    """Return the p-value for "at least half of all runs would pass", small when a side fails in most runs."""
    from scipy.stats import binom

    return float(binom.sf(count.failed - 1, count.runs, HALF))


def passes_mostly(count: Count) -> float:
    """Return the p-value for "at least half of all runs would fail", small when a side passes in most runs."""
    return fails_mostly(Count(count.runs, count.runs - count.failed))


def fails_more(tables: Iterable[tuple[Count, Count]]) -> float:
    """Return the p-value for "no more failures on the second side", over the cases of a batch.

    Conditional on each case's failures, the sum of the second side's failures has the distribution of a sum of
    hypergeometric variables, which is computed in full (Fisher's test for one case, McNemar's exact test for one run
    a side).
    """
    weights: list[NDArray[np.float64]] = []
    observed = 0
    for prior, current in tables:
        low, chances = _hypergeometric(prior.runs, current.runs, prior.failed + current.failed)
        weights.append(chances)
        observed += current.failed - low
    return min(1.0, float(_sum_of(weights)[observed:].sum())) if weights else 1.0


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number (Holm 1979), in the order given."""
    corrected = [1.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        corrected[place] = highest
    return corrected


def holds(p_value: float, alpha: float) -> bool:
    """Tell whether a p-value is at most alpha, up to rounding."""
    return p_value <= alpha + _ROUNDING


@lru_cache(maxsize=10_000)
def runs_to_decide(prior: Count, current: Count, alpha: float) -> int | None:
    """Return about how many runs a side would give a verdict if the rates stay; None if MOST_RUNS would not.

    `alpha` is what is left for one test. A side without runs is taken to fail always.
    """
    rates = [count.failed / count.runs if count.runs else 1.0 for count in (prior, current)]
    for runs in range(2, MOST_RUNS + 1):
        one, two = (Count(runs, round(rate * runs)) for rate in rates)
        if any(holds(p_value, alpha) for p_value in claims(one, two)):
            return runs
    return None


@lru_cache(maxsize=10_000)
def claims(prior: Count, current: Count) -> tuple[float, float, float]:
    """Return the p-values of the three claims: fails on both sides, fails more on the current, passes on both."""
    return (
        max(fails_mostly(prior), fails_mostly(current)),
        fails_more([(prior, current)]),
        max(passes_mostly(prior), passes_mostly(current)),
    )


@lru_cache(maxsize=10_000)
def _clopper_pearson(runs: int, failed: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    found = binomtest(failed, runs).proportion_ci(0.95, method="exact")
    return float(found.low), float(found.high)


@lru_cache(maxsize=10_000)
def _hypergeometric(prior: int, current: int, failed: int) -> tuple[int, NDArray[np.float64]]:
    """Return the least possible number of the second side's failures, and the chance of it and each greater one."""
    from scipy.stats import hypergeom

    low, high = max(0, failed - prior), min(current, failed)
    return low, np.asarray(hypergeom.pmf(np.arange(low, high + 1), prior + current, failed, current))


def _sum_of(weights: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the distribution of a sum, by pairs, so that thousands of cases take little time."""
    while len(weights) > 1:
        pairs = [np.convolve(one, two) for one, two in zip(weights[::2], weights[1::2], strict=False)]
        weights = pairs + weights[len(weights) - len(weights) % 2 :]
    return weights[0]

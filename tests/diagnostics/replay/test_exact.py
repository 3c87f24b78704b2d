"""The exact tests against independent ways to the same number."""

from itertools import product

import pytest
from scipy.stats import binomtest, fisher_exact

from diagnostics.replay.exact import (
    ALPHA,
    Count,
    claims,
    fails_more,
    fails_mostly,
    holds,
    holm,
    interval,
    passes_mostly,
    runs_to_decide,
)


@pytest.mark.parametrize(("prior", "current"), [((5, 0), (5, 5)), ((7, 2), (4, 3)), ((3, 3), (6, 1)), ((2, 0), (2, 0))])
def test_difference_of_one_case_is_fisher_s_test(prior: tuple[int, int], current: tuple[int, int]):
    one, two = Count(*prior), Count(*current)
    table = [[one.failed, one.runs - one.failed], [two.failed, two.runs - two.failed]]

    assert fails_more([(one, two)]) == pytest.approx(fisher_exact(table, alternative="less").pvalue)


def test_one_run_a_side_over_cases_is_mcnemar_s_exact_test():
    worse, better, same = (Count(1, 0), Count(1, 1)), (Count(1, 1), Count(1, 0)), (Count(1, 1), Count(1, 1))

    p_value = fails_more([worse] * 9 + [better] * 2 + [same] * 5)

    assert p_value == pytest.approx(binomtest(9, 11, alternative="greater").pvalue)


def test_stratified_difference_is_what_enumeration_gives():
    tables = [(Count(2, 0), Count(2, 2)), (Count(3, 1), Count(2, 2)), (Count(1, 0), Count(2, 1))]
    observed = sum(current.failed for _, current in tables)
    chance = 0.0
    for failures in product(*(range(current.runs + 1) for _, current in tables)):
        weight = 1.0
        for (prior, current), failed in zip(tables, failures, strict=True):
            before = prior.failed + current.failed - failed
            weight *= _ways(current.runs, failed) * _ways(prior.runs, before)
            weight /= _ways(prior.runs + current.runs, prior.failed + current.failed)
        chance += weight * (sum(failures) >= observed)

    assert fails_more(tables) == pytest.approx(chance)


def test_difference_without_a_case_says_nothing():
    assert fails_more([]) == 1.0


def test_in_most_runs_is_the_binomial_test_against_one_half():
    assert fails_mostly(Count(8, 7)) == pytest.approx(binomtest(7, 8, 0.5, alternative="greater").pvalue)
    assert passes_mostly(Count(8, 1)) == fails_mostly(Count(8, 7))


def test_holm_corrects_in_steps_and_keeps_the_order_given():
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert holm([]) == []


def test_p_value_that_equals_alpha_holds_whatever_the_rounding():
    assert holds(fails_more([(Count(3, 0), Count(3, 3))]), ALPHA)


@pytest.mark.parametrize(("prior", "current"), [(0, 1), (1, 1), (0, 0)])
def test_runs_to_decide_are_the_fewest_that_decide(prior: int, current: int):
    enough = runs_to_decide(Count(1, prior), Count(1, current), ALPHA / 3)
    assert enough is not None

    def least(runs: int) -> float:
        return min(claims(Count(runs, runs * prior), Count(runs, runs * current)))

    assert holds(least(enough), ALPHA / 3)
    assert not holds(least(enough - 1), ALPHA / 3)


def test_even_rates_are_never_decided():
    assert runs_to_decide(Count(2, 1), Count(2, 1), ALPHA / 3) is None


def test_interval_without_runs_is_everything():
    assert interval(Count(0, 0)) == (0.0, 1.0)
    assert interval(Count(10, 10)) == pytest.approx((0.6915, 1.0), abs=1e-4)


def _ways(total: int, chosen: int) -> int:
    from math import comb

    return comb(total, chosen) if chosen >= 0 else 0

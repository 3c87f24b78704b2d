"""Shares and intervals against values computed by hand; the source's figures and their recount."""

import pytest

from corpus.source_tables import call_sites, comparisons, failure_reports
from corpus.statistics import share, wilson


def by_hand(successes: int, total: int) -> tuple[float, float]:
    """Wilson (1927), written out."""
    z, p = 1.959963984540054, successes / total
    middle = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * (p * (1 - p) / total + z * z / (4 * total * total)) ** 0.5
    return middle - half, middle + half


@pytest.mark.parametrize(("successes", "total"), [(15, 21), (17, 21), (19, 21), (0, 10), (10, 10), (1, 1000)])
def test_wilson_s_interval_is_the_formula_s(successes: int, total: int):
    assert wilson(successes, total) == pytest.approx(by_hand(successes, total), abs=1e-9)


def test_share_of_nothing_says_nothing():
    one = share("x", 0, 0)

    assert (one.share, one.low, one.high) == (0.0, 0.0, 1.0)


def test_published_figures_stand_beside_their_recount():
    assert [(one.published, one.recounted) for one in comparisons()] == [
        ((15, 21), (17, 21)),
        ((17, 21), (17, 21)),
        ((19, 21), (19, 21)),
    ]


def test_sources_tables_have_their_21_rows_and_21_sites():
    assert [row.row for row in failure_reports().rows] == list(range(1, 22))
    for row in call_sites().rows:
        assert row.sites == row.explicit + row.implicit + row.missing

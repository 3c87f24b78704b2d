"""Measures against values worked out by hand."""

import numpy as np
import pytest

from classifier.labels import Column
from classifier.measures import (
    label_scores,
    macro_interval,
    precision_at_recall,
    recall_at_precision,
    reliability,
    risk_coverage,
    weakness_among_first,
)

TRUTHS = np.array([[1, 0], [1, 1], [0, 1], [0, 0]], dtype=np.int8)
RANKING = np.array([[0.9, 0.1], [0.4, 0.8], [0.6, 0.7], [0.2, 0.3]])


def test_precision_at_a_recall_counts_the_likeliest_until_enough_true_tags_are_found():
    assert precision_at_recall(RANKING, TRUTHS, recall=0.75) == 1.0
    assert precision_at_recall(RANKING, TRUTHS, recall=1.0) == pytest.approx(4 / 5)


def test_recall_at_a_precision_is_the_largest_that_keeps_it():
    assert recall_at_precision(RANKING, TRUTHS, precision=1.0) == 0.75
    assert recall_at_precision(RANKING, TRUTHS, precision=0.8) == 1.0


def test_recall_at_a_precision_nobody_reaches_is_nought():
    assert recall_at_precision(1 - RANKING, TRUTHS, precision=0.99) == 0.0


def test_reliability_puts_stated_probability_beside_the_share_that_was_true():
    bins = reliability(np.array([[0.05, 0.95], [0.05, 0.95]]), np.array([[0, 1], [1, 1]]))
    assert [(round(one.stated, 2), one.true, one.count) for one in bins] == [(0.05, 0.5, 2), (0.95, 1.0, 2)]


def test_risk_falls_when_only_certain_reports_are_kept():
    suggested = (RANKING >= 0.5).astype(np.int8)
    points = risk_coverage(RANKING, suggested, TRUTHS)
    assert points[-1].coverage == 1.0
    assert points[0].risk <= points[-1].risk


def test_interval_of_f1_holds_the_value_and_narrows_to_it_when_all_is_right():
    score = label_scores((Column("f", "a"), Column("f", "b")), RANKING, TRUTHS, TRUTHS)[0]
    assert (score.f1, score.high) == (1.0, 1.0)
    low, high = macro_interval((RANKING >= 0.65).astype(np.int8), TRUTHS)
    assert low < high


def test_weaknesses_are_ranked_within_their_pattern_only():
    columns = (Column("weaknesses", "P1.a"), Column("weaknesses", "P1.b"), Column("weaknesses", "P2.c"))
    probabilities, truths = np.array([[0.1, 0.5, 0.9]]), np.array([[1, 0, 0]])
    assert weakness_among_first(probabilities, truths, columns, first=1) == (0, 1)
    assert weakness_among_first(probabilities, truths, columns, first=2) == (1, 1)

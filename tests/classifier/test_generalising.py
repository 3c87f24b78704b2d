"""The learning curve learns from less, and what is left out is in no training part."""

import numpy as np
import pytest

from classifier.encoder import Encoder
from classifier.evaluation import Learned, Unseen, deciding
from classifier.generalising import REST, SHARES, kinds, learning_curve, left_out, some, unseen_kinds
from classifier.limits import limits
from classifier.model import Space
from classifier.service import make_space
from classifier.training import Examples, make_examples
from classifier.ways import baselines
from corpus.shipped import load_corpus
from taxonomy import shipped_taxonomy

CORPUS = sorted(load_corpus(), key=lambda report: report.id)
REPORTS = CORPUS[::14]
WAY = baselines(shipped_taxonomy())[-1]  # one regression per label: quick


@pytest.fixture(scope="module")
def task(encoder: Encoder) -> tuple[Examples, Space]:
    space = make_space(shipped_taxonomy(), encoder)
    return deciding(make_examples(REPORTS, encoder, space.columns), space)


@pytest.fixture(scope="module")
def curve(task: tuple[Examples, Space]) -> tuple[Learned, ...]:
    return learning_curve(WAY, *task, shipped_taxonomy(), seeds=(1,))


@pytest.fixture(scope="module")
def unseen(task: tuple[Examples, Space]) -> tuple[Unseen, ...]:
    return unseen_kinds(WAY, REPORTS, *task, shipped_taxonomy())


def test_smaller_share_is_part_of_a_larger_one_and_the_whole_is_the_whole():
    rows = np.arange(10, 30)
    quarter, half = (some(rows, share, seed=3) for share in (0.25, 0.5))
    assert len(quarter) == 5
    assert set(quarter) < set(half) < set(rows)
    assert (some(rows, 1.0, seed=3) == rows).all()


def test_what_is_left_out_is_learned_from_by_none_and_judged_once():
    names = ["a", "b", "a", "c", "b", "a"]
    parts = left_out(names)
    assert sorted(np.concatenate([rest for _, rest in parts])) == list(range(6))
    for train, rest in parts:
        assert {names[row] for row in train}.isdisjoint({names[row] for row in rest})
        assert len(train) + len(rest) == 6


def test_kinds_with_few_incidents_are_left_out_together():
    assert set(kinds(CORPUS, "voice")) == {"terse", "timeline", "manager", "on-call", "narrative"}
    assert set(kinds(CORPUS, "kind")) == {"issue", "news", REST}


def test_curve_has_a_point_for_every_share(curve: tuple[Learned, ...]):
    assert [one.share for one in curve] == list(SHARES)
    assert [one.reports for one in curve] == [6, 12, 18, 24]
    assert curve[0].macro_f1 < curve[-1].macro_f1 < 1


def test_every_incident_is_judged_once_by_each_field(unseen: tuple[Unseen, ...]):
    for field in ("voice", "kind"):
        found = [one for one in unseen if one.field == field]
        *each, together = found
        assert sum(one.reports for one in each) == together.reports == len(REPORTS)
        assert all(one.reports + one.learned_from == len(REPORTS) for one in each)


def test_limits_are_told_in_two_tables(curve: tuple[Learned, ...], unseen: tuple[Unseen, ...]):
    text = "\n".join(limits(curve, unseen))
    assert "| 25% | 6 |" in text
    assert "| voice: together | 30 |" in text

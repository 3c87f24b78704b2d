"""Contradictory answers end in "cannot tell", and answers that some cause explains do not."""

import numpy as np
import pytest

from diagnostics import Cases, Engine, Observed, shipped_catalogue
from diagnostics.evaluation import evaluate
from diagnostics.surprise import TAIL, find_clash, tail_of
from taxonomy import Taxonomy, shipped_taxonomy
from tests.diagnostics.test_evaluation import known  # noqa: F401 - a fixture

RATES = {"own": np.array([0.9, 0.1, 0.1]), "other": np.array([0.1, 0.9, 0.1]), "weak": np.array([0.5, 0.5, 0.5])}
EVEN = np.ones(3) / 3


@pytest.fixture
def engine(known: Cases, taxonomy: Taxonomy) -> Engine:  # noqa: F811
    return Engine(taxonomy, shipped_catalogue(), known)


def test_tail_of_the_likeliest_answers_is_one_and_of_the_unlikeliest_their_probability():
    rates = {"a": 0.9, "b": 0.8}

    assert tail_of(rates, {"a": True, "b": True}) == 1.0
    assert tail_of(rates, {"a": False, "b": False}) == pytest.approx(0.02, abs=0.01)


def test_tail_does_not_hang_on_the_order_of_the_answers():
    rates = {"a": 0.9, "b": 0.8, "c": 0.3}

    assert tail_of(rates, {"a": True, "b": False, "c": True}) == tail_of(
        dict(reversed(rates.items())), {"c": True, "b": False, "a": True}
    )


def test_answers_that_one_candidate_explains_do_not_clash():
    assert find_clash(RATES, {"own": True, "other": False}, EVEN, np.array([0.8, 0.1, 0.1])) is None


def test_two_answers_that_exclude_each_other_are_named():
    sure = {"own": np.array([0.99, 0.01]), "other": np.array([0.01, 0.99]), "weak": np.array([0.5, 0.5])}
    even = np.ones(2) / 2

    clash = find_clash(sure, {"own": True, "other": True, "weak": True}, even, even)

    assert clash is not None
    assert set(clash.checks) == {"own", "other"}
    assert clash.tail < TAIL


def test_single_answer_contradicts_nothing():
    assert find_clash({"a": np.array([0.001])}, {"a": True}, np.ones(1), np.ones(1)) is None


def test_yes_to_every_check_cannot_be_told(engine: Engine):
    for label in ("hang", "destructive-action", "unavailable"):
        step = engine.step(Observed((label,), None, dict.fromkeys(engine.checks, "yes")))

        assert step.status == "contradictory"
        assert step.clash is not None
        assert step.clash.tail == 0.0


@pytest.mark.parametrize("label", [label.id for label in shipped_taxonomy().labels("symptoms")])
def test_yes_to_whatever_is_asked_ends_in_no_verdict_from_whatever_symptom_it_began(engine: Engine, label: str):
    answers: dict[str, str] = {}
    while (step := engine.step(Observed((label,), None, answers))).status == "asking":
        assert step.next_check is not None
        answers[step.next_check.id] = "yes"

    assert step.status in ("contradictory", "undecided")


def test_verdict_on_yes_alone_waits_for_a_check_that_the_first_candidate_denies(engine: Engine):
    own = {"about-events": "yes"}
    step = engine.step(Observed(("replay-mismatch",), None, own))
    assert (step.status, step.control) == ("asking", True)
    assert step.next_check is not None

    after = engine.step(Observed(("replay-mismatch",), None, {**own, step.next_check.id: "no"}))
    refused = engine.step(Observed(("replay-mismatch",), None, {**own, step.next_check.id: "unknown"}))

    assert (after.status, after.ranking[0][0]) == ("decided", step.ranking[0][0])
    assert refused.control


def test_no_to_every_check_is_no_contradiction_but_none_of_the_known_weaknesses(engine: Engine):
    step = engine.step(Observed(("hang",), None, dict.fromkeys(engine.checks, "no")))

    assert (step.status, step.ranking[0][0]) == ("decided", "none-of-these")


def test_outside_and_a_weakness_at_once_are_the_clash(engine: Engine):
    checks = engine.checks.values()
    outside = [check.id for check in checks if check.about == ("locus:outside",)]
    inside = [check.id for check in checks if check.about == ("weaknesses:P5.timer",)]

    step = engine.step(Observed(("no-action",), None, dict.fromkeys([*outside, *inside], "yes")))

    assert step.status == "contradictory"
    assert step.clash is not None
    assert set(step.clash.checks) & set(outside)
    assert set(step.clash.checks) & set(inside)


@pytest.mark.parametrize(("noise", "most"), [(0.0, 0.0), (0.1, 0.02)])
def test_truthful_answers_are_hardly_ever_called_contradictory(
    known: Cases,  # noqa: F811
    taxonomy: Taxonomy,
    noise: float,
    most: float,
):
    best = evaluate(known.cases[::4], known, taxonomy, shipped_catalogue(), noise=noise)[0]

    assert best.contradictory <= most

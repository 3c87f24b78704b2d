"""The explanation: weights that add up, cases for and against."""

import numpy as np
import pytest

from diagnostics import Engine, Observed, cases_of, shipped_catalogue
from diagnostics.explanation import explain, matching, turn, turn_words
from taxonomy import Taxonomy, shipped_taxonomy
from tests.diagnostics.test_engine import CASES


@pytest.fixture
def engine(taxonomy: Taxonomy) -> Engine:
    return Engine(taxonomy, shipped_catalogue(), cases_of(CASES))


def observed(engine: Engine) -> Observed:
    check = next(check for check in engine.checks.values() if check.about == ("weaknesses:P4.no-gate",))
    return Observed(("destructive-action",), "autonomous", {check.id: "yes"})


def test_yes_to_its_own_check_speaks_for_a_cause_and_against_its_rival(engine: Engine):
    seen = observed(engine)
    own = next(weight for weight in explain(engine, seen, "P4.no-gate") if weight.kind == "answer")
    rival = next(weight for weight in explain(engine, seen, "P5.lost-state") if weight.kind == "answer")

    assert own.bits > 1
    assert rival.bits < 0


def test_single_weight_is_the_change_of_the_odds(engine: Engine):
    before, after = engine.posterior(Observed((), "autonomous")), engine.posterior(Observed(("hang",), "autonomous"))
    index = engine.hypotheses.index("P4.no-supervision")
    odds = [posterior[index] / (1 - posterior[index]) for posterior in (before, after)]
    rest = np.delete(before, index)
    logs = next(logs for kind, _, logs in engine.evidence(Observed(("hang",), "autonomous")) if kind == "symptom")
    expected = np.log2(np.exp(logs[index]) / (np.delete(np.exp(logs), index) @ rest / rest.sum()))

    assert np.log2(odds[1] / odds[0]) == pytest.approx(expected)


def test_cases_with_the_symptoms_are_parted_by_cause(engine: Engine):
    for_it, against = matching(engine.cases, observed(engine), "P4.no-gate")

    assert for_it == [f"gate-{number}" for number in range(6)]
    assert against == []


def test_what_would_change_the_first_candidate_is_the_answer_that_lowers_it_most(engine: Engine):
    seen = observed(engine)

    found = turn(engine, seen, "P4.no-gate")

    assert found is not None
    assert found.check not in seen.answers
    after = engine.step(Observed(seen.symptoms, seen.runtime, {**seen.answers, found.check: found.answer}))  # type: ignore[dict-item]
    assert dict(after.ranking)["P4.no-gate"] == pytest.approx(found.probability)
    assert after.ranking[0][0] == found.first
    assert found.probability < engine.posterior(seen)[engine.hypotheses.index("P4.no-gate")]


def test_what_would_change_another_candidate_raises_it(engine: Engine):
    seen = observed(engine)

    found = turn(engine, seen, "P5.lost-state")

    assert found is not None
    assert found.probability > engine.posterior(seen)[engine.hypotheses.index("P5.lost-state")]
    assert f"would make it {found.probability:.0%}" in turn_words(
        found, "P5.lost-state", shipped_taxonomy(), shipped_catalogue()
    )


def test_nothing_would_change_where_every_check_is_answered(engine: Engine):
    assert turn(engine, Observed(("hang",), None, dict.fromkeys(engine.checks, "no")), "P4.no-gate") is None

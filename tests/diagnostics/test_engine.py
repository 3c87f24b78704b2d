"""The engine: pure, order-free, honest about what it does not know."""

import itertools

import numpy as np
import pytest

from diagnostics import Engine, Observed, cases_of, shipped_catalogue
from diagnostics.cases import Cases, case_of
from diagnostics.model import NONE, OUTSIDE, VARIANCE, Check
from taxonomy import Taxonomy, shipped_taxonomy

GATE = {
    "locus": ["sdb"],
    "sdb_parts": ["verifier"],
    "weaknesses": ["P4.no-gate"],
    "patterns": ["P4"],
    "symptoms": ["destructive-action"],
    "runtime": ["autonomous"],
}
LOST = {
    "locus": ["sdb"],
    "sdb_parts": ["commit"],
    "weaknesses": ["P5.lost-state"],
    "patterns": ["P5"],
    "symptoms": ["lost-progress"],
    "runtime": ["long-horizon"],
}
BUG = {"locus": ["outside"], "symptoms": ["unavailable"], "runtime": ["autonomous"]}
CASES = {f"gate-{n}": GATE for n in range(6)} | {f"lost-{n}": LOST for n in range(4)} | {"bug": BUG}


@pytest.fixture
def engine(taxonomy: Taxonomy) -> Engine:
    return Engine(taxonomy, shipped_catalogue(), cases_of(CASES))


def first(engine: Engine, observed: Observed) -> str:
    return engine.step(observed).ranking[0][0]


def test_probabilities_sum_to_one(engine: Engine):
    posterior = engine.posterior(Observed(("destructive-action",), "autonomous"))

    assert posterior.sum() == pytest.approx(1.0)
    assert (posterior > 0).all()


def test_symptom_leads_to_the_cause_its_cases_had(engine: Engine):
    assert first(engine, Observed(("destructive-action",))) == "P4.no-gate"
    assert first(engine, Observed(("lost-progress",), "long-horizon")) == "P5.lost-state"


def test_answers_in_any_order_give_the_same_bits(engine: Engine):
    answers = [("patterns-p4", "yes"), *((check, "no") for check in list(engine.checks)[:3])]
    answers = [(check, answer) for check, answer in answers if check in engine.checks]

    posteriors = [
        engine.posterior(Observed(("hang",), None, dict(order))).tobytes() for order in itertools.permutations(answers)
    ]

    assert len(set(posteriors)) == 1


def test_don_t_know_changes_nothing_but_is_not_asked_again(engine: Engine):
    before = engine.step(Observed(("hang",)))
    assert before.next_check is not None

    after = engine.step(Observed(("hang",), None, {before.next_check.id: "unknown"}))

    assert after.ranking == before.ranking
    assert after.next_check != before.next_check


def test_no_verdict_without_an_answer(taxonomy: Taxonomy):
    certain = Engine(taxonomy, shipped_catalogue(), cases_of({f"gate-{n}": GATE for n in range(5000)}))

    assert certain.step(Observed(("destructive-action",))).status == "asking"


def test_yes_to_a_check_about_one_weakness_raises_it(engine: Engine):
    check = next(check for check in engine.checks.values() if check.about == ("weaknesses:P5.timer",))
    index = engine.hypotheses.index("P5.timer")
    before, after, against = (
        engine.posterior(Observed(("no-action",), None, answers))[index]
        for answers in ({}, {check.id: "yes"}, {check.id: "no"})
    )

    assert against < before < after


def test_truthful_answers_lead_to_the_cause(engine: Engine, taxonomy: Taxonomy):
    truth = case_of("case", LOST).references
    answers: dict[str, str] = {}
    for _ in range(12):
        step = engine.step(Observed(("lost-progress",), "long-horizon", answers))
        if step.status != "asking" or step.next_check is None:
            break
        answers[step.next_check.id] = "no" if truth.isdisjoint(step.next_check.about) else "yes"

    assert step.status == "decided"
    assert step.ranking[0][0] == "P5.lost-state"


def test_information_is_never_negative_and_at_most_one_bit(engine: Engine):
    posterior = engine.posterior(Observed(("hang",)))

    for check in engine.checks.values():
        assert -1e-9 <= engine.information(check, posterior) <= 1.0


def test_hypotheses_of_a_case_are_its_weaknesses_or_why_it_has_none():
    assert case_of("a", GATE).hypotheses == {"P4.no-gate"}
    assert case_of("b", BUG).hypotheses == {OUTSIDE}
    assert case_of("c", {"locus": ["proposer"]}).hypotheses == {VARIANCE}
    assert case_of("d", {"locus": ["sdb"], "sdb_parts": ["reject_signal"]}).hypotheses == {NONE}


def test_case_is_never_evidence_about_itself():
    cases = cases_of(CASES)

    assert "bug" not in {case.id for case in cases.without("bug").cases}
    assert len(cases.without("bug").cases) == len(CASES) - 1


def test_engine_without_any_case_rests_on_the_signatures(taxonomy: Taxonomy):
    empty = Engine(taxonomy, shipped_catalogue(), Cases(()))

    posterior = empty.posterior(Observed(("duplicate-effect",)))

    assert np.isfinite(posterior).all()
    likeliest = empty.hypotheses[int(posterior.argmax())]
    assert any("duplicate-effect" in signature.symptoms for signature in shipped_catalogue().of(likeliest))


def test_check_that_says_nothing_is_refused():
    fields = {"id": "x", "question": "?", "look": "there", "minutes": 1, "about": ["locus:outside"]}

    with pytest.raises(ValueError, match="says nothing"):
        Check.model_validate({**fields, "yes_if_so": 0.4, "yes_if_not": 0.6})


def test_engine_is_the_same_for_the_shipped_taxonomy():
    assert len(Engine(shipped_taxonomy(), shipped_catalogue(), Cases(())).hypotheses) == 33

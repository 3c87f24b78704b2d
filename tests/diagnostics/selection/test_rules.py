"""What follows from answers: the whole table of predicates, what is not known, and what contradicts."""

from itertools import product

import pytest

from diagnostics import shipped_catalogue
from diagnostics.selection import Answers, make_record, shipped_selection
from diagnostics.selection.record import Record
from diagnostics.selection.rules import COST_QUESTION, contradictions, settle, usable
from taxonomy import shipped_taxonomy

SELECTION = shipped_selection()
TOPICS = ("runtime", "spine", "P1", "P2", "P4", "P6")
ASKED = {topic: sorted({name for rule in SELECTION.of(topic) for name in rule.when}) for topic in TOPICS}


def record(**given: str) -> Record:
    return make_record(SELECTION, Answers(given), shipped_taxonomy())


def spine(p1: str, p2: str, p3: str) -> str | None:
    """Say the source's table by hand, apart from the rules."""
    if p1 == "no":
        return "P3"
    if p2 == "no":
        return "none"
    return "P5" if p3 == "yes" else COST_QUESTION


@pytest.mark.parametrize("answers", [*product(("yes", "no"), repeat=3)])
def test_spine_follows_the_table_of_predicates(answers: tuple[str, str, str]):
    assert settle(SELECTION, "spine", dict(zip(("p1", "p2", "p3"), answers, strict=True))).choice == spine(*answers)


@pytest.mark.parametrize("owner", ["yes", "no"])
@pytest.mark.parametrize("others", [*product(("yes", "no"), repeat=2)])
def test_p1_needs_all_three_and_p2_and_p6_any(owner: str, others: tuple[str, str]):
    answers = (owner, *others)
    for topic, names, combine in (
        ("P1", ("single_owner", "independent_tasks", "mergeable"), all),
        ("P2", ("peers_outside", "partial_useful", "partial_write_costs"), any),
        ("P6", ("consequential", "outside_policy", "auditors_ask"), any),
    ):
        expected = "in" if combine(answer == "yes" for answer in answers) else "out"
        assert settle(SELECTION, topic, dict(zip(names, answers, strict=True))).choice == expected


@pytest.mark.parametrize(("effect", "choice"), [("yes", "in"), ("no", "out")])
def test_p4_follows_any_effect_outside(effect: str, choice: str):
    assert settle(SELECTION, "P4", {"outside_effect": effect}).choice == choice


@pytest.mark.parametrize("topic", TOPICS)
def test_a_gap_is_bridged_only_if_every_way_of_filling_it_gives_the_same(topic: str):
    names = ASKED[topic]
    options = [tuple(SELECTION.questions[name].options) for name in names]
    for answers in product(*((*known, None) for known in options)):
        used = {name: answer for name, answer in zip(names, answers, strict=True) if answer}
        fillings = product(*([a] if a else known for a, known in zip(answers, options, strict=True)))
        outcomes = {settle(SELECTION, topic, dict(zip(names, full, strict=True))).choice for full in fillings}
        verdict = settle(SELECTION, topic, used)
        assert verdict.choice == (outcomes.pop() if len(outcomes) == 1 else None), used
        assert bool(verdict.fired) == (verdict.choice is not None), used
        assert bool(verdict.find_out) == (verdict.choice is None), used
        assert set(verdict.find_out) <= set(names) - set(used)


@pytest.mark.parametrize("answers", [*product(("yes", "no", "unknown"), repeat=3)])
def test_every_record_of_the_spine_says_why_or_what_to_find_out(answers: tuple[str, str, str]):
    line = record(**dict(zip(("p1", "p2", "p3"), answers, strict=True))).lines[1]

    assert bool(line.reasons) == (line.status != "open")
    assert bool(line.find_out) == bool(line.possible) == (line.status == "open")
    assert all(one.text and one.find_out for one in line.find_out)
    assert bool(line.if_wrong) == (line.status != "open")


def test_case_on_which_readers_disagree_lists_their_readings_and_decides_nothing():
    found = record(p1="yes", p2="yes", p3="no")
    line = found.lines[1]

    assert line.status == "trade-off"
    assert len(line.readings) == 3
    assert {one.source for one in line.readings} == {
        "reader: paper digest",
        "reader: Value-Vault, its code",
        "reader: Value-Vault, its template of the record",
    }
    assert len(line.would_decide) >= 2
    assert "P3" not in found.patterns
    assert "P5" not in found.patterns


def test_unknown_answer_that_cannot_matter_is_not_asked_for():
    assert settle(SELECTION, "spine", {"p2": "no"}).find_out == ("p1",)
    assert settle(SELECTION, "spine", {"p1": "yes", "p2": "no"}).choice == "none"


@pytest.mark.parametrize(
    ("given", "disputed"),
    [
        ({"unit_of_work": "seconds", "p1": "yes", "p2": "yes", "p3": "yes"}, {"unit_of_work", "p1"}),
        ({"world_changes": "no", "p1": "yes", "p2": "yes", "p3": "yes"}, {"world_changes", "p3"}),
        ({"peers_outside": "yes", "outside_effect": "no"}, {"peers_outside", "outside_effect"}),
    ],
)
def test_contradiction_is_named_and_neither_answer_is_used(given: dict[str, str], disputed: set[str]):
    assert len(contradictions(SELECTION, given)) == 1
    assert set(usable(SELECTION, given)) == set(given) - disputed
    assert record(**given).contradictions


def test_contradiction_leaves_what_depends_on_it_open():
    found = record(unit_of_work="seconds", p1="yes", p2="yes", p3="yes")

    assert [line.status for line in found.lines[:2]] == ["open", "open"]
    assert found.runtime is None


def test_choice_that_does_not_depend_on_a_contradiction_stands():
    assert record(world_changes="no", p1="yes", p2="no", p3="yes").lines[1].status == "decided"


@pytest.mark.parametrize("answers", [*product(("yes", "no", "unknown"), repeat=2)])
def test_a_quick_unit_without_pauses_contradicts_nothing(answers: tuple[str, str]):
    given = {"unit_of_work": "seconds", "p1": "no", "p2": answers[0], "p3": answers[1]}

    assert contradictions(SELECTION, given) == ()


@pytest.mark.parametrize(
    ("given", "signature"),
    [
        ({"single_owner": "yes", "independent_tasks": "yes", "mergeable": "yes"}, "left-half-done"),
        ({"peers_outside": "yes", "single_owner": "no"}, "helper-believed-on-its-word"),
    ],
)
def test_one_coordination_pattern_without_the_other_has_its_signature(given: dict[str, str], signature: str):
    none = {"peers_outside": "no", "partial_useful": "no", "partial_write_costs": "no"}
    line = record(**{**none, **given}).lines[2]

    assert [one.signature for one in line.if_wrong] == [signature]
    assert signature in shipped_catalogue().signatures


def test_missing_control_has_its_signatures():
    line = record(outside_effect="no", consequential="no", outside_policy="no", auditors_ask="no").lines[3]

    assert [one.signature for one in line.if_wrong] == ["nothing-in-the-way", "no-way-to-a-person"]
    assert line.choice == "None; nothing to bound"


def test_build_step_falls_away_with_its_pattern():
    none = dict.fromkeys(("single_owner", "peers_outside", "partial_useful", "partial_write_costs"), "no")
    found = record(**none, outside_effect="yes", consequential="no", outside_policy="no", auditors_ask="no")

    assert [step.needed for step in found.build_order] == [True, True, True, False, False]
    assert found.build_order[2].text == "The one agent, alone"
    assert found.lines[4].choice == "State schema and observability → Gate and audit log → The one agent, alone"
    assert [step.needed for step in record().build_order] == [True, None, None, None, None]

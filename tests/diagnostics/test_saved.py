"""A saved diagnosis read back: order does not matter, disagreement is not decided silently, the timeline tells all."""

import itertools

from hypothesis import given
from hypothesis import strategies as some

from corpus.store import SavedAnswer, SavedDiagnosis
from diagnostics import Observed, shipped_catalogue
from diagnostics.saved import changes, disputed, last_of, observed_of, seen, standing, timeline
from taxonomy import Taxonomy, shipped_taxonomy

WHEN = "2026-03-04T05:06:07+00:00"
CHECKS = sorted(shipped_catalogue().checks)


def row(seq: int, check: str, answer: str, name: str = "", takes_back: int | None = None) -> SavedAnswer:
    return SavedAnswer(seq, check, answer, name, WHEN, takes_back)  # type: ignore[arg-type]


def saved(*rows: SavedAnswer) -> SavedDiagnosis:
    return SavedDiagnosis("0" * 32, WHEN, "Ann", ("hang",), "autonomous", "", "open", rows)


def read(*rows: SavedAnswer) -> Observed:
    return observed_of(saved(*rows), shipped_taxonomy(), shipped_catalogue())


def test_answers_become_what_the_engine_knows():
    assert read(row(1, CHECKS[0], "yes"), row(2, CHECKS[1], "unknown")) == Observed(
        ("hang",), "autonomous", {CHECKS[0]: "yes", CHECKS[1]: "unknown"}
    )


answers = some.lists(
    some.tuples(some.sampled_from(CHECKS[:4]), some.sampled_from(["yes", "no", "unknown"])), max_size=6
)


@given(answers, some.randoms())
def test_same_answers_in_any_order_are_the_same(given_answers: list[tuple[str, str]], chance):
    shuffled = chance.sample(given_answers, len(given_answers))
    first, second = (
        read(*(row(seq, *one) for seq, one in enumerate(order, start=1))) for order in (given_answers, shuffled)
    )

    assert first == second


def test_taken_back_answer_no_longer_counts_but_a_second_one_does():
    rows = [row(1, CHECKS[0], "yes", "Ann"), row(2, CHECKS[0], "yes", "Bo"), row(3, CHECKS[0], "taken-back", "Ann", 1)]

    assert [one.name for one in standing(saved(*rows))[CHECKS[0]]] == ["Bo"]
    assert read(*rows[:1], rows[2]).answers == {}


def test_yes_beside_no_counts_as_unknown_and_is_named():
    for order in itertools.permutations(["yes", "no", "unknown"]):
        rows = [row(seq, CHECKS[0], answer) for seq, answer in enumerate(order, start=1)]
        assert read(*rows).answers == {CHECKS[0]: "unknown"}
        assert disputed(saved(*rows)) == [CHECKS[0]]


def test_knowing_outweighs_not_knowing():
    assert read(row(1, CHECKS[0], "unknown"), row(2, CHECKS[0], "no")).answers == {CHECKS[0]: "no"}


def test_back_finds_the_responder_s_own_last_answer():
    rows = [row(1, CHECKS[0], "yes", "Ann"), row(2, CHECKS[1], "no", "Bo"), row(3, CHECKS[2], "no", "Ann")]

    assert last_of(saved(*rows), "Ann") == rows[2]
    assert last_of(saved(*rows, row(4, CHECKS[2], "taken-back", "Ann", 3)), "Ann") == rows[0]
    assert last_of(saved(*rows), "Cy") is None


def test_back_of_a_responder_without_a_name_leaves_the_answers_of_others_without_one():
    rows = [row(1, CHECKS[0], "yes"), row(2, CHECKS[1], "no")]

    assert last_of(saved(*rows), "", own={1}) == rows[0]
    assert last_of(saved(*rows), "") is None


def test_check_and_label_this_version_does_not_know_are_left_out_and_still_told(taxonomy: Taxonomy):
    rows = [row(1, "retired-check", "yes"), row(2, "symptoms:retired-symptom", "yes"), row(3, "runtime:no-such", "yes")]

    assert read(*rows) == Observed(("hang",), None, {})
    told = [moment.words for moment in timeline(saved(*rows), taxonomy, shipped_catalogue())]
    assert told[1].startswith("retired-check (a check this version does not know) yes")


def test_changed_symptoms_and_runtime_are_rows_that_lead_there():
    wanted = ("cost-spike", "unavailable"), "long-horizon"
    rows = [row(seq, *one) for seq, one in enumerate(changes(saved(), *wanted), start=1)]

    assert seen(saved(*rows)) == wanted
    assert list(changes(saved(*rows), *wanted)) == []
    assert seen(saved(*rows, row(9, "runtime:long-horizon", "no")))[1] is None


def test_timeline_tells_who_said_what_when(taxonomy: Taxonomy):
    rows = [row(1, CHECKS[0], "yes", "Bo"), row(2, CHECKS[0], "taken-back", "", 1), row(3, "", "ended", "Ann")]

    moments = timeline(saved(*rows), taxonomy, shipped_catalogue())

    question = shipped_catalogue().checks[CHECKS[0]].question
    assert [(moment.name, moment.words) for moment in moments[1:]] == [
        ("Bo", f"{question} yes"),
        ("unnamed responder", f"{question} taken back: yes"),
        ("Ann", "Diagnosis ended"),
    ]
    assert moments[0].words.startswith("Began with: ")
    assert {moment.at for moment in moments} == {WHEN}

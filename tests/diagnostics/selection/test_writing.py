"""The record as Markdown and as data: six lines, each with its reason, its signature and how sure it is; and counts."""

import json
from datetime import date

import pytest

from corpus import Report, commit
from corpus.store import Store
from diagnostics import shipped_catalogue
from diagnostics.selection import Answers, Place, make_answers, make_record, shipped_selection
from diagnostics.selection.evidence import weaknesses_seen
from diagnostics.selection.writing import to_data, to_markdown
from taxonomy import Taxonomy, shipped_taxonomy

SELECTION, TAXONOMY, CATALOGUE = shipped_selection(), shipped_taxonomy(), shipped_catalogue()
PLACES = (Place("Refund", "by the payment API"), Place("Mail"))


def whole(workload: str, model: str = "model-1") -> Answers:
    return Answers(SELECTION.presets[workload].plain(), model, date(2026, 11, 22), PLACES)


@pytest.mark.parametrize("workload", SELECTION.presets)
def test_data_has_six_lines_each_with_its_expectation_and_how_sure_it_is(workload: str):
    record = make_record(SELECTION, whole(workload), TAXONOMY)
    data = json.loads(json.dumps(to_data(record, TAXONOMY, CATALOGUE, [])))

    assert [line["number"] for line in data["lines"]] == [1, 2, 3, 4, 5, 6]
    for line in data["lines"]:
        assert line["because"] or line["find_out"]
        assert line["if_wrong"] or line["status"] == "open"
        for claim in (*line["because"], *line["if_wrong"], *line["remarks"], *line["readings"]):
            assert claim["certainty"] in ("seen", "inferred", "not-found")
            assert claim["source"]
        for expected in line["if_wrong"]:
            assert (
                expected["signature"] is None
                or expected["about"] == CATALOGUE.signatures[expected["signature"]].subject
            )


def test_answers_in_the_data_give_the_same_record_again():
    data = to_data(make_record(SELECTION, whole("W5"), TAXONOMY), TAXONOMY, CATALOGUE, [])
    again = make_record(SELECTION, make_answers(data["answers"], SELECTION, "again"), TAXONOMY)

    assert to_data(again, TAXONOMY, CATALOGUE, []) == data


def test_every_place_gets_a_block_for_the_four_parts():
    record = make_record(SELECTION, whole("W5"), TAXONOMY)
    text = to_markdown(record, TAXONOMY, CATALOGUE, [])

    assert text.count("(to be filled in)") == 4 * len(PLACES)
    for place in to_data(record, TAXONOMY, CATALOGUE, [])["places"]:
        assert [part["part"] for part in place["parts"]] == ["proposer", "verifier", "commit", "reject_signal"]
    assert "### Refund" in text
    assert "> by the payment API" in text


def test_date_and_model_make_the_sixth_line():
    known = make_record(SELECTION, whole("W5"), TAXONOMY).lines[5]
    unknown = make_record(SELECTION, whole("W5", "unknown"), TAXONOMY).lines[5]

    assert (known.status, known.choice, known.find_out) == ("decided", "2026-11-22, model-1", ())
    assert (unknown.status, unknown.choice) == ("open", "2026-11-22, model version not known")
    assert "exactly as the provider names it" in unknown.find_out[0].find_out


def test_markdown_says_what_is_a_workload_s_and_how_sure():
    text = to_markdown(make_record(SELECTION, whole("W2"), TAXONOMY), TAXONOMY, CATALOGUE, [])

    assert "Batch scanner (its exact name is not known)" in text
    assert "- Published for this workload: P2 (said by reader: paper digest)" in text
    assert "P1 still open; P2 still open" in text


def test_markdown_names_contradictions_and_readings():
    given = {"unit_of_work": "seconds", "p1": "yes"}
    assert "**Contradiction.**" in to_markdown(
        make_record(SELECTION, Answers(given), TAXONOMY), TAXONOMY, CATALOGUE, []
    )

    given = {"p1": "yes", "p2": "yes", "p3": "no"}
    text = to_markdown(make_record(SELECTION, Answers(given), TAXONOMY), TAXONOMY, CATALOGUE, [])
    assert text.count("- A reading: ") == 3


def test_weaknesses_are_counted_for_the_chosen_runtime_and_patterns(store: Store, report: Report, taxonomy: Taxonomy):
    commit(report, store, taxonomy, actor="ann", state="published")
    autonomous = {"unit_of_work": "minutes", "outside_effect": "yes"}
    record = make_record(SELECTION, Answers(autonomous), taxonomy)

    share = weaknesses_seen(store, taxonomy, record)[0]
    assert (share.label, share.count, share.total) == ("P4.no-gate", 1, 1)
    assert share.low < 1 == share.high
    text = to_markdown(record, taxonomy, CATALOGUE, [share])
    assert "P4.no-gate No gate: 1 of 1" in text
    assert "reflect what gets reported" in text

    seconds = make_record(SELECTION, Answers({**autonomous, "unit_of_work": "seconds"}), taxonomy)
    assert weaknesses_seen(store, taxonomy, seconds) == []
    without_gate = make_record(SELECTION, Answers({"unit_of_work": "minutes", "outside_effect": "no"}), taxonomy)
    assert weaknesses_seen(store, taxonomy, without_gate) == []

"""Answers from files and from the terminal: good ones are read as they stand, bad ones refused with every reason."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics import DiagnosticsError
from diagnostics.selection import Answers, Place, load_answers, make_answers, shipped_selection
from diagnostics.selection.terminal import converse, keys_of
from diagnostics.selection.writing import answers_data

SELECTION = shipped_selection()
WHOLE: dict[str, Any] = {
    **SELECTION.presets["W4"].plain(),
    "model": "model-2026-05-01",
    "date": "2026-11-22",
    "places": [{"name": "Send order", "notes": "to the other carrier"}],
}


def refusal(data: object) -> str:
    with pytest.raises(DiagnosticsError) as refused:
        make_answers(data, SELECTION, "answers")
    return str(refused.value)


@pytest.mark.parametrize("name", ["answers.json", "answers.yaml", "answers.yml"])
def test_file_is_read_as_it_stands(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_text(json.dumps(WHOLE) if name.endswith("json") else yaml.safe_dump(WHOLE), encoding="utf-8")

    answers = load_answers(path, SELECTION)

    assert answers_data(answers) == WHOLE
    assert answers.places == (Place("Send order", "to the other carrier"),)


def test_yaml_s_own_yes_no_and_dates_are_understood(tmp_path: Path):
    path = tmp_path / "answers.yaml"
    text = yaml.safe_dump({**WHOLE, "date": date(2026, 11, 22), "p1": True, "p2": False})
    path.write_text(text.replace("p1: true", "p1: yes").replace("p2: false", "p2: no"), encoding="utf-8")

    answers = load_answers(path, SELECTION)

    assert (answers.given["p1"], answers.given["p2"], answers.day) == ("yes", "no", date(2026, 11, 22))


def test_all_problems_are_named_in_one_refusal():
    data = {key: value for key, value in WHOLE.items() if key not in ("p2", "model")}
    message = refusal({**data, "p4": "yes", "p1": "maybe", "date": "22.11.", "places": ["x"], "unit_of_work": 5})

    assert "missing: p2 (yes, no or unknown); model (the model's version as text, or unknown)" in message
    assert "unknown key 'p4'." in message
    assert "p1: expected yes, no or unknown, found 'maybe'." in message
    assert "unit_of_work: expected seconds, minutes, hours-days or unknown, found 5." in message
    assert "date: expected a day such as 2026-11-22, found 22.11.." in message
    assert "places, number 1: expected {name, notes}, found 'x'." in message


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"model": 4.6}, "model: expected text (in quotation marks"),
        ({"model": "  "}, "model: expected text"),
        ({"model": "x" * 201}, "201 characters, more than 200"),
        ({"model": "half \ud800"}, "surrogate"),
        ({"date": None}, "date: expected a day"),
        ({"places": {"name": "x"}}, "places: expected a list"),
        ({"places": [{"name": "x"}] * 101}, "at most 100"),
        ({"places": [{"name": "x", "note": "y"}]}, "number 1: expected {name, notes}"),
        ({"places": [{"name": "x", "notes": 3}]}, "number 1, notes: expected text"),
        ({"p1": None}, "p1: expected yes, no or unknown, found None"),
        ({"p1": ["yes"]}, "p1: expected yes, no or unknown, found ['yes']"),
        ({1: "yes"}, "unknown key 1"),
        ({"P1": "yes"}, "Closest match: \"p1\""),
    ],
)  # fmt: skip
def test_bad_value_is_refused(change: dict[Any, Any], words: str):
    assert words in refusal({**WHOLE, **change})


@pytest.mark.parametrize("data", [None, [], "yes", 3])
def test_what_is_no_mapping_is_refused(data: object):
    assert "expected a mapping of questions to answers" in refusal(data)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", b"{", "not valid JSON"),
        ("a.json", b"[" * 100_000, "not valid JSON"),
        ("a.json", b'{"p1": "yes", "p1": "no"}', "key p1 stands twice"),
        ("a.yaml", b"p1: yes\np1: no\n", "stands twice"),
        ("a.yaml", b"p1: [\n", "not valid YAML"),
        ("a.yaml", b"date: 2026-13-45\n", "month must be"),
        ("a.yaml", b"", "found nothing"),
        ("a.yaml", b"\x00\x01", "binary"),
        ("a.yaml", b"p1: \xff\xfe", "not UTF-8"),
        ("a.yaml", b"# " + b"x" * 1_000_001, "more than 1,000,000"),
        ("a.json", b'{"format": "faultline-decision-record"}', "found nothing"),
    ],
)
def test_broken_file_is_refused(tmp_path: Path, name: str, content: bytes, words: str):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(DiagnosticsError, match=words):
        load_answers(path, SELECTION)


def test_file_that_cannot_be_read_is_refused(tmp_path: Path):
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        with pytest.raises(DiagnosticsError, match="Name a file that can be read"):
            load_answers(path, SELECTION)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*WHOLE, "other"]), JSON), st.booleans())
def test_any_data_is_read_or_refused_with_a_reason(data: dict[str, Any], on_top: bool):
    refused: tuple[str, ...] = ()
    try:
        answers = make_answers({**WHOLE, **data} if on_top else data, SELECTION, "answers")
        assert set(answers.given) == set(SELECTION.questions)
        json.dumps(answers_data(answers), ensure_ascii=False).encode()
    except DiagnosticsError as error:
        refused = error.problems
    assert all(problem.startswith("answers: ") for problem in refused)


def talk(*said: str) -> Answers:
    lines = iter(said)
    return converse(SELECTION, lambda _: next(lines), lambda _: None, date(2026, 11, 22))


def test_terminal_asks_every_question_and_one_may_go_back():
    answers = talk("h", "y", "y", "n", "b", "x", "Yes", "y", *"yyyydd", *"yddn", "model 1", "Send order", ".")

    assert list(answers.given.values()) == [
        "hours-days", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "unknown", "unknown",
        "yes", "unknown", "unknown", "no",
    ]  # fmt: skip
    assert answers == Answers(answers.given, "model 1", date(2026, 11, 22), (Place("Send order"),))


@pytest.mark.parametrize("question", SELECTION.questions.values(), ids=lambda question: question.id)
def test_every_answer_has_a_key_of_its_own_in_the_terminal(question):
    assert sorted(keys_of(question).values()) == sorted([*question.options, "unknown"])
    assert "b" not in keys_of(question)

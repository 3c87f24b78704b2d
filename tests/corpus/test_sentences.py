"""Sentences and their exact places."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import locate, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It ran v1.2.3 of foo.py and failed.", ["It ran v1.2.3 of foo.py and failed."]),
        (
            "It used a tool, e.g. Bash, twice. Then it stopped.",
            ["It used a tool, e.g. Bash, twice.", "Then it stopped."],
        ),
        ("See Moffatt v. Air Canada. It lost.", ["See Moffatt v. Air Canada.", "It lost."]),
        ('He said "done." Nobody checked.', ['He said "done."', "Nobody checked."]),
        ("# Heading\n\nA line\n- a bullet. Second\n2. numbered", ["A line", "a bullet.", "Second", "numbered"]),
        (
            "The agent, which nobody was watching at the time, dropped\ntwo tables in production. Nobody asked.",
            ["The agent, which nobody was watching at the time, dropped\ntwo tables in production.", "Nobody asked."],
        ),
        (
            "A list of what it did to the production database\n- dropped it",
            ["A list of what it did to the production database", "dropped it"],
        ),
        ("Short line\nAnother short line", ["Short line", "Another short line"]),
        ("", []),
        ("## Only a heading", []),
    ],
)
def test_text_is_split_into(text: str, sentences: list[str]):
    assert [span.text for span in split_sentences(text)] == sentences


@given(st.text())
def test_every_span_is_what_stands_at_its_place(text: str):
    for span in split_sentences(text):
        assert text[span.start : span.end] == span.text


@given(st.text())
def test_spans_are_in_order_and_apart(text: str):
    spans = split_sentences(text)

    assert all(left.end <= right.start for left, right in pairwise(spans))


def test_sentence_is_found_across_a_line_break():
    span = locate("It dropped\ntwo  tables.", "dropped two tables.")

    assert span is not None
    assert span.text == "dropped\ntwo  tables."


@pytest.mark.parametrize("sentence", ["", "  ", "never written"])
def test_sentence_that_is_not_there_is_not_found(sentence: str):
    assert locate("It dropped two tables.", sentence) is None

"""What the classifier declines, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.screening import screen

GOOD = "The agent dropped two tables in the production database while nobody was looking at what it did."


def test_report_in_english_is_not_declined():
    assert screen(GOOD) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the text is empty"),
        ("  \n ", "the text is empty"),
        ("It broke.", "has 2 words, fewer than 12"),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13 14", "has 0 words"),
        (GOOD + "\x00", "it is binary"),
        (GOOD + "\ud800", "half of a surrogate pair"),
        (f"# {GOOD}", "headings and no sentence"),
        ("word " * 30_000, "has 150,000 characters"),
        ("Der Agent hat die Datenbank gelöscht, und niemand wurde vorher gefragt, ob er das darf.", 'language "de"'),
        (
            'The "agent" that was down: der Agent war weg, und niemand wusste, ob er die Daten gelöscht hat.',
            'language "de"',
        ),
        ("L'agent a supprimé la base de données sans demander à personne, malgré le gel du code.", 'language "fr"'),
    ],
)
def test_text_is_declined_with_a_reason(text: str, words: str):
    reason = screen(text)

    assert reason is not None
    assert words in reason


@given(st.text(max_size=400))
def test_any_text_is_classified_or_declined_in_a_sentence(text: str):
    reason = screen(text)

    assert reason is None or reason.endswith((".", "it."))

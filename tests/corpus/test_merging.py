"""Merging: what only one person touched is taken, what both touched is put to a person, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Report
from corpus.merging import BREAK, Clash, merge, merge_text, paragraphs, resolve
from taxonomy import Taxonomy
from tests.conftest import TAGS

BASE = "One.\n\nTwo.\n\nThree."
texts = st.lists(st.sampled_from(["One.", "Two.", "Three.", "Four.", "Five."]), max_size=6).map(BREAK.join)
SENTENCE = "It dropped two tables in the production database."
OTHER = "The team separated the two environments and restored a backup."


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        ("One!\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree!", "One!\n\nTwo.\n\nThree!"),
        ("One!\n\nTwo.\n\nThree.", "One.\n\nTwo!\n\nThree.", "One!\n\nTwo!\n\nThree."),
        ("One.\n\nThree.", "One.\n\nTwo.\n\nThree!", "One.\n\nThree!"),
        (
            "Zero.\n\nOne.\n\nTwo.\n\nThree.",
            "One.\n\nTwo.\n\nThree.\n\nFour.",
            "Zero.\n\nOne.\n\nTwo.\n\nThree.\n\nFour.",
        ),
        ("One.\n\nTwo!\n\nThree.", "One.\n\nTwo!\n\nThree.", "One.\n\nTwo!\n\nThree."),
    ],
    ids=["far apart", "neighbours", "removed and changed", "added at both ends", "the same change"],
)
def test_paragraphs_that_only_one_touched_are_merged(theirs: str, mine: str, merged: str):
    pieces = merge_text(BASE, theirs, mine)

    assert not any(isinstance(piece, Clash) for piece in pieces)
    assert BREAK.join(map(str, pieces)) == merged


@pytest.mark.parametrize(
    ("theirs", "mine", "clash"),
    [
        ("One.\n\nTwo!\n\nThree.", "One.\n\nTwo?\n\nThree.", Clash("paragraph 2", "Two.", "Two!", "Two?")),
        ("One.\n\nThree.", "One.\n\nTwo?\n\nThree.", Clash("paragraph 2", "Two.", "", "Two?")),
        (f"{BASE}\n\nFour.", f"{BASE}\n\nFive.", Clash("paragraph 4", "", "Four.", "Five.")),
    ],
    ids=["both changed", "removed and changed", "both added"],
)
def test_paragraph_that_both_touched_is_shown_with_all_three_texts(theirs: str, mine: str, clash: Clash):
    assert [piece for piece in merge_text(BASE, theirs, mine) if isinstance(piece, Clash)] == [clash]


@given(base=texts, mine=texts)
def test_who_edits_alone_gets_what_they_wrote(base: str, mine: str):
    for pieces in (merge_text(base, base, mine), merge_text(base, mine, base), merge_text(base, mine, mine)):
        assert not any(isinstance(piece, Clash) for piece in pieces)
        assert BREAK.join(map(str, pieces)) == mine


@given(base=texts, theirs=texts, mine=texts)
def test_every_paragraph_that_somebody_added_is_in_the_merge(base: str, theirs: str, mine: str):
    pieces = merge_text(base, theirs, mine)
    shown = [
        text for piece in pieces for text in ((piece.theirs, piece.mine) if isinstance(piece, Clash) else (piece,))
    ]
    kept = set(paragraphs(BREAK.join(shown)))

    assert (set(paragraphs(theirs)) | set(paragraphs(mine))) - set(paragraphs(base)) <= kept


@given(base=texts, theirs=texts, mine=texts)
def test_merge_does_not_depend_on_who_came_second(base: str, theirs: str, mine: str):
    def swapped(piece: str | Clash) -> str | Clash:
        return Clash(piece.where, piece.base, piece.mine, piece.theirs) if isinstance(piece, Clash) else piece

    assert tuple(map(swapped, merge_text(base, mine, theirs))) == merge_text(base, theirs, mine)


def edited(report: Report, **changes: object) -> Report:
    return report.model_copy(update=changes)


def test_tags_that_only_one_touched_are_merged(report: Report, taxonomy: Taxonomy):
    theirs = edited(report, tags={**TAGS, "symptoms": {**TAGS["symptoms"], "unapproved-action": SENTENCE}})
    mine = edited(report, tags={**TAGS, "severity": {"sev1": SENTENCE}, "symptoms": {}})

    merged = merge(report, theirs, mine, taxonomy)

    assert merged.clashes == ()
    assert merged.report.tags == {**TAGS, "severity": {"sev1": SENTENCE}, "symptoms": {"unapproved-action": SENTENCE}}


def test_tags_that_both_touched_are_put_to_a_person(report: Report, taxonomy: Taxonomy):
    theirs = edited(report, tags={**TAGS, "severity": {"sev1": SENTENCE}, "symptoms": {"destructive-action": OTHER}})
    mine = edited(report, tags={**TAGS, "severity": {"sev3": SENTENCE}, "symptoms": {}})

    merged = merge(report, theirs, mine, taxonomy)

    assert {clash.where for clash in merged.clashes} == {"tags.severity", "tags.symptoms.destructive-action"}
    assert resolve(merged, {}).tags == theirs.tags
    chosen = resolve(merged, {clash.where: "mine" for clash in merged.clashes})
    assert chosen.tags == {facet: labels for facet, labels in mine.tags.items() if labels}


def test_fields_are_merged_and_an_emptied_one_is_no_clash(report: Report, taxonomy: Taxonomy):
    base = edited(report, repository="a/b")
    theirs = edited(base, title="Theirs", repository=None)
    mine = edited(base, title="Mine", product="Other")

    merged = merge(base, theirs, mine, taxonomy)

    assert [clash.where for clash in merged.clashes] == ["title"]
    assert (merged.report.repository, merged.report.product) == (None, "Other")
    assert resolve(merged, {"title": "mine"}).title == "Mine"


def test_both_texts_of_a_clash_can_be_kept(report: Report, taxonomy: Taxonomy):
    base = edited(report, text=BASE)
    merged = merge(
        base, edited(base, text="One.\n\nTwo!\n\nThree."), edited(base, text="One.\n\nTwo?\n\nThree."), taxonomy
    )

    assert merged.report.text == "One.\n\nTwo!\n\nThree."
    assert resolve(merged, {"paragraph 2": "both"}).text == "One.\n\nTwo!\n\nTwo?\n\nThree."
    assert resolve(merged, {"paragraph 2": "mine"}).text == "One.\n\nTwo?\n\nThree."

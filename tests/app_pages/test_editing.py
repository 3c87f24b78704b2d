"""Versions and editing: what was changed and brought back, and that no edit is lost to another."""

import pytest
from streamlit.testing.v1 import AppTest

from corpus import Report, database_path
from corpus.deciding import decide
from corpus.store import Store
from taxonomy import Taxonomy
from tests.app_pages.conftest import visit, write
from tests.app_pages.test_reviewing import current, named, past, press, words
from tests.conftest import STORY

pytestmark = pytest.mark.usefixtures("without_shipped_corpus")


def test_report_s_page_shows_every_version_with_who_and_why(submitted: Report, taxonomy: Taxonomy):
    with Store(database_path()) as store:
        decide(submitted.id, "withdraw", store, taxonomy, actor="bob", based_on=1, reason="Told twice.")

    app = visit("read_report", id=submitted.id)

    assert not app.exception
    assert "**Version 1, in review.** Filed by ann" in words(app)
    assert "**Version 2, withdrawn.** Withdrawn by bob" in words(app)
    assert "Told twice" in app.error[0].value


def test_two_versions_are_compared_and_the_first_is_brought_back(submitted: Report, taxonomy: Taxonomy):
    tags = {**submitted.tags, "severity": {"sev1": "It dropped two tables in the production database."}}
    edited = submitted.model_copy(update={"title": "Edited", "text": STORY.strip() + "\n\nMore.", "tags": tags})
    write(edited, taxonomy, actor="bob", based_on=1)

    app = visit("compare_versions", id=submitted.id)
    assert not app.exception
    assert r":green-background[\+ More\.]" in words(app)
    assert "**Title**: ~~Agent drops tables in a code freeze~~ → Edited" in words(app)
    assert "**Added**" in words(app)
    assert "**Removed**" in words(app)

    app = press(named(app), "Bring version 1 back")
    assert not app.exception
    assert current(submitted) == submitted
    assert [version.action for version in past(submitted)] == ["create", "change", "bring back"]


def edit(app: AppTest, **fields: str) -> AppTest:
    labels = {"title": "Title", "text": "What happened, why, and what was done"}
    for name, value in fields.items():
        next(one for one in (*app.text_input, *app.text_area) if one.label == labels[name]).set_value(value)
    return app.run()


def test_saving_without_a_change_writes_nothing(submitted: Report):
    app = press(named(visit("edit_report", id=submitted.id)), "Save")

    assert "Nothing has changed" in words(app)
    assert len(past(submitted)) == 1


def test_evidence_that_was_edited_away_is_asked_for_again(submitted: Report):
    app = named(visit("edit_report", id=submitted.id))
    app = press(edit(app, text=STORY.replace("No rule in code", "No gate")), "Save")

    assert not app.exception
    assert "has no evidence" in app.error[0].value
    assert current(submitted) == submitted


def test_second_of_two_people_sees_both_texts_and_merges_and_nothing_is_lost(submitted: Report):
    first, second = named(visit("edit_report", id=submitted.id)), named(visit("edit_report", id=submitted.id), "eve")
    ours = STORY.strip().replace("restored a backup.", "restored a backup.\n\nIt took a day.")
    theirs = STORY.strip().replace("## What was done", "Nobody was asked.\n\n## What was done")
    press(edit(first, title="By bob", text=ours), "Save")

    second = press(edit(second, title="By eve", text=theirs), "Save")
    assert not second.exception
    assert [version.author for version in past(submitted)] == ["ann", "bob"], "something was overwritten"
    assert "bob saved version 2 while you were editing" in second.warning[0].value
    assert {ours, theirs, "By bob", "By eve"} <= {one.value for one in second.text}

    next(radio for radio in second.radio if radio.label == "Keep for title").set_value("Mine").run()
    second = press(second, "Use this merge")
    assert len(past(submitted)) == 2, "a merge was saved before it was looked over"
    second = press(second, "Save")

    assert not second.exception
    assert [(version.author, version.action) for version in past(submitted)][1:] == [
        ("bob", "change"),
        ("eve", "merge"),
    ]
    saved = current(submitted)
    assert saved.title == "By eve"
    assert "It took a day." in saved.text
    assert "Nobody was asked." in saved.text


def test_of_a_paragraph_that_both_changed_both_are_kept_unless_somebody_chooses(submitted: Report):
    first, second = named(visit("edit_report", id=submitted.id)), named(visit("edit_report", id=submitted.id), "eve")
    press(edit(first, text=STORY.strip() + "\n\nBob's end."), "Save")
    second = press(edit(second, text=STORY.strip() + "\n\nEve's end."), "Save")

    press(press(second, "Use this merge"), "Save")

    assert current(submitted).text.endswith("Bob's end.\n\nEve's end.")


def test_draft_that_was_sent_back_is_edited_and_submitted_again(submitted: Report, taxonomy: Taxonomy):
    with Store(database_path()) as store:
        decide(submitted.id, "send back", store, taxonomy, actor="bob", based_on=1, reason="Title.")

    app = press(edit(named(visit("edit_report", id=submitted.id), "ann"), title="Better"), "Save and ask for review")

    assert not app.exception
    assert [(version.state, version.action) for version in past(submitted)][2:] == [("in review", "submit")]
    assert app.success[0].value == "Saved as version 3, in review."

"""The File page: drafts, templates, uploads, secrets, tags by hand, one report per submission."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_pages.prose import literal
from classifier import ModelError
from corpus import Report, commit, database_path, format_report
from corpus.store import Filter, Store, count
from corpus.store.drafts import find_draft, open_drafts
from corpus.templates import shipped_templates
from taxonomy import Taxonomy
from tests.app_pages.conftest import visit
from tests.conftest import STORY, TAGS

LEAK = "DB_PASS" + "WORD=Tr0ub4dor&3"
TEXT = "The agent dropped two tables in the production database while nobody was looking."


def write(text: str, **query: str) -> AppTest:
    app = visit("file_postmortem", **query)
    return app.text_area[0].set_value(text).run()


def click(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def draft_in(app: AppTest) -> str:
    named = app.query_params["draft"]
    return named[0] if isinstance(named, list) else named


def test_text_is_saved_under_an_address_and_comes_back_from_it():
    app = write(TEXT)
    assert "Draft saved " in captions(app)

    again = visit("file_postmortem", draft=draft_in(app))

    assert not again.exception
    assert again.text_area[0].value == TEXT


def test_nothing_is_saved_before_there_is_a_word():
    app = visit("file_postmortem")

    assert "No draft yet" in captions(app)
    with Store(database_path()) as store:
        assert open_drafts(store) == []


def test_open_draft_is_offered_and_goes_on():
    write(TEXT)

    app = click(visit("file_postmortem"), "Continue")

    assert app.text_area[0].value == TEXT


def test_discarded_draft_comes_back_by_one_click():
    app = click(write(TEXT), "Discard the draft")
    assert app.text_area[0].value == ""
    assert "Continue" not in [button.label for button in app.button]

    assert click(app, "Undo").text_area[0].value == TEXT


def test_address_of_no_draft_is_explained():
    app = visit("file_postmortem", draft="guessed")

    assert not app.exception
    assert "No draft is kept under this address" in app.warning[0].value


def test_two_windows_on_one_draft_lose_neither_text():
    app = write(TEXT)
    other = visit("file_postmortem", draft=draft_in(app))
    other.text_area[0].set_value(f"{TEXT} Seen from the other window.").run()

    app.text_area[0].set_value(f"{TEXT} Seen from the first window.").run()

    assert not app.exception
    with Store(database_path()) as store:
        texts = {draft.fields["text"].removeprefix(TEXT) for draft in open_drafts(store)}
    assert texts == {" Seen from the other window.", " Seen from the first window."}
    assert "changed in another window" in app.info[0].value


def test_template_fills_an_empty_text_only():
    app = click(visit("file_postmortem"), "Timeline")

    assert app.text_area[0].value == shipped_templates()[1].text
    assert [button.disabled for button in app.button if button.label in ("Short", "Timeline", "Narrative")] == [
        True
    ] * 3


def test_template_waits_for_its_answers_before_anything_can_be_filed():
    app = click(visit("file_postmortem"), "Narrative")

    assert "File it" not in [button.label for button in app.button]
    assert any("Suggested tags stand here" in info.value for info in app.info)


def test_secret_is_shown_masked_never_saved_and_taken_out_by_one_click():
    app = write(f"{TEXT} It ran {LEAK} for it.")

    assert "Looks like a secret:** password" in "\n".join(markdown.value for markdown in app.markdown)
    assert "Tr0ub4" not in captions(app)
    assert next(button for button in app.button if button.label == "File it").disabled
    with Store(database_path()) as store:
        assert "Tr0ub4" not in "\n".join(store.db.conn.iterdump())

    app = click(app, "Take it out")
    assert app.text_area[0].value == f"{TEXT} It ran DB_PASSWORD=[secret removed: password] for it."
    assert not next(button for button in app.button if button.label == "File it").disabled


def test_uploaded_report_brings_its_tags_and_is_filed_once(report: Report, tmp_path: Path):
    linked = report.model_copy(update={"root_cause": "No check stood there."})
    app = visit("file_postmortem")
    app.file_uploader[0].upload("freeze.md", format_report(linked).encode(), "text/markdown").run()
    assert app.text_area[0].value == STORY.strip()
    draft = draft_in(app)

    app = click(app, "File it")
    assert "Filed as" in app.success[0].value
    again = visit("file_postmortem", draft=draft)
    assert "Filed as" in again.success[0].value

    with Store(database_path()) as store:
        assert count(store, Filter(columns={"origin": ("filed",)})) == 1
        filed = next(one for one in store.all("published") if one.origin == "filed")
        assert filed.report.tags == TAGS
        assert filed.report.root_cause == "No check stood there."
        assert find_draft(store, draft) is None


def test_upload_that_cannot_be_read_is_explained_and_takes_nothing_away():
    app = write(TEXT)
    app.file_uploader[0].upload("x.json", b"{", "application/json").run()

    assert literal("x.json: not valid JSON") in app.error[0].value
    assert app.text_area[0].value == TEXT


def test_tag_is_added_and_taken_back_by_hand():
    app = write(TEXT)
    app = app.selectbox[0].set_value(("symptoms", "destructive-action")).run()
    assert not app.exception
    with Store(database_path()) as store:
        assert open_drafts(store)[0].fields["decisions"] == {"symptoms:destructive-action": "accepted"}

    app = click(app, "Reject")
    with Store(database_path()) as store:
        assert open_drafts(store)[0].fields["decisions"] == {}


def test_incomplete_tags_are_named_and_the_draft_is_kept():
    app = click(write(TEXT), "File it")

    assert "- **Where the failure sits**: takes exactly one label, found 0" in app.error[0].value
    with Store(database_path()) as store:
        assert open_drafts(store)[0].fields["text"] == TEXT


def test_report_page_shows_the_same_event_from_both_sides(report: Report, taxonomy: Taxonomy):
    visit("home")
    other = report.model_copy(update={"id": "2025-07-second", "title": "Told again", "same_event": report.id})
    with Store(database_path()) as store:
        commit(report, store, taxonomy, actor="ann", state="published")
        commit(other, store, taxonomy, actor="ann", state="published")

    for one, another in ((report, other), (other, report)):
        app = visit("read_report", id=one.id)
        assert "Same event" in [heading.value for heading in app.subheader]
        assert f"[{another.title}](read_report?id={another.id})" in [markdown.value for markdown in app.markdown]


def test_damaged_model_is_told_and_the_report_can_still_be_written(monkeypatch: pytest.MonkeyPatch):
    def refuse() -> None:
        raise ModelError("heads.skops: SHA-256 is a, expected b.")

    monkeypatch.setattr("app_pages.cached.encoder.classifier", refuse)
    app = write(TEXT)

    assert not app.exception
    assert literal("heads.skops: SHA-256 is a, expected b.") in app.error[0].value
    assert "tagged by hand" in app.error[0].value
    assert "Draft saved" in captions(app)


def test_receipt_tells_the_state_also_when_its_address_is_opened_again(report: Report, taxonomy: Taxonomy):
    draft = draft_in(write(TEXT))
    with Store(database_path()) as store:
        commit(report, store, taxonomy, actor="web", state="in review", key=draft)

    again = visit("file_postmortem", draft=draft)

    assert "version 1, in review." in again.success[0].value
    assert "What a reviewer decides" in captions(again)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sources": [{"url": "nowhere", "title": "x"}]}, "x.json: sources.0.grade: missing"),
        ({"date": "the day before"}, "x.json: date: "),
        ({"title": "T" * 201}, "x.json: title: "),
        ({"title": ["a"]}, "x.json: title: expected words"),
        ({"tags": "nope"}, "x.json: tags: "),
    ],
)
def test_upload_that_could_never_be_filed_is_refused_by_file_and_field(fields: dict[str, object], words: str):
    app = visit("file_postmortem")
    app.file_uploader[0].upload("x.json", json.dumps({"text": TEXT, **fields}).encode(), "application/json").run()

    assert not app.exception
    assert literal(words) in app.error[0].value
    assert app.text_area[0].value == ""


def test_tags_of_an_upload_that_do_not_hold_are_told():
    tags = {"locus": {"nonsense": "No such sentence."}}
    app = visit("file_postmortem")
    app.file_uploader[0].upload("x.json", json.dumps({"text": TEXT, "tags": tags}).encode(), "application/json").run()

    assert literal('"nonsense" is not a label of locus') in app.info[0].value
    assert app.text_area[0].value == TEXT


def test_secret_in_a_field_that_the_form_does_not_show_is_taken_out_by_one_click(report: Report):
    content = json.dumps({"text": STORY, "title": "T", "chain": [f"It ran {LEAK}."], "tags": TAGS})
    app = visit("file_postmortem")
    app.file_uploader[0].upload("x.json", content.encode(), "application/json").run()
    assert "chain: It ran " in captions(app)
    assert next(button for button in app.button if button.label == "File it").disabled

    app = click(click(app, "Take it out"), "File it")

    assert "Filed as" in app.success[0].value

"""An edit that is not saved as a version yet is a draft: a reload, another window or another save loses none of it."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from corpus import Report, database_path
from corpus.store import Store
from corpus.store.drafts import Draft, open_drafts
from taxonomy import Taxonomy
from tests.app_pages.conftest import visit, write
from tests.app_pages.test_editing import edit
from tests.app_pages.test_reviewing import current, named, past, press, words
from tests.conftest import STORY

pytestmark = pytest.mark.usefixtures("without_shipped_corpus")


def edits(report: Report) -> list[Draft]:
    with Store(database_path()) as store:
        return open_drafts(store, report.id)


def begun(report: Report, **fields: str) -> tuple[AppTest, str]:
    """Return the Edit page with fields changed, and the id of the draft that its address names."""
    app = edit(visit("edit_report", id=report.id), **fields)
    return app, edits(report)[0].id


def shown(app: AppTest, label: str) -> str | None:
    return next((one.value for one in (*app.text_input, *app.text_area) if one.label == label), None)


def box(app: AppTest, label: str) -> Any:
    return next(one for one in app.selectbox if one.label == label)


def test_an_edit_that_was_only_looked_at_leaves_no_draft(submitted: Report):
    app = visit("edit_report", id=submitted.id).run()

    assert edits(submitted) == []
    assert "draft" not in app.query_params


def test_edit_is_kept_as_it_grows_and_its_address_brings_it_back(submitted: Report, taxonomy: Taxonomy):
    app, draft = begun(submitted, title="Half a tit")
    assert app.query_params["draft"] in (draft, [draft])
    app = box(app, taxonomy.facets["severity"].name).set_value("sev1").run()
    sentence = "It dropped two tables in the production database."
    box(app, f"Evidence for {taxonomy.label('severity', 'sev1').name}").set_value(sentence).run()

    app = visit("edit_report", id=submitted.id, draft=draft)

    assert not app.exception
    assert shown(app, "Title") == "Half a tit"
    assert past(submitted)[-1].number == 1
    press(named(app), "Save")
    assert current(submitted).title == "Half a tit"
    assert current(submitted).tags["severity"] == {"sev1": sentence}
    assert edits(submitted) == []


def test_edit_whose_address_is_lost_is_offered_where_the_report_is_edited(submitted: Report):
    begun(submitted, title="Half a title")

    app = visit("edit_report", id=submitted.id)
    assert "An edit of this report is not saved yet: Half a title" in words(app)
    app = press(app, "Continue")

    assert shown(app, "Title") == "Half a title"
    assert "not saved yet" not in words(app)
    assert not any("Continue a draft" in one.label for one in visit("file_postmortem").expander)


def test_edit_goes_on_after_a_visit_to_another_page(submitted: Report):
    app, _ = begun(submitted, title="Half a title")

    app = app.switch_page("app_pages/home.py").run()
    app.query_params["id"] = submitted.id
    app = app.switch_page("app_pages/edit_report.py").run()

    assert shown(app, "Title") == "Half a title"
    assert "not saved yet" not in words(app)
    edit(app, title="A whole title")
    assert [one.fields["title"] for one in edits(submitted)] == ["A whole title"]


def test_edit_that_is_brought_back_is_merged_with_what_was_saved_since(submitted: Report, taxonomy: Taxonomy):
    _, draft = begun(submitted, text=STORY.strip() + "\n\nBegun before.")
    write(submitted.model_copy(update={"title": "By bob"}), taxonomy, actor="bob", based_on=1)

    app = named(visit("edit_report", id=submitted.id, draft=draft), "eve")
    assert "bob has saved version 2 since you began" in words(app)
    app = press(press(press(app, "Save"), "Use this merge"), "Save")

    assert not app.exception
    assert current(submitted).title == "By bob"
    assert current(submitted).text.endswith("Begun before.")
    assert [(one.author, one.action) for one in past(submitted)][1:] == [("bob", "change"), ("eve", "merge")]


def test_discarded_edit_comes_back(submitted: Report):
    app, _ = begun(submitted, title="Half a title")

    app = press(app, "Discard the draft")
    assert shown(app, "Title") == submitted.title
    assert edits(submitted) == []
    app = press(app, "Undo")

    assert shown(app, "Title") == "Half a title"


def test_second_window_on_one_draft_goes_on_with_a_draft_of_its_own(submitted: Report):
    first, draft = begun(submitted, title="First")
    second = visit("edit_report", id=submitted.id, draft=draft)

    edit(first, title="First, more")
    second = edit(second, title="Second")

    assert not second.exception
    assert "goes on as a draft of its own" in words(second)
    assert shown(second, "Title") == "Second"
    edit(second, title="Second, more")
    assert {one.fields["title"] for one in edits(submitted)} == {"First, more", "Second, more"}


def test_secret_in_an_edit_is_not_kept(submitted: Report):
    begun(submitted, text=STORY + "\nkey=AKIA" + "Q3EGRIVLM2NVZ5TB")

    assert "AKIA" not in str(edits(submitted)[0].fields)


@pytest.mark.parametrize("page", ["edit_report", "file_postmortem"])
def test_draft_that_belongs_elsewhere_is_not_opened(submitted: Report, page: str):
    _, draft = begun(submitted, title="Half a title")
    more = {} if page == "file_postmortem" else {"id": "INC-2025-001"}
    with Store(database_path()) as store:
        assert page == "file_postmortem" or store.find("INC-2025-001") is None

    app = visit(page, draft=draft, **more)

    assert not app.exception
    assert "Half a title" not in [one.value for one in app.text_input]

"""Drafts: saved as they grow, never with a secret, put aside and brought back, filed once."""

from datetime import UTC, datetime, timedelta

import pytest

from corpus import Commit, Reject, Report, commit
from corpus.drafts import is_blank, name_of, save_draft
from corpus.errors import ReportError
from corpus.store import Store
from corpus.store.drafts import KEPT_DAYS, delete_draft, discard_draft, find_draft, open_drafts, restore_draft
from corpus.templates import Template, is_unfilled, load_templates, shipped_templates
from taxonomy import Taxonomy

FIELDS = {"title": "Loop", "text": "The agent called one tool two hundred times.", "date": "2026-11-02"}
LEAK = "DB_PASS" + "WORD=Tr0ub4dor&3"


def test_draft_is_there_when_the_database_is_opened_again(store: Store):
    save_draft(store, "d1", FIELDS, based_on=0)
    save_draft(store, "d1", {**FIELDS, "text": "More."}, based_on=1)

    with Store(store.path) as again:
        draft = find_draft(again, "d1")

    assert draft is not None
    assert (draft.fields["text"], draft.version) == ("More.", 2)


def test_save_upon_an_older_version_writes_nothing(store: Store):
    save_draft(store, "d1", FIELDS, based_on=0)

    assert save_draft(store, "d1", {**FIELDS, "text": "Other window."}, based_on=0) is None
    assert [draft.fields["text"] for draft in open_drafts(store)] == [FIELDS["text"]]


def test_secret_never_reaches_the_file(store: Store):
    fields = {**FIELDS, "text": f"It ran {LEAK}.", "evidence": {"symptoms:hang": f"It ran {LEAK}."}}
    save_draft(store, "d1", fields, based_on=0)

    draft = find_draft(store, "d1")

    assert draft is not None
    assert draft.fields["text"] == "It ran DB_PASSWORD=[secret removed: password]."
    assert LEAK not in "\n".join(store.db.conn.iterdump())


def test_half_of_a_surrogate_pair_does_not_stop_the_saving(store: Store):
    assert save_draft(store, "d1", {**FIELDS, "text": "cut \ud83d off"}, based_on=0) is not None


def test_discarded_draft_is_offered_no_more_and_can_be_brought_back(store: Store):
    save_draft(store, "d1", FIELDS, based_on=0)

    discard_draft(store, "d1")
    assert open_drafts(store) == []

    restore_draft(store, "d1")
    assert [draft.id for draft in open_drafts(store)] == ["d1"]


def test_what_was_discarded_long_ago_is_deleted_with_the_next(store: Store):
    save_draft(store, "old", FIELDS, based_on=0)
    save_draft(store, "new", FIELDS, based_on=0)
    discard_draft(store, "old")
    past = (datetime.now(UTC) - timedelta(days=KEPT_DAYS + 1)).isoformat(timespec="milliseconds")
    with store.write_tx():
        store.db.table("drafts").update("old", {"updated": past})

    discard_draft(store, "new")

    assert find_draft(store, "old") is None
    assert find_draft(store, "new") is not None
    delete_draft(store, "new")
    assert find_draft(store, "new") is None


def test_draft_is_called_by_its_title_or_its_beginning():
    assert name_of({"title": " Loop ", "text": "x"}) == "Loop"
    assert name_of({"text": "## What happened\n\nThe agent"}) == "What happened The agent"
    assert len(name_of({"text": "word " * 100})) <= 60
    assert is_blank({"text": " \n", "date": "2026-11-02"})
    assert not is_blank({"product": "Agent"})


def test_three_templates_have_headings_and_a_hint():
    assert [template.name for template in shipped_templates()] == ["Short", "Timeline", "Narrative"]
    assert all(template.text.startswith("## ") for template in shipped_templates())


def test_template_that_lacks_its_hint_is_named(tmp_path):
    (tmp_path / "x.md").write_text("---\nname: X\n---\nText.")

    with pytest.raises(ReportError, match=r"x\.md: hint: missing"):
        load_templates(tmp_path)


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_template_that_nobody_has_filled_in_says_nothing_and_is_not_published(
    store: Store, taxonomy: Taxonomy, report: Report, template: Template
):
    text = f"{report.text}\n\n{template.text}"
    unanswered = report.model_copy(update={"text": text})

    outcome = commit(unanswered, store, taxonomy, actor="ann", state="published")

    assert is_unfilled(template.text)
    assert isinstance(outcome, Reject)
    assert {problem.rule for problem in outcome.problems} == {"unanswered"}
    assert store.find(report.id) is None
    assert isinstance(commit(unanswered, store, taxonomy, actor="ann", state="draft"), Commit)


def test_text_with_an_answer_is_not_unfilled():
    assert not is_unfilled(f"{shipped_templates()[0].text}\nThe agent dropped two tables.")
    assert is_unfilled("")

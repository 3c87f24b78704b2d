"""The Report page: how to cite it, its action items, what its tags lead to, why others are similar."""

import re

from streamlit.testing.v1 import AppTest

from corpus import Report, database_path
from corpus.alike import shared_labels
from corpus.store import Store, action_audit, action_items
from taxonomy import Taxonomy
from tests.app_pages.conftest import visit


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def add(app: AppTest, text: str, owner: str, name: str = "Ann") -> AppTest:
    app.text_input(key="action-text").set_value(text)
    app.text_input(key="action-owner").set_value(owner)
    app.text_input(key="action-who").set_value(name)
    return press(app, "Add")


def test_report_can_be_cited_by_address_line_and_bibtex(filed: Report):
    address, citation, entry = (code.value for code in visit("read_report", id=filed.id).code)

    assert address.endswith(f"read_report?id={filed.id}")
    assert filed.title in citation
    assert entry.startswith(f"@misc{{faultline:{filed.id},")


def test_tags_lead_to_their_place_in_the_reference(filed: Report):
    app = visit("read_report", id=filed.id)

    assert any("read_reference?facet=weaknesses&label=P4.no-gate" in markdown.value for markdown in app.markdown)


def test_tag_and_the_sentence_that_carries_it_have_the_same_number(filed: Report):
    shown = [markdown.value.replace("\\", "") for markdown in visit("read_report", id=filed.id).markdown]

    (story,) = (text for text in shown if text.startswith("#### What happened"))
    sentences = dict(re.findall(r"-background\[([^\[]+) :small\[\[(\d)\]\]\]", story))
    tags = dict(re.findall(r"label=([\w.-]+)\)\] :small\[\[(\d)\]\]", "\n".join(shown)))
    assert list(sentences.values()) == ["1", "2", "3", "4"]
    assert len(tags) == sum(len(labels) for labels in filed.tags.values())
    for facet, labels in filed.tags.items():
        for label, sentence in labels.items():
            assert tags[label] == sentences[sentence], facet


def test_action_item_is_added_closed_and_reopened(filed: Report):
    app = add(visit("read_report", id=filed.id), "Put a *gate* before the drop", "Storage team")

    assert not app.exception
    assert app.text_input(key="action-text").value == ""
    assert any("Put a \\*gate\\* before" in markdown.value for markdown in app.markdown)
    press(app, "Done")
    assert "0 open of 1" in [caption.value for caption in app.caption]
    press(app, "Reopen")

    with Store(database_path()) as store:
        [item] = action_items(store, filed.id)
        assert [(actor, state) for _, actor, state in action_audit(store, item.id)] == [
            ("Ann", "open"),
            ("Ann", "done"),
            ("Ann", "open"),
        ]


def test_action_item_without_an_owner_is_refused_and_what_was_typed_stays(filed: Report):
    app = add(visit("read_report", id=filed.id), "Put a gate before the drop", "")

    assert "who will do it is missing" in app.error[0].value
    assert app.text_input(key="action-text").value == "Put a gate before the drop"


def test_action_items_stay_out_of_the_report_s_markdown(filed: Report):
    app = add(visit("read_report", id=filed.id), "Put a gate before the drop", "Storage team")

    assert any("into no export" in caption.value for caption in app.caption)
    with Store(database_path()) as store:
        assert store.get(filed.id).report == filed


def test_reason_why_two_reports_are_similar_is_the_tags_that_both_carry(report: Report, taxonomy: Taxonomy):
    theirs = {"weaknesses": ("P4.no-gate", "P6.no-approval"), "symptoms": ("hang",), "locus": ("sdb",)}

    assert [(facet, label.id) for facet, label in shared_labels(report.tags, theirs, taxonomy)] == [
        ("weaknesses", "P4.no-gate")
    ]
    assert shared_labels(report.tags, {}, taxonomy) == []
    twice = {"sdb_parts": ("verifier",), "fix_parts": ("verifier",)}
    assert [facet for facet, _ in shared_labels(twice, twice, taxonomy)] == ["sdb_parts", "fix_parts"]

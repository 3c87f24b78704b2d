"""From every label that a page shows, a link leads to its place in the reference."""

import pytest

from corpus import Report, commit, database_path
from corpus.store import Store
from taxonomy import Taxonomy
from tests.app_pages.conftest import SUGGESTION, visit
from tests.app_pages.test_diagnosis import begin, press


def said(app) -> str:
    texts = [*app.markdown, *app.caption, *app.success, *app.warning, *app.info]
    return "\n".join(text.value for text in texts)


def to(facet: str, label: str) -> str:
    return f"(read_reference?facet={facet}&label={label})"


def test_diagnosis_leads_from_what_is_seen_from_every_cause_and_from_what_speaks_for_it():
    app = begin()
    seen = next(text.value for text in app.markdown if text.value.startswith("**Seen:**"))
    weights = [text.value for text in app.markdown if text.value.startswith("**What speaks for")]
    causes = [text.value for text in app.markdown if text.value.startswith("What it means:")]

    assert to("symptoms", "destructive-action") in seen
    assert all(to("symptoms", "destructive-action") in text for text in weights)
    assert len(causes) == len(weights) == 5
    assert all("(read_reference?facet=" in text for text in causes)


def test_end_of_a_diagnosis_leads_to_what_it_means(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app_pages.diagnosis_steps.UNREAD_SECONDS", 0.0)  # a test reads at once
    app = begin()
    while any(button.label == "No" for button in app.button):
        app = press(app, "No")

    told = (app.success or app.warning)[0].value
    assert "Most likely" in told or "These remain" in told
    assert "(read_reference?facet=" in told


def test_review_versions_and_their_labels_lead_there(report: Report, taxonomy: Taxonomy):
    fewer = {facet: labels for facet, labels in report.tags.items() if facet != "impact"}
    with Store(database_path()) as store:
        commit(report, store, taxonomy, actor="ann", state="in review", suggestion=SUGGESTION)
        commit(
            report.model_copy(update={"tags": fewer}), store, taxonomy, actor="ann", state="in review", based_on=1
        )  # fmt: skip

    assert to("weaknesses", "P4.no-gate") in said(visit("review_reports", id=report.id))
    assert to("impact", "data-loss") in said(visit("compare_versions", id=report.id))


def test_chosen_patterns_and_their_weaknesses_lead_there():
    text = said(visit("choose_patterns", unit_of_work="minutes", outside_effect="yes"))

    assert to("weaknesses", "P4.no-gate") in text
    assert to("patterns", "P4") in text

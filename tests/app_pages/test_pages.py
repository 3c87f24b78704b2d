"""Each page by itself: what it says when there is nothing, something, and something wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corpus import Report, commit, database_path
from corpus.store import Store
from taxonomy import Taxonomy
from tests.conftest import ROOT

PAGES = ["home", "file_postmortem", "browse_reports", "see_statistics", "diagnose_incident", "read_reference"]


@pytest.fixture(autouse=True)
def _without_encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages are tested as they are while the encoder loads; the browser tests have the real one."""
    monkeypatch.setattr("app_pages.cached.classifier", lambda: None)
    monkeypatch.setattr("app_pages.cached.start_loading", lambda: None)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def visit(page: str, **query: str) -> AppTest:
    """Open a page within the app's navigation, so that its links lead somewhere."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.run()
    for name, value in query.items():
        app.query_params[name] = value
    return app.switch_page(str(Path("app_pages") / f"{page}.py")).run()


@pytest.fixture
def filed(report: Report, taxonomy: Taxonomy) -> Report:
    visit("home")
    with Store(database_path()) as store:
        commit(report, store, taxonomy, actor="ann", state="published")
    return report


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_without_an_exception(page: str):
    app = visit(page)

    assert not app.exception
    assert app.title[0].value


def test_home_counts_the_shipped_corpus():
    shipped = len(list((ROOT / "corpus" / "incidents").glob("*/*.md")))

    assert visit("home").metric[0].value == f"{shipped:,}"


def test_file_page_says_that_the_encoder_is_loading():
    app = visit("file_postmortem")

    assert "still loading" in app.info[0].value


def test_browse_finds_a_report_that_was_filed(filed: Report):
    app = visit("browse_reports", q="code freeze drops tables")

    assert not app.exception
    assert f"[**{filed.title}**](read_report?id={filed.id})" in [markdown.value for markdown in app.markdown]


@pytest.mark.parametrize("query", ['"', "*"])
def test_browse_explains_a_query_without_a_word(query: str):
    app = visit("browse_reports", q=query)

    assert not app.exception
    assert "Type at least one word" in app.error[0].value


def test_report_has_a_permanent_address(filed: Report):
    app = visit("read_report", id=filed.id)

    assert app.title[0].value == filed.title
    assert any(":orange-background[" in markdown.value for markdown in app.markdown)


@pytest.mark.parametrize("report_id", ["nobody", "'; DROP TABLE reports; --", "../../etc/passwd"])
def test_report_that_does_not_exist_is_explained(report_id: str):
    app = visit("read_report", id=report_id)

    assert not app.exception
    assert "not in the database" in app.error[0].value


def test_statistics_show_the_sources_figures_beside_ours(filed: Report):
    app = visit("see_statistics")

    rows = app.dataframe[-1].value
    assert {"published", "recounted", "these reports"} <= set(rows["Count"])


def test_diagnosis_asks_for_a_symptom_first():
    assert "at least one symptom" in visit("diagnose_incident").info[0].value


def test_diagnosis_names_a_filed_report_as_a_case(filed: Report):
    app = visit("diagnose_incident", symptoms="destructive-action")

    assert not app.exception
    assert any("P4.no-gate" in expander.label for expander in app.expander)
    assert app.subheader[0].value.endswith("?")
    assert f"[{filed.title}](read_report?id={filed.id})" in [markdown.value for markdown in app.markdown]


def test_answer_is_kept_and_can_be_taken_back():
    app = visit("diagnose_incident", symptoms="destructive-action")
    question = app.subheader[0].value

    app.button[1].click().run()
    assert app.subheader[0].value != question
    assert any(question in markdown.value and "**yes**" in markdown.value for markdown in app.markdown)

    next(button for button in app.button if button.label == "Take back").click().run()
    assert app.subheader[0].value == question


def test_reference_shows_a_label_with_its_rule():
    app = visit("read_reference", facet="sdb_parts")

    assert any("Verifier" in expander.label for expander in app.expander)

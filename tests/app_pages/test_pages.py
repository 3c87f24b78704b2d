"""Each page by itself: what it says when there is nothing, something, and something wrong."""

import re

import pytest

from corpus import Report
from tests.app_pages.conftest import visit
from tests.conftest import ROOT

PAGES = ["home", "file_postmortem", "browse_reports", "see_statistics", "diagnose_incident", "read_reference"]
PAGES += ["choose_patterns", "see_reliability", "compare_replays", "review_reports", "see_model"]


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_without_an_exception(page: str):
    app = visit(page)

    assert not app.exception
    assert app.title[0].value


def test_home_counts_the_shipped_corpus():
    shipped = len(list((ROOT / "corpus" / "incidents").glob("*/*.md")))

    assert f"{shipped:,} published" in [heading.value for heading in visit("home").subheader]


def test_home_shows_a_share_with_its_interval():
    captions = [caption.value for caption in visit("home").caption]

    assert any(re.search(r"^\d+ of \d+ reports; 95 % interval \d+% to \d+%\.", caption) for caption in captions)


def test_home_says_in_words_what_changed(filed: Report):
    assert any("filed by ann" in markdown.value for markdown in visit("home").markdown)


def test_file_page_says_that_the_encoder_is_loading():
    app = visit("file_postmortem")

    assert "still loading" in app.info[0].value


def test_browse_finds_a_report_that_was_filed(filed: Report):
    app = visit("browse_reports", q="code freeze drops tables")

    assert not app.exception
    shown = [markdown.value for markdown in app.markdown]
    assert f"[Agent **drops** **tables** in a **code** **freeze**](read_report?id={filed.id})" in shown


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
    app = visit("see_statistics", section="Source")
    app.session_state["tabs-source"] = "Table"
    app.run()

    rows = app.dataframe[-1].value
    assert {"published", "recounted", "these reports"} <= set(rows["whose"])


def test_reference_shows_a_label_with_its_rule():
    app = visit("read_reference", facet="sdb_parts")

    assert any("Verifier" in expander.label for expander in app.expander)

"""The Browse page: search, filters, and the address that a view is sent by."""

import pytest

from app_pages.prose import literal, marked
from corpus import database_path
from corpus.shipped import corpus_sha256
from corpus.store import Filter, Store, label_counts, search
from tests.app_pages.conftest import captions, visit
from tests.conftest import ROOT


@pytest.fixture
def store() -> Store:
    with Store(database_path()) as opened:
        yield opened


def test_counts_of_a_facet_are_those_beside_all_other_choices(store: Store):
    app = visit("browse_reports", sdb_parts="verifier", runtime="autonomous")

    others = Filter(tags={"runtime": ("autonomous",)})
    expected = label_counts(store, "sdb_parts", others)["verifier"]
    assert f"Verifier ({expected})" in app.multiselect(key="sdb_parts").options
    app.multiselect(key="runtime").set_value([]).run()

    assert (
        f"Verifier ({label_counts(store, 'sdb_parts', Filter())['verifier']})"
        in app.multiselect(key="sdb_parts").options
    )
    assert app.multiselect(key="sdb_parts").value == ["verifier"]
    assert "runtime" not in app.query_params


@pytest.mark.parametrize(
    ("name", "value"),
    [("since", "yesterday"), ("until", "0001-01-01"), ("also", "x:y"), ("year", "0"), ("product", "[a](https://b.c)")],
)
def test_address_that_names_nothing_filters_nothing_and_says_so(name: str, value: str):
    shipped = len(list((ROOT / "corpus" / "incidents").glob("*/*.md")))

    app = visit("browse_reports", **{name: value})

    assert not app.exception
    assert captions(app).startswith(f"{shipped} reports")
    assert literal(f'"{value}"') in app.warning[0].value


def test_view_that_was_sent_says_what_it_leaves():
    app = visit("browse_reports", sdb_parts="verifier", year="2025", since="2025-03-01")

    assert captions(app).startswith("Only Verifier; 2025; from 2025\\-03\\-01.")


def test_grade_of_a_source_is_told_in_words():
    assert captions(visit("browse_reports", source_grade="C")).startswith("Only grade C, second\\-hand.")
    assert "C is second-hand" in captions(visit("read_report", id="2025-07-replit-code-freeze"))


def test_one_report_is_called_one():
    app = visit("browse_reports", year="2022", also="patterns:P4")
    one = visit("see_statistics", year="2022")

    assert captions(app).startswith("Only 2022; and P4 Supervisor and gate.")
    assert one.main.get("page_link")[0].label == "Read the 1 report behind the numbers"
    assert captions(visit("browse_reports", also="patterns:P4")).startswith("Only P4 Supervisor and gate.")


@pytest.mark.parametrize("page", ["browse_reports", "see_statistics"])
def test_page_of_an_empty_database_says_how_to_begin(page: str):
    database_path().unlink()
    with Store(database_path()) as store, store.write_tx():
        store.set_fact("corpus_sha256", corpus_sha256())

    app = visit(page)

    assert not app.exception
    assert "No report is published yet" in app.info[0].value
    assert "](file_postmortem)" in app.info[0].value


def test_words_of_a_query_cannot_become_a_link():
    app = visit("browse_reports", q="[](<>)")

    assert "\\[\\]\\(" in app.error[0].value


def test_order_and_page_stand_in_the_address():
    app = visit("browse_reports", sort="title", page="2")

    assert app.selectbox(key="sort").value == "title"
    assert app.number_input[0].value == 2
    app.text_input(key="q").set_value("agent").run()
    assert app.number_input[0].value == 1
    assert app.query_params["q"] == "agent"
    assert "page" not in app.query_params


@pytest.mark.parametrize("page", ["999", "-1", "0", "abc", "9" * 5000])
def test_page_that_is_not_there_is_the_first(page: str):
    app = visit("browse_reports", page=page)

    assert not app.exception
    assert app.number_input[0].value == 1


def test_search_result_shows_the_matching_words():
    app = visit("browse_reports", q="refund")

    assert any("**refund" in markdown.value.lower() for markdown in app.markdown)


def test_search_result_shows_the_matching_words_of_its_title(store: Store):
    title = next(hit.title for hit in search(store, Filter(query="checkpoint")) if "checkpoint" in hit.title)
    app = visit("browse_reports", q="checkpoint")

    assert any(f"[{marked(title).replace('checkpoint', '**checkpoint**')}](" in shown.value for shown in app.markdown)


def test_browse_offers_the_feed_and_the_snapshot():
    app = visit("browse_reports")

    assert {"Feed", "Snapshot"} <= {button.label for button in app.main.get("download_button")}
    assert any("action items stay here" in markdown.value for markdown in app.markdown)

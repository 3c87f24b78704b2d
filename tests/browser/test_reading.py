"""From a number to its reports, in a real browser: a mark is clicked, Browse shows as many, and a chart is saved."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WAIT, picture, settle

pytestmark = pytest.mark.browser


def visit(page: Page, server: str, path: str) -> None:
    page.goto(f"{server}/{path}")
    settle(page)


def click_mark(page: Page, name: str) -> int:
    """Click the bar of a label and return the number of reports that it stands for."""
    bar = page.locator(f"[aria-roledescription='bar'][aria-label*='Label: {name};']").first
    expect(bar).to_be_visible()
    number = re.search(r"Reports: (\d+)", bar.get_attribute("aria-label") or "")
    assert number
    bar.scroll_into_view_if_needed()
    bar.click()
    return int(number[1])


@pytest.mark.parametrize(
    ("path", "mark", "narrowed"),
    [
        ("see_statistics?runtime=autonomous", "P6 Human in the loop", "patterns=P6"),
        ("see_statistics?sdb_parts=commit", "Verifier", "also=sdb_parts%3Averifier"),
        ("see_statistics?q=deleted", "Verifier", "sdb_parts=verifier"),
    ],
    ids=["other facet", "same facet", "words searched for"],
)
def test_mark_opens_as_many_reports_as_it_says_and_going_back_leads_to_the_chart(
    page: Page, server: str, path: str, mark: str, narrowed: str
):
    visit(page, server, path)
    number = click_mark(page, mark)

    page.wait_for_url(re.compile(r"browse_reports\?"))
    settle(page)

    assert narrowed in page.url
    assert path.partition("?")[2] in page.url
    expect(page.get_by_text(f"{number} reports", exact=True)).to_be_visible()
    page.go_back()
    settle(page)
    assert page.url == f"{server}/{path}"
    assert click_mark(page, mark) == number
    assert page.faults == []  # type: ignore[attr-defined]


def test_words_searched_for_go_along_from_browse_to_statistics_and_back(page: Page, server: str):
    visit(page, server, "browse_reports?q=refund&patterns=P6")
    total = page.get_by_text(re.compile(r"^\d+ reports?$")).inner_text()

    page.get_by_text("Count these reports").click()
    page.wait_for_url(re.compile(r"see_statistics\?"))
    settle(page)
    assert "q=refund" in page.url
    page.get_by_text(f"Read the {total} behind the numbers", exact=True).click()
    page.wait_for_url(re.compile(r"browse_reports\?"))
    settle(page)
    expect(page.get_by_text(total, exact=True)).to_be_visible()


def test_chart_is_saved_as_picture_and_table(page: Page, server: str):
    visit(page, server, "see_statistics")
    page.get_by_role("tab", name="Save").first.click()

    for name, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("CSV", b"label,name,count")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()
        assert download.value.path().read_bytes().startswith(begins)


def test_feed_and_snapshot_are_saved(page: Page, server: str):
    visit(page, server, "browse_reports")
    page.get_by_text("Take it with you").click()
    settle(page)

    for name, begins in (("Feed", b"<?xml"), ("Snapshot", b"PK")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert download.value.path().read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("read_reference?facet=patterns&label=P2", "reference-pattern"),
        ("read_reference?facet=weaknesses&label=P4.no-gate", "reference-label"),
        ("read_report?id=2025-07-replit-code-freeze", "report-shipped"),
    ],
)
def test_page_to_read_is_drawn_without_a_fault(page: Page, server: str, path: str, name: str):
    visit(page, server, path)
    if "patterns" in path:
        expect(page.locator("[data-testid=stGraphVizChart] svg .node").first).to_be_visible()
    if "read_report" in path:  # opened just after a start, it is not to be opened again
        expect(page.get_by_text("Found by what they say")).to_be_visible(timeout=WAIT)
    picture(page, name)

    assert page.locator("[data-testid=stException]").count() == 0
    assert page.faults == []  # type: ignore[attr-defined]

"""Choosing patterns in a real browser: a workload by one click, the record beside it, a place, the reports."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import picture, settle

pytestmark = pytest.mark.browser


def test_workload_gives_a_record_to_take_away(page: Page, server: str):
    page.goto(f"{server}/choose_patterns")
    settle(page)
    picture(page, "choose-empty")
    page.get_by_role("button", name="W5 Contract renewal").click()
    settle(page)
    expect(page.get_by_text("P5 Shared state machine").first).to_be_visible()

    page.get_by_label("Name of the place").fill("Send the offer")
    page.get_by_role("button", name="Add the place").click()
    expect(page.get_by_text("for 1 listed place.")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="JSON").click()
    record = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert [line["number"] for line in record["lines"]] == [1, 2, 3, 4, 5, 6]
    assert record["places"][0]["name"] == "Send the offer"

    expect(page.get_by_role("link", name="P5.lost-state")).to_be_visible()
    settle(page)
    picture(page, "choose")
    assert page.faults == []  # type: ignore[attr-defined]


def test_answers_outlive_a_visit_to_another_page_and_an_address_opens_them(page: Page, server: str):
    page.goto(f"{server}/choose_patterns?unit_of_work=hours-days&p1=yes&p2=yes&p3=no")
    settle(page)
    expect(page.get_by_text("Not settled; a trade-off of cost")).to_be_visible()
    picture(page, "choose-trade-off")

    page.get_by_role("link", name="Why architecture").click()
    expect(page.get_by_role("heading", name="Trend and noise")).to_be_visible()
    settle(page)
    expect(page.locator("[aria-label^='Made-up noise'] .mark-line").first).to_be_visible()
    picture(page, "reliability")
    page.get_by_role("link", name="Choose patterns").click()
    expect(page.get_by_role("heading", name="Choose patterns")).to_be_visible()
    settle(page)

    expect(page.get_by_text("Not settled; a trade-off of cost")).to_be_visible()
    assert "p3=no" in page.url
    assert page.faults == []  # type: ignore[attr-defined]

"""The review in a real browser: a report is filed, published by keyboard, taken back, sent back, edited, compared."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from corpus import Commit, Report, commit, database_path
from corpus.store import Store
from taxonomy import Taxonomy
from tests.browser.conftest import picture, settle
from tests.conftest import STORY

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
SAVED = re.compile(r"Draft saved \d\d:\d\d:\d\d")

SUGGESTION: dict[str, Any] = {
    "model": {"version": "made-up"},
    "suggested": {"locus": "sdb", "sdb_parts": ["verifier", "commit"], "weaknesses": ["P4.no-gate"], "symptoms": []},
    "sdb_parts": {"commit": 0.58, "verifier": 0.9},
    "evidence": {
        "verifier": [{"text": "No rule in code stood between the agent and the production database."}],
        "commit": [{"text": "It dropped two tables in the production database."}],
    },
}


@pytest.fixture
def filed(
    page: Page, server: str, home: Path, report: Report, monkeypatch: pytest.MonkeyPatch, taxonomy: Taxonomy
) -> Report:
    """A made-up report that waits for review in the server's database, one for each test."""
    monkeypatch.setenv("FAULTLINE_HOME", str(home))
    page.goto(f"{server}/review_reports")
    settle(page)
    picture(page, "review-nothing")
    with Store(database_path()) as store:
        own = store.free_id(report.id)
        title = f"Made-up example: agent drops tables in a code freeze, {own}"
        made_up = report.model_copy(update={"id": own, "title": title})
        outcome = commit(made_up, store, taxonomy, actor="ann", state="in review", suggestion=SUGGESTION)
    assert isinstance(outcome, Commit)
    return made_up


def visit(page: Page, server: str, path: str) -> None:
    page.goto(f"{server}/{path}")
    settle(page)


def press(page: Page, key: str) -> None:
    """Press a key where no field has the focus, as a reviewer does, once the page stands."""
    settle(page)
    page.locator("h1").first.click()
    page.keyboard.press(key)


def test_report_is_reviewed_by_keyboard_taken_back_edited_and_compared(page: Page, server: str, filed: Report):
    visit(page, server, "review_reports")
    expect(page.get_by_text("2 differences").first).to_be_visible()
    picture(page, "review-queue")
    page.get_by_role("button", name=filed.title, exact=True).click()
    expect(page.get_by_role("heading", name=filed.title)).to_be_visible()
    page.get_by_label("Your name").fill("bob")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Publish")).to_be_enabled()
    expect(page.get_by_text("Only suggested").first).to_be_visible()
    picture(page, "review")

    press(page, "p")
    expect(page.get_by_text("Published: ")).to_be_visible()
    picture(page, "review-published")
    press(page, "u")
    expect(page.get_by_text("Decision taken back: ")).to_be_visible()

    expect(page.get_by_role("button", name="Send back")).to_be_enabled()
    press(page, "b")
    reason = page.get_by_label("Reason, for the submitter to read")
    expect(reason).to_be_visible()
    picture(page, "review-reason")
    page.keyboard.press("Tab")  # to the button that closes the dialog
    page.keyboard.press("Tab")  # to the reason
    page.keyboard.type("Say who noticed it, and when.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sent back: ")).to_be_visible()

    visit(page, server, f"read_report?id={filed.id}")
    expect(page.get_by_text("Say who noticed it, and when.").first).to_be_visible()
    picture(page, "report-sent-back")

    visit(page, server, f"edit_report?id={filed.id}")
    page.get_by_label("What happened, why, and what was done").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\nThe owner noticed it at noon.")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.reload()  # the tab and its session are gone; the address brings the edit back
    settle(page)
    expect(page.get_by_label("What happened, why, and what was done")).to_have_value(re.compile("noticed it at noon"))
    page.get_by_label("Your name").fill("ann")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    settle(page)
    picture(page, "edit")
    page.get_by_role("button", name="Save and ask for review").click()
    expect(page.get_by_text("Saved as version 5, in review.")).to_be_visible()

    visit(page, server, f"compare_versions?id={filed.id}")
    expect(page.get_by_text("+ The owner noticed it at noon.")).to_be_visible()
    picture(page, "versions")
    assert page.faults == []  # type: ignore[attr-defined]


def test_second_of_two_people_merges_in_the_browser(page: Page, server: str, filed: Report, taxonomy: Taxonomy):
    visit(page, server, f"edit_report?id={filed.id}")
    page.get_by_label("Your name").fill("eve")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    with Store(database_path()) as store:
        text = STORY.strip() + "\n\nBob's end."
        commit(filed.model_copy(update={"text": text}), store, taxonomy, actor="bob", state="in review", based_on=1)

    page.get_by_label("What happened, why, and what was done").fill(f"{STORY.strip()}\n\nEve's end.")
    page.keyboard.press("Control+Enter")
    settle(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing was overwritten")).to_be_visible()
    picture(page, "merge")
    page.get_by_role("radiogroup").get_by_text("Mine", exact=True).click()
    expect(page.get_by_role("radio", name="Mine")).to_be_checked()
    settle(page)
    page.get_by_role("button", name="Use this merge").click()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Saved as version 3, in review.")).to_be_visible()
    with Store(database_path()) as store:
        assert store.get(filed.id).report.text.endswith("restored a backup.\n\nEve's end.")

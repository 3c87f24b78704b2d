"""Long work in a real browser: begun, left with its tab, and found again by another visitor with its outcome."""

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus import Report, format_report
from tests.browser.conftest import WAIT, picture
from tests.browser.test_journey import visit

pytestmark = pytest.mark.browser


def bring(page: Page, server: str, content: str) -> None:
    visit(page, server, "browse_reports")
    page.get_by_text("Bring reports in").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "made-up.md", "mimeType": "text/markdown", "buffer": content.encode()}
    )
    expect(page.get_by_test_id("stFileChipName")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("The import is running").first).to_be_visible(timeout=WAIT)


def test_import_is_left_and_found_again_failed_and_done(page: Page, browser: Browser, server: str, report: Report):
    other = browser.new_context()
    first = other.new_page()
    bring(first, server, "---\ndate: never\n---\nA made-up story.")
    first.close()  # with the tab, nothing ends

    visit(page, server, "browse_reports")
    expect(page.get_by_text("The import failed")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("made-up.md:2")).to_be_visible()
    picture(page, "import-failed")

    width = page.viewport_size["width"] if page.viewport_size else 0
    made_up = report.model_copy(update={"id": f"made-up-{width}"})
    bring(page, server, format_report(made_up))
    picture(page, "import-running")
    visit(page, server, "see_model?section=Another+model")
    expect(page.get_by_role("button", name="Train a candidate")).to_be_enabled()
    picture(page, "model")
    visit(page, server, "browse_reports")
    expect(page.get_by_text("The import is done")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("1 imported, 0 already there")).to_be_visible()
    picture(page, "import-done")
    other.close()

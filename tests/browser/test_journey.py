"""The whole path in a real browser: file a made-up report, find it, see it counted, diagnose from its symptom."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import badge, picture, settle, write

pytestmark = pytest.mark.browser

REPORT = """On Tuesday our refund agent, which answers customers by itself, promised a customer 540 dollars back.
Policy allows no refund after ninety days, and the order was five months old.
The message and the payment order went out at once; no rule in code compared them with the refund table.
She posted a screenshot, and we honoured the payment.
The agent holds a token that can issue any refund, although its task needs only small ones.
Since Wednesday every refund above 100 dollars waits until a person has approved it, and a check in code refuses
refunds outside the ninety days."""
NARROW = 600
SUGGESTED = 120_000  # a fresh server loads the encoder first
TITLE = "Made-up example: refund agent pays out against policy"


def visit(page: Page, server: str, path: str = "") -> None:
    page.goto(f"{server}/{path}")
    settle(page)


def test_postmortem_is_filed_found_counted_and_used(page: Page, server: str):
    visit(page, server, "file_postmortem")
    width = page.viewport_size["width"] if page.viewport_size else 0
    title = f"{TITLE} ({'wide' if width > NARROW else 'narrow'})"
    page.get_by_label("Title").fill(title)
    write(page, REPORT)
    expect(badge(page, "Verifier")).to_be_visible(timeout=SUGGESTED)
    picture(page, "file")
    choose(page, "No gate")
    choose(page, "Unapproved action")

    expect(page.get_by_text("that you have not looked at")).to_be_visible()
    page.get_by_role("button", name="File it").click()
    expect(page.get_by_text("Filed as")).to_be_visible()
    page.get_by_role("link", name="Open it at its permanent address").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    address = page.url
    assert "id=" in address

    page.goto(address)
    settle(page)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text("filed here")).to_be_visible()
    picture(page, "report")

    visit(page, server, "browse_reports?q=refund+ninety+days&origin=filed")
    expect(page.get_by_role("link", name=title)).to_be_visible()
    picture(page, "browse")

    visit(page, server, "see_statistics?origin=filed")
    expect(page.get_by_role("heading", name="Where the failure sits")).to_be_visible()
    expect(page.locator("[aria-roledescription='bar']").first).to_be_visible()
    picture(page, "statistics")

    expect_case(page, server, title)
    assert page.faults == []  # type: ignore[attr-defined]


def expect_case(page: Page, server: str, title: str) -> None:
    """Diagnose from the symptom that the report was filed with, and find the report among the cases."""
    visit(page, server, "diagnose_incident?symptoms=unapproved-action")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Likely causes")).to_be_visible()
    cause = page.locator("[data-testid=stExpander]", has_text="P4.no-gate No gate")
    expect(cause).to_be_visible()
    if cause.locator("details:not([open])").count():
        cause.locator("summary").click()
    expect(cause.get_by_role("link", name=title)).to_be_visible(timeout=20_000)


def choose(page: Page, label: str) -> None:
    """Add a tag, as a person who corrects the suggestion does; nothing if it is there already."""
    if badge(page, label).count():
        return
    page.get_by_role("combobox", name="Add a tag").click()
    page.keyboard.type(label)
    page.get_by_role("option", name=re.compile(f"^{label} ")).first.click()
    settle(page)
    expect(badge(page, label)).to_be_visible()


@pytest.mark.parametrize("path", ["", "see_statistics", "read_reference", "browse_reports"])
def test_page_is_drawn_without_a_fault(page: Page, server: str, path: str):
    visit(page, server, path)
    if path == "see_statistics":
        expect(page.locator("[aria-roledescription='bar']").first).to_be_visible()
    picture(page, path or "home")

    assert page.get_by_text("Traceback").count() == 0
    assert page.faults == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It broke.", "fewer than 12"),
        ("Der Agent hat die Datenbank gelöscht, und niemand wurde vorher gefragt, ob er darf.", 'the language "de"'),
    ],
    ids=["short", "german"],
)
def test_text_that_cannot_be_tagged_is_declined_in_a_box(page: Page, server: str, text: str, words: str):
    visit(page, server, "file_postmortem")
    write(page, text)

    expect(page.get_by_text(words)).to_be_visible(timeout=SUGGESTED)
    assert page.get_by_text("Traceback").count() == 0


def test_upload_that_is_no_report_is_refused_in_a_box(page: Page, server: str):
    visit(page, server, "file_postmortem")
    page.get_by_role("button", name="A file").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "binary.txt", "mimeType": "text/plain", "buffer": b"ELF\x00\x01"}
    )

    expect(page.get_by_text("binary.txt: this is a binary file")).to_be_visible(timeout=30_000)

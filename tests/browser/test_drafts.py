"""A draft in a real browser: it outlives the server, its secrets are taken out, its tags follow one key."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WAIT, badge, picture, settle, write
from tests.browser.test_journey import REPORT, SUGGESTED, visit
from tests.serving import free_port, start_server

pytestmark = pytest.mark.browser

TEXT = "What happened, why, and what was done"
LEAK = "DB_PASS" + "WORD=Tr0ub4dor&3"


def test_what_was_typed_outlives_a_killed_server(browser: Browser, tmp_path: Path):
    port = free_port()
    process = start_server(tmp_path, port)
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    try:
        visit(page, f"http://127.0.0.1:{port}", "file_postmortem")
        write(page, "The agent dropped two tables while nobody looked.")
        expect(page).to_have_url(re.compile(r"draft=\w{32}"), timeout=WAIT)
        page.keyboard.type(" It was noticed at noon.")
        expect(page.get_by_label(TEXT)).to_be_focused()
        expect_saved(tmp_path, "noticed at noon.", page)

        process.kill()
        process.wait(10)
        process = start_server(tmp_path, port)
        page.reload()
        settle(page)

        whole = "The agent dropped two tables while nobody looked. It was noticed at noon."
        expect(page.get_by_label(TEXT)).to_have_value(whole, timeout=WAIT)
        visit(page, f"http://127.0.0.1:{port}", "file_postmortem")
        expect(page.get_by_text("Continue a draft (1)")).to_be_visible(timeout=WAIT)
    finally:
        process.kill()
        process.wait(10)
        context.close()


def test_discarded_draft_comes_back_with_its_text(page: Page, server: str):
    visit(page, server, "file_postmortem")
    write(page, "The agent dropped two tables while nobody looked.")
    expect(page.get_by_text(re.compile(r"Draft saved \d\d:\d\d:\d\d"))).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.get_by_text("The draft is discarded.")).to_be_visible(timeout=WAIT)
    settle(page)
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("The draft is discarded.")).not_to_be_visible(timeout=WAIT)
    settle(page)
    expect(page.get_by_label(TEXT)).to_have_value("The agent dropped two tables while nobody looked.", timeout=WAIT)


def expect_saved(home: Path, words: str, page: Page) -> None:
    """Wait until the words stand in the database, though the field was never left."""
    from corpus.store import Store
    from corpus.store.drafts import open_drafts

    for _ in range(300):
        with Store(home / "faultline.db") as store:
            if any(words in draft.fields["text"] for draft in open_drafts(store)):
                return
        page.wait_for_timeout(200)
    raise AssertionError("not saved within a minute")


def test_secret_is_shown_and_taken_out(page: Page, server: str):
    visit(page, server, "file_postmortem")
    write(page, f"{REPORT}\n\nThe log holds {LEAK} in clear.")

    expect(page.get_by_text("Looks like a secret")).to_be_visible(timeout=WAIT)
    picture(page, "secret")
    page.get_by_role("button", name="Take it out").click()

    expect(page.get_by_label(TEXT)).to_have_value(
        re.compile(r"DB_PASSWORD=\[secret removed: password\] in clear"), timeout=WAIT
    )
    expect(page.get_by_text("Looks like a secret")).not_to_be_visible(timeout=WAIT)


def test_suggestions_follow_one_key_and_letters_typed_in_the_text_do_not_count(page: Page, server: str):
    visit(page, server, "file_postmortem")
    page.get_by_label(TEXT).evaluate("field => { field.first = true }")
    write(page, REPORT)
    accepts = page.get_by_role("button", name=re.compile("^Accept(?! all)"))
    expect(badge(page, "Verifier")).to_be_visible(timeout=SUGGESTED)
    settle(page)

    # The field is the one that was there before the encoder came: nothing has taken it from under the cursor.
    assert page.get_by_label(TEXT).evaluate("field => field.first && field === document.activeElement")
    page.keyboard.type(" xa")
    page.wait_for_timeout(3000)
    settle(page)
    # The suggestion may follow the changed text; what an "x" would have rejected stands nowhere.
    expect(page.get_by_text("a click brings it back")).not_to_be_visible()
    before = accepts.count()

    page.get_by_role("heading", name="Tags").first.click()
    page.keyboard.press("a")
    expect(accepts).to_have_count(before - 1, timeout=WAIT)
    page.keyboard.press("x")
    expect(page.get_by_text("a click brings it back")).to_be_visible(timeout=WAIT)


def test_look_alike_is_linked_as_the_same_event(page: Page, server: str):
    visit(page, server, "file_postmortem")
    write(page, REPORT)
    page.get_by_role("button", name="Same event").first.click(timeout=SUGGESTED)

    expect(page.get_by_text("Linked as the same event")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Take the link away").click()
    expect(page.get_by_text("Linked as the same event")).not_to_be_visible(timeout=WAIT)
    assert page.faults == []  # type: ignore[attr-defined]

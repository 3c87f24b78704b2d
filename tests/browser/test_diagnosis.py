"""Incident mode in a real browser: by keyboard, with a second responder, and through the death of the server."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import picture, settle
from tests.serving import free_port, start_server

pytestmark = pytest.mark.browser

FOCUSED = """words => document.activeElement.matches("a, button, input")
    && (document.activeElement.ariaLabel || document.activeElement.innerText).includes(words)"""
SUGGESTED = 120_000  # milliseconds: a fresh server loads the encoder first
READING = 1100  # milliseconds: an answer that follows the last one within a second counts as given unread
TEXT = """Since nine this morning our deployment agent has been restarting the same job again and again.
It calls the same tool with the same arguments every few seconds and the token bill has doubled within an hour.
Nobody had set a limit on turns or money, and nothing has ended the run."""


def begin(page: Page, server: str, symptom: str, name: str = "") -> str:
    """Begin a diagnosis and return its address."""
    page.goto(f"{server}/diagnose_incident?symptoms={symptom}")
    settle(page)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your name").press("Tab")
    page.get_by_role("button", name="Begin").click()
    expect(question(page)).to_be_visible()
    page.wait_for_url("**diagnosis=*")
    return page.url


def question(page: Page) -> Locator:
    return page.locator("h2", has_text="?").first


def press(page: Page, key: str) -> None:
    """Press a key of the keyboard as one who has read the question, and wait until the question is another one."""
    settle(page)
    page.wait_for_timeout(READING)
    before = question(page).inner_text()
    page.keyboard.press(key)
    expect(question(page)).not_to_have_text(before)


def timeline(page: Page, words: str) -> Locator:
    return page.locator(".st-key-timeline").get_by_text(words).first


def test_diagnosis_is_answered_by_keyboard_alone(page: Page, server: str):
    begin(page, server, "destructive-action")
    first = question(page).inner_text()
    expect(page.get_by_text("Contain it now.").first).to_be_visible()
    picture(page, "diagnose-first")

    press(page, "y")
    expect(timeline(page, f"{first} yes")).to_be_visible()
    press(page, "n")
    press(page, "d")
    press(page, "b")
    expect(timeline(page, "taken back: don")).to_be_visible()

    expect(page.get_by_text("Fix it for good.").first).to_be_visible()
    picture(page, "diagnose")
    assert page.faults == []  # type: ignore[attr-defined]


def walk_to(page: Page, words: str) -> None:
    """Press Tab until the control with these words has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED, words):
            return
    raise AssertionError(f"Tab does not lead to {words}")


def test_cold_start_leads_from_symptom_to_verdict_by_keyboard_alone(page: Page, server: str):
    page.goto(server)
    settle(page)
    walk_to(page, "Diagnose")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose at least one symptom to begin.")).to_be_visible()
    settle(page)
    walk_to(page, "What do you see?")
    page.keyboard.type("hang")
    expect(page.get_by_role("option", name="Hang", exact=True)).to_have_attribute("data-focused", "true")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Begin")).to_be_enabled()
    settle(page)
    walk_to(page, "Begin")
    page.keyboard.press("Enter")
    expect(question(page)).to_be_visible()

    assert page.get_by_text("Seen: Hang", exact=True).is_visible()
    for key in "ynyy":
        press(page, key)

    expect(page.get_by_text("Most likely:")).to_be_visible()
    expect(page.get_by_text("Then fix it for good.")).to_be_visible()
    picture(page, "diagnose-cold")


@pytest.mark.parametrize("second", ["y", "n"])
def test_key_pressed_twice_leaves_the_next_question_to_be_read(page: Page, server: str, second: str):
    begin(page, server, "destructive-action")
    settle(page)
    first = question(page).inner_text()

    page.keyboard.press("y")
    page.wait_for_timeout(200)
    page.keyboard.press(second)

    expect(page.get_by_text("Not counted: pressed too soon").first).to_be_visible()
    expect(question(page)).not_to_have_text(first)
    settle(page)
    expect(timeline(page, first)).to_be_visible()
    assert page.locator(".st-key-timeline").get_by_role("button", name="Take back").count() == 1


def test_second_responder_opens_the_address_and_both_see_both(page: Page, server: str, browser: Browser):
    address = begin(page, server, "hang", "Ann")
    press(page, "y")
    context = browser.new_context()
    second = context.new_page()
    second.goto(address)
    settle(second)
    expect(timeline(second, "Ann")).to_be_visible()

    second.get_by_label("Your name").fill("Bo")
    second.get_by_label("Your name").press("Enter")
    second.get_by_label("Your name").blur()
    press(second, "n")

    expect(timeline(page, "UTC · Bo")).to_be_visible()
    picture(page, "diagnose-two")
    context.close()


def test_server_that_dies_in_the_middle_loses_no_answer(page: Page, tmp_path: Path):
    port = free_port()
    process = start_server(tmp_path, port)
    try:
        address = begin(page, f"http://127.0.0.1:{port}", "hang", "Ann")
        asked = [question(page).inner_text()]
        press(page, "y")
        asked.append(question(page).inner_text())
        press(page, "n")
        process.kill()
        process.wait(10)

        process = start_server(tmp_path, port)
        page.goto(address)
        settle(page)

        expect(timeline(page, f"{asked[0]} yes")).to_be_visible()
        expect(timeline(page, f"{asked[1]} no")).to_be_visible()
        expect(question(page)).to_be_visible()
    finally:
        process.kill()
        process.wait(10)


def test_classifier_proposes_symptoms_from_pasted_text(page: Page, server: str):
    page.goto(f"{server}/diagnose_incident")
    settle(page)
    page.get_by_text("Paste text and let the classifier").click()
    page.get_by_label("What is known so far").fill(TEXT)
    page.get_by_role("button", name="Propose symptoms").click()

    expect(page.get_by_text("%:").first).to_be_visible(timeout=60_000)
    picture(page, "diagnose-propose")
    page.get_by_role("button", name="Begin").click()
    expect(question(page)).to_be_visible()
    expect(page.get_by_text("The text it began with")).to_be_visible()


def test_draft_opens_on_the_file_page(page: Page, server: str):
    begin(page, server, "hang")
    press(page, "y")

    page.get_by_role("button", name="File as postmortem").click()

    expect(page.get_by_role("heading", name="File a postmortem")).to_be_visible()
    expect(page.get_by_label("What happened, why, and what was done")).to_have_value(re.compile("^## What happened"))
    expect(page.get_by_text("to look at. Key A accepts")).to_be_visible(timeout=SUGGESTED)
    settle(page)
    page.get_by_role("button", name="File it").click()
    expect(page.get_by_text("Accept or reject it yourself.").first).to_be_visible()


@pytest.mark.parametrize("diagnosis", ["nobody", "0" * 32])
def test_address_that_leads_nowhere_has_ways_on(page: Page, server: str, diagnosis: str):
    page.goto(f"{server}/diagnose_incident?diagnosis={diagnosis}")
    settle(page)

    page.get_by_role("button", name="Begin a new diagnosis").click()

    expect(page.get_by_text("Choose at least one symptom to begin.")).to_be_visible()
    assert page.get_by_text("Traceback").count() == 0

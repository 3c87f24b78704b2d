"""A real server with a fresh home, and a real Chromium to visit it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import ROOT
from tests.serving import chromium, end_server, free_port, start_server

SCREENSHOTS = Path(__file__).parent / "screenshots"
WAIT = 60_000
REPORT = "?id=2025-07-replit-code-freeze"
QUERIES = {"read_report": REPORT, "edit_report": REPORT, "compare_versions": REPORT, "home": ""}
expect.set_options(timeout=30_000)  # a fresh server loads the encoder, which keeps it busy for seconds


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the server's database."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[str]:
    """Start the app on a free port of this machine, and end it by its process id."""
    port = free_port()
    process = start_server(home, port)
    yield f"http://127.0.0.1:{port}"
    end_server(process)


def addresses() -> list[str]:
    """Return the address of every page, by what follows the server's, so that each shows something."""
    listed = re.findall(r'"app_pages/(\w+)\.py"', (ROOT / "app_pages" / "addresses.py").read_text(encoding="utf-8"))
    return ["" if name == "home" else name + QUERIES.get(name, "") for name in listed]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(params=[1440, 390], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 1000})
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    opened.faults = []  # type: ignore[attr-defined]
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))  # type: ignore[attr-defined]
    yield opened
    context.close()


def settle(page: Page) -> None:
    """Wait until the page has been drawn and no script of it is running any more."""
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=WAIT)
    page.wait_for_selector("h1")
    page.wait_for_function("document.querySelectorAll('[data-testid=stSkeleton]').length === 0")


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page, to be looked at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)


def write(page: Page, text: str) -> None:
    """Put a text into the report's field as a keyboard does, and stay in the field."""
    page.get_by_label("What happened, why, and what was done").click()
    page.keyboard.insert_text(text[:-1])
    page.keyboard.type(text[-1])


def badge(page: Page, label: str) -> Locator:
    """Return the tag with that name among those that would be filed."""
    return page.locator("[class*=st-key-row-] .stMarkdownBadge", has_text=label).filter(visible=True).first

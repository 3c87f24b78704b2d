"""Every page is opened, its links, controls and plain buttons are clicked once: no traceback, no error in the console.

Of a page's links to the same other page, such as the reports in a list, and of the options of one question, the first
two stand for all.
"""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, TimeoutError

from tests.browser.conftest import addresses, settle

pytestmark = pytest.mark.browser

ALIKE = 2
MOST_BUTTONS = 40
BUTTONS = (
    ":is([data-testid=stButton], [data-testid=stFormSubmitButton], [data-testid=stDownloadButton]) "
    "button:enabled:not(.st-key-begin-train button)"  # which trains a model for minutes
)
FOLDED = "[data-testid=stExpander] summary"
CONTROLS = {
    FOLDED: "part that folds",
    "[role=tab]": "tab",
    "[data-testid=stPopover] > * button:enabled, [data-testid=stPopover] > button:enabled": "part that pops up",
    "[data-testid=stCheckbox] label": "checkbox",
    "[data-testid=stButtonGroup] button:nth-child(-n + 2):enabled": "option",
    "[data-testid=stSelectbox] input:enabled, [data-testid=stMultiSelect] input:enabled": "list of options",
}
# Streamlit's page looks for its server below its own address first, where it finds none.
PROBED = ("/_stcore/health", "/_stcore/host-config")
HREFS = "links => links.filter(link => link.checkVisibility()).map(link => link.getAttribute('href'))"


class Crawler:
    """A page that remembers what went wrong on it, and which links have been clicked."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.faults: list[str] = []
        self.clicked: set[str] = set()
        self.controls: Counter[str] = Counter()
        self._watch(page)
        page.context.on("page", self._watch)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._hear(page, message))

    def _hear(self, page: Page, message: ConsoleMessage) -> None:
        resource = message.location.get("url", "")
        if message.type == "error" and not resource.endswith(PROBED):
            self.faults.append(f"{page.url}: {message.text} {resource}")

    def open(self, address: str) -> None:
        self.page.goto(f"{self.server}/{address}")
        self.look(f"opening {address}", self.page)

    def look(self, doing: str, page: Page) -> None:
        """Wait until the page stands, and note a traceback on it."""
        settle(page)
        self.faults += [f"{doing}: {shown}" for shown in page.get_by_test_id("stException").all_inner_texts()]

    def links(self) -> list[str]:
        """Return the links of the page, in order, that lead to pages of ours and have not been clicked."""
        number: Counter[str] = Counter()
        chosen = []
        for href in dict.fromkeys(self.page.locator("a[href]").evaluate_all(HREFS)):
            goal = urlsplit(urljoin(self.page.url, href))
            leaves = f"{goal.scheme}://{goal.netloc}" != self.server
            if leaves or href.startswith("#") or goal.geturl() in self.clicked:  # "#" is a place on the page itself
                continue
            number[goal.path] += 1
            if number[goal.path] <= ALIKE:
                self.clicked.add(goal.geturl())
                chosen.append(href)
        return chosen

    def click_link(self, address: str, href: str) -> None:
        link = self.page.locator(f'a[href="{href}"]:visible').first
        if link.get_attribute("target") == "_blank":
            with self.page.expect_popup() as waiting:
                link.click()
            self.look(f"{address}: link {href}", waiting.value)
            waiting.value.close()
            return
        link.click()
        self.look(f"{address}: link {href}", self.page)
        self.open(address)

    def click_controls(self, address: str) -> None:
        """Click each control of the page that is no plain button, what lay folded in the page included."""
        for selector, kind in CONTROLS.items():
            place = 0
            while place < min(self.page.locator(f"{selector} >> visible=true").count(), MOST_BUTTONS):
                self.page.locator(f"{selector} >> visible=true").nth(place).click()
                self.look(f"{address}: {kind} {place + 1}", self.page)
                self.page.keyboard.press("Escape")
                place += 1
            self.controls[kind] += place

    def unfold(self) -> None:
        """Open what is folded, so that the buttons in it can be clicked."""
        self.page.locator(FOLDED).evaluate_all(
            "all => all.filter(one => !one.parentElement.open).map(one => one.click())"
        )
        settle(self.page)

    def click_buttons(self, address: str) -> int:
        """Click each button of the page once, by the order on it, opening the page anew where a click has left it."""
        self.unfold()
        names = self.page.locator(f"{BUTTONS}:visible").all_inner_texts()[:MOST_BUTTONS]
        for place, name in enumerate(names):
            buttons = self.page.locator(f"{BUTTONS}:visible")
            if buttons.all_inner_texts()[:MOST_BUTTONS] != names:
                self.open(address)
                self.unfold()
            self._click(address, buttons.nth(place))
            self.look(f"{address}: button {name}", self.page)
        return len(names)

    def _click(self, address: str, button: Locator) -> None:
        try:
            button.click(timeout=5_000)
        except TimeoutError:  # what the click before it set going has only now put it out of use
            self.open(address)
            self.unfold()
            button.click()


@pytest.fixture(scope="module")
def crawler(browser: Browser, server: str) -> Iterator[Crawler]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(20_000)
    yield Crawler(context.new_page(), server)
    context.close()


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.split("?")[0] or "home")
def test_everything_on_the_page_can_be_clicked(crawler: Crawler, address: str):
    crawler.faults.clear()
    crawler.open(address)

    for href in crawler.links():
        crawler.click_link(address, href)
    crawler.click_controls(address)
    crawler.open(address)
    buttons = crawler.click_buttons(address)
    print(f"{address}: {buttons} buttons, {dict(crawler.controls)} and {len(crawler.clicked)} links so far")

    assert crawler.faults == []


def test_the_crawl_has_clicked_its_way_to_every_page(crawler: Crawler):
    reached = {urlsplit(goal).path for goal in crawler.clicked}

    # No shipped report has a second version, so nothing links to the comparison of versions yet.
    assert reached >= {f"/{address.split('?')[0]}" for address in addresses()} - {"/compare_versions"}
    assert all(crawler.controls[kind] for kind in CONTROLS.values())


def test_a_fault_is_noticed(crawler: Crawler):
    crawler.open("")
    crawler.faults.clear()
    crawler.page.evaluate("console.error('made up'); document.querySelector('h1').dataset.testid = 'stException'")
    crawler.look("a made-up fault", crawler.page)

    assert len(crawler.faults) == 2

"""How long pages take with 10,000 synthetic reports, in real Chromium: clicks, typing, the first page after a start.

A busy machine slows browser and server alike, so each is measured beside an app of two empty pages in the same run.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import many
from tests.bench.serving import LONGEST, Served, empty_app, page_of, served
from tests.serving import OURS, chromium

ROUNDS, STARTS = 3, 5
TEXT = "What happened, why, and what was done"
STORY = (
    "The agent dropped two tables in production although a freeze was on. No rule in code stood between it and the "
    "database. Nobody was asked about it. The team restored a backup and put an approval before every deletion. "
)
# Clicks an element or leaves a field; waits until the heading stands, the script is done and charts are drawn.
CLICK = """async (element, heading) => {
  const frame = () => new Promise(requestAnimationFrame);
  let moved = false;
  const done = () => {
    const state = document.querySelector("[data-testid=stApp]").dataset.testScriptState;
    moved = moved || state !== "notRunning";
    const headings = [...document.querySelectorAll("h1")].map((one) => one.textContent);
    const there = heading ? headings.some((one) => one.startsWith(heading)) : moved;
    const charts = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")].filter((one) => one.offsetParent);
    return there && state === "notRunning" && !document.querySelector("[data-testid=stSkeleton]")
      && charts.every((one) => one.querySelector("svg, canvas"));
  };
  const begun = performance.now();
  if (element.tagName === "INPUT") element.blur();
  else element.click();
  while (!done()) {
    if (performance.now() - begun > 60000) throw Error("no " + (heading || "answer") + " within a minute");
    await frame();
  }
  await frame();
  return performance.now() - begun;
}"""
# Notes, for every letter, the time from its key to the frame that shows it, and the longest time without a frame.
WATCH = """(field) => {
  window.letters = []; window.stall = 0;
  let pressed = 0, last = performance.now();
  field.addEventListener("keydown", () => { pressed = performance.now(); }, true);
  field.addEventListener("input", () => {
    const begun = pressed;
    requestAnimationFrame(() => setTimeout(() => window.letters.push(performance.now() - begun)));
  }, true);
  const tick = (now) => { window.stall = Math.max(window.stall, now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""


@dataclass(frozen=True)
class Click:
    """What is clicked, the heading it leads to (none: it stays on its page), and the address opened before.

    A target for which there are words is a field: they are written into it, and leaving it is the click.
    """

    name: str
    target: str
    heading: str = ""
    start: str = ""
    words: str = ""


def menu(page: str, heading: str) -> Click:
    """Return the click on a page in the navigation."""
    return Click(heading, f"[data-testid=stSidebarNavLink][href$='/{page}']", heading)


CLICKS = (
    menu("file_postmortem", "File a postmortem"),
    menu("browse_reports", "Browse the reports"),
    Click("Browse: a search", "input[aria-label=Search]", words="production database"),
    menu("see_statistics", "What fails, and how often"),
    menu("review_reports", "Review"),
    Click("Review: the one that waits longest", "[class*=st-key-open-] button", "Synthetic"),
    Click("Review: next", "button:has-text('Next')"),
    menu("read_reference", "Reference"),
    menu("diagnose_incident", "Diagnose an incident"),
    menu("see_reliability", "Trend and noise"),
    menu("see_model", "The model behind the suggestions"),
    menu("compare_replays", "Replay"),
    menu("choose_patterns", "Choose patterns"),
    menu("", "Where did it break?"),
    Click("Diagnose: begin", "button:has-text('Begin')", "Diagnosis", "diagnose_incident?symptoms=unapproved-action"),
    Click("Diagnose: an answer", "button:has-text('Yes')"),
    Click("Edit", "a[href*='edit_report']", "Edit: Synthetic", "read_report?id=synthetic-004711"),
    Click("Report", "a[href*='read_report']:has-text('The report as it stands')", "Synthetic"),
)


def main() -> None:
    """Print every figure about pages."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        home = Path(folder)
        print(f"{many.REPORTS:,} synthetic reports made in {many.make(home / 'faultline.db'):.0f} s", flush=True)
        first_page(browser, home)
        with served(OURS, home) as ours, served(empty_app(home), home) as empty:
            page, bare = page_of(browser, ours), page_of(browser, empty)
            page.get_by_role("heading", name="Where did it break?").wait_for()
            _wait_for_the_encoder(page, ours)
            clicks(page, bare, ours)
            typing(page, bare, ours)


def clicks(page: Any, bare: Any, server: "Served") -> None:
    """Print for every click: its first time, the median of the rounds after it, and the server's processor time."""
    taken: dict[str, list[tuple[float, float]]] = {one.name: [] for one in CLICKS}
    empty: list[float] = []
    for _ in range(ROUNDS + 1):
        for one in CLICKS:
            if one.start:
                page.goto(f"{server.address}/{one.start}")
            before = server.processor_seconds()
            seconds = click(page, one)
            taken[one.name].append((seconds, server.processor_seconds() - before))
        empty += [click(bare, menu("two", "Two")), click(bare, menu("", "One"))]
    print("click until the page stands, seconds; aim 1      first  median of 3  of it the server's processor")
    for name, times in taken.items():
        later = sorted(times[1:])
        print(f"{name:45} {times[0][0]:8.2f} {later[1][0]:12.2f} {statistics.median(t[1] for t in later):12.2f}")
    print(f"{'an app of two empty pages':45} {empty[0]:8.2f} {statistics.median(empty[2:]):12.2f}")


def click(page: Any, one: Click) -> float:
    """Return seconds from a click until the page that it leads to stands."""
    target = page.locator(one.target).first
    target.wait_for()
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
    if one.words:
        target.fill(one.words)
    return float(target.evaluate(CLICK, one.heading)) / 1000


def typing(page: Any, bare: Any, server: "Served") -> None:
    """Print the time from a key to its letter while suggestions are made, beside that in an empty app."""
    page.goto(f"{server.address}/file_postmortem")
    for name, one, label in (("while suggestions are made", page, TEXT), ("in an empty app", bare, "Text")):
        field = one.get_by_label(label)
        field.click()
        one.keyboard.insert_text(STORY * 3)
        field.evaluate(WATCH)
        for word in STORY.split():
            one.keyboard.type(" " + word, delay=60)
            one.wait_for_timeout(1500 if word.endswith(".") else 100)  # a pause sends the text for suggestions
        one.wait_for_timeout(1000)
        letters, stall = sorted(one.evaluate("window.letters")), one.evaluate("window.stall")
        whole = field.input_value() == STORY * 3 + " " + STORY.strip()
        print(
            f"key to letter {name}: median {statistics.median(letters):.0f} ms, slowest {letters[-1]:.0f} ms of "
            f"{len(letters)}; longest time without a frame {stall:.0f} ms; {'no letter' if whole else 'LETTERS'} lost"
        )


def first_page(browser: Any, home: Path) -> None:
    """Print from the start of the server to its first page, over that of an empty app, in rounds that take turns."""
    pairs = [(_first(browser, OURS, home), _first(browser, empty_app(home), home)) for _ in range(STARTS + 1)][1:]
    ratios = sorted(sum(ours) / sum(empty) for ours, empty in pairs)
    print(
        f"first page after a start / that of an empty app: {statistics.median(ratios):.2f} ({ratios[0]:.2f} to "
        f"{ratios[-1]:.2f}); aim 1.2"
    )
    for name, place in (("ours", 0), ("empty", 1)):
        up, drawn = (statistics.median(pair[place][part] for pair in pairs) for part in (0, 1))
        print(f"  {name}: {up:.2f} s until the server answers, {drawn:.2f} s from then until the page stands")


def _first(browser: Any, arguments: Sequence[str], home: Path) -> tuple[float, float]:
    begun = time.perf_counter()
    with served(arguments, home) as server:
        up = time.perf_counter()
        page = page_of(browser, server)
        page.locator("h1").wait_for()
        page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
        drawn = time.perf_counter()
        page.context.close()
    return up - begun, drawn - up


def _wait_for_the_encoder(page: Any, server: Served) -> None:
    """Wait until a text gets suggestions and the reports that look alike, so that no click pays for the loading."""
    page.goto(f"{server.address}/file_postmortem")
    page.get_by_label(TEXT).fill(STORY)
    page.get_by_label("Title").click()
    page.get_by_role("button", name="Same event").first.wait_for(timeout=2 * LONGEST)
    page.goto(server.address)


if __name__ == "__main__":
    main()

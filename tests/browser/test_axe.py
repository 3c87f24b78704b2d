"""Every page, wide and narrow, light and dark, is put before axe-core: no serious and no critical finding."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import WAIT, addresses, settle
from tests.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Begins the run and does not wait for it, since only waiting for a value has a limit.
RUN = "void axe.run(document, {resultTypes: ['violations'], preload: false}).then(found => { window.checked = found; })"
GRAVE = {"serious", "critical"}
# Streamlit's own list of pages puts headings and items into one list, which no page of ours can change.
STREAMLITS_OWN = {"list", "listitem"}
# It also writes a slider's value and a chosen option in the colour in which it draws chips under white words: on dark
# ground no colour has 4.5 to 1 with both; the chips have it, the slider's value has 4.2 and the option 3.9.
STREAMLITS_COLOUR = {"stSlider", "stButtonGroup"}


def findings(page: Page) -> list[str]:
    """Return the grave findings on the page as it stands, one line for each element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(RUN)
    result = page.wait_for_function("window.checked", timeout=WAIT, polling=200).json_value()
    return [
        f"{finding['id']} at {node['target']}: {node['html'][:200]}"
        for finding in result["violations"]
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
        if not (finding["id"] in STREAMLITS_OWN and "stSidebarNav" in (node["html"] + place(page, node)))
        if not (finding["id"] == "color-contrast" and place(page, node) in STREAMLITS_COLOUR)
    ]


def place(page: Page, node: dict[str, list[str]]) -> str:
    """Return Streamlit's name of its list of pages, of a slider or of options, if the element stands in one."""
    wanted = "[data-testid=stSidebarNav], [data-testid=stSlider], [data-testid=stButtonGroup]"
    script = f"at => document.querySelector(at)?.closest('{wanted}')?.dataset.testid ?? ''"
    return str(page.evaluate(script, node["target"][0]))


SECTIONS = (
    *(f"see_statistics?section={name}" for name in ("Together", "Time+and+product", "Source")),
    *(f"see_model?section={name}" for name in ("What+people+kept", "How+it+works", "Another+model")),
    "read_reference?facet=weaknesses&label=P4.no-gate",
    "choose_patterns?unit_of_work=minutes&outside_effect=yes",
)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_no_page_has_a_grave_finding(width: int, scheme: str, browser: Browser, server: str):
    assert AXE.is_file(), f"{AXE}: missing. Fetch it with: make {AXE.relative_to(ROOT)}"
    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    context.set_default_timeout(WAIT)
    page, found = context.new_page(), {}
    for address in (*addresses(), *SECTIONS):
        page.goto(f"{server}/{address}")
        settle(page)
        found[address] = findings(page)
    context.close()
    assert {address: some for address, some in found.items() if some} == {}

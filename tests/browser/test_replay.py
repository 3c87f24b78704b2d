"""The Replay page in a real browser: logs larger than a postmortem may be go through the real server."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import picture, settle

pytestmark = pytest.mark.browser


def write_log(path: Path, model: str) -> Path:
    lines = [
        json.dumps(
            {
                "workflow": f"synthetic-{number // 10}",
                "event": f"event-{number % 10}",
                "model_version": model,
                "prompt_version": "prompt-1",
                "outcome": {"decision": model if number % 70 == 5 else "approve", "reason": "made up " * 20},
            }
        )
        for number in range(10_000)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert path.stat().st_size > 2_000_000
    return path


def test_large_logs_are_uploaded_and_compared(page: Page, server: str, tmp_path: Path):
    page.goto(f"{server}/compare_replays")
    settle(page)
    files = page.locator("input[type=file]")
    files.nth(0).set_input_files(write_log(tmp_path / "old.jsonl", "model-1"))
    expect(page.get_by_text("Add the new log to compare")).to_be_visible()
    files.nth(1).set_input_files(write_log(tmp_path / "new.jsonl", "model-2"))

    expect(page.get_by_text("143 of 1,000 workflows diverge")).to_be_visible()
    expect(page.get_by_role("heading", name="Diverging workflows")).to_be_visible()
    settle(page)
    picture(page, "replay-logs")
    assert page.faults == []  # type: ignore[attr-defined]


def test_synthetic_reruns_are_judged(page: Page, server: str):
    page.goto(f"{server}/compare_replays")
    settle(page)
    page.get_by_role("tab", name="Rerun results").click()
    page.get_by_role("button", name="Try a synthetic example").last.click()

    expect(page.get_by_text("All cases together: Replay divergence")).to_be_visible()
    settle(page)
    picture(page, "replay-reruns")
    assert page.faults == []  # type: ignore[attr-defined]

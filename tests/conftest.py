"""Fixtures that every test may use: an isolated home, a store on disk, small reports, a tiny real encoder."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Report
from corpus.store import Store
from taxonomy import Taxonomy, shipped_taxonomy

ROOT = Path(__file__).parent.parent

STORY = """## What happened

The coding agent was told of a code freeze. It dropped two tables in the production database.

## Why

No rule in code stood between the agent and the production database.

## What was done

The team separated the two environments and restored a backup.
"""

TAGS: dict[str, dict[str, str | None]] = {
    "locus": {"sdb": "No rule in code stood between the agent and the production database."},
    "sdb_parts": {"verifier": "No rule in code stood between the agent and the production database."},
    "weaknesses": {"P4.no-gate": "No rule in code stood between the agent and the production database."},
    "runtime": {"autonomous": "The coding agent was told of a code freeze."},
    "symptoms": {"destructive-action": "It dropped two tables in the production database."},
    "fix_strengthens_sdb": {"yes": "The team separated the two environments and restored a backup."},
    "fix_parts": {"commit": "The team separated the two environments and restored a backup."},
    "impact": {"data-loss": "It dropped two tables in the production database."},
    "severity": {"sev2": "It dropped two tables in the production database."},
}


@pytest.fixture(autouse=True)
def _isolated_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    # Streamlit puts the page it runs in the place of the main module, which a new process would run once more.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def taxonomy() -> Taxonomy:
    return shipped_taxonomy()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "test.db") as opened:
        yield opened


@pytest.fixture
def report() -> Report:
    fields = {"id": "2025-07-freeze", "title": "Agent drops tables in a code freeze", "date": "2025-07-18"}
    return Report.model_validate({**fields, "product": "Agent", "tags": TAGS, "text": STORY.strip()})

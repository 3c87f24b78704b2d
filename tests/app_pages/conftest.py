"""Pages within the app's navigation, as they are while the encoder loads."""

import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corpus import Report, commit, database_path, open_store
from corpus.shipped import corpus_sha256
from corpus.store import Store, begin_diagnosis
from taxonomy import Taxonomy
from tests.conftest import ROOT

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
SUGGESTION: dict[str, Any] = {
    "model": {"version": "m1"},
    "abstained": False,
    "suggested": {"locus": "sdb", "sdb_parts": ["commit"], "weaknesses": ["P4.no-gate"], "symptoms": []},
    "sdb_parts": {"commit": 0.81, "verifier": 0.23},
    "evidence": {"commit": [{"start": 0, "end": 1, "text": "It dropped two tables in the production database."}]},
}


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with the shipped corpus, seeded once and copied for each test."""
    path = tmp_path_factory.mktemp("seeded") / "seeded.db"
    open_store(path).close()
    return path


@pytest.fixture(autouse=True)
def _seeded_home(_isolated_home: None, seeded: Path) -> None:
    database_path().parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(seeded, database_path())


@pytest.fixture(autouse=True)
def _without_encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages are tested as they are while the encoder loads; the browser tests have the real one."""
    for place in ("app_pages.cached", "app_pages.cached.encoder"):
        monkeypatch.setattr(f"{place}.start_loading", Future)  # never done
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def visit(page: str, /, **query: str) -> AppTest:
    """Open a page within the app's navigation, so that its links lead somewhere."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.run()
    for name, value in query.items():
        app.query_params[name] = value
    return app.switch_page(str(Path("app_pages") / f"{page}.py")).run()


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


@pytest.fixture
def filed(report: Report, taxonomy: Taxonomy) -> Report:
    visit("home")
    with Store(database_path()) as store:
        commit(report, store, taxonomy, actor="ann", state="published")
    return report


@pytest.fixture
def without_shipped_corpus() -> None:
    """These pages are about reports that people file; a database that counts as seeded opens at once."""
    with Store(database_path()) as store, store.write_tx():
        store.set_fact("corpus_sha256", corpus_sha256())


def write(report: Report, taxonomy: Taxonomy, state: Any = "in review", **more: Any) -> None:
    with Store(database_path()) as store:
        commit(report, store, taxonomy, actor=more.pop("actor", "ann"), state=state, **more)


@pytest.fixture
def submitted(report: Report, taxonomy: Taxonomy) -> Report:
    write(report, taxonomy, suggestion=SUGGESTION)
    return report


@pytest.fixture
def saved() -> str:
    """Return a diagnosis begun by Ann elsewhere."""
    visit("home")
    with Store(database_path()) as store:
        return begin_diagnosis(store, ["destructive-action"], "autonomous", text="It *dropped*.", name="Ann", at=AT)

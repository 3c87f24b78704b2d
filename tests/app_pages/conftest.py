"""Pages within the app's navigation, as they are while the encoder loads."""

import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corpus import Report, commit, database_path, open_store
from corpus.store import Store
from taxonomy import Taxonomy
from tests.conftest import ROOT


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


@pytest.fixture
def filed(report: Report, taxonomy: Taxonomy) -> Report:
    visit("home")
    with Store(database_path()) as store:
        commit(report, store, taxonomy, actor="ann", state="published")
    return report

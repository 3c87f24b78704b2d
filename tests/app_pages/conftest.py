"""Fixtures of the pages: no encoder, no cache kept from one test to the next, and how a page is visited."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def _without_encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages are tested as they are while the encoder loads; the browser tests have the real one."""
    monkeypatch.setattr("app_pages.cached.classifier", lambda: None)
    monkeypatch.setattr("app_pages.cached.start_loading", lambda: None)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def visit(page: str, **query: str) -> AppTest:
    """Open a page within the app's navigation, so that its links lead somewhere."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.run()
    for name, value in query.items():
        app.query_params[name] = value
    return app.switch_page(str(Path("app_pages") / f"{page}.py")).run()

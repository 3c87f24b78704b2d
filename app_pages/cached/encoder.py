"""The encoder as it loads in the background, and the index of reports by what they say."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

import streamlit as st

from app_pages.cached.opened import revision
from corpus import database_path, open_store
from taxonomy import shipped_taxonomy
from taxonomy.errors import FaultlineError

if TYPE_CHECKING:
    from classifier.similar import Index
    from classifier.suggest import Classifier

HEAD_START_SECONDS = 0.5  # for the first page to reach the browser: loading keeps the interpreter busy
_ONE_AT_A_TIME = Lock()  # the second finds the vectors that the first has kept


@st.cache_resource(show_spinner=False)
def start_loading() -> "Future[Classifier]":
    """Begin to load the classifier in the background, once per server."""
    loading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoder").submit(_load)
    loading.add_done_callback(_get_ahead)
    return loading


def load_again() -> None:
    """Load the classifier anew, because another model is in service."""
    start_loading.clear()
    start_loading()


def classifier() -> "Classifier | None":
    """Return the classifier, or None while it is still loading; raise what loading it raised."""
    loading = start_loading()
    return loading.result() if loading.done() else None


def trouble() -> str | None:
    """Return why there will be no classifier, or None while it may still come."""
    try:
        classifier()
    except FaultlineError as error:
        return str(error)
    return None


def classifier_within(seconds: float) -> "Classifier | None":
    """Return the classifier, waiting for it at most so long; raise what loading it raised."""
    try:
        return start_loading().result(seconds)
    except TimeoutError:
        return None


def index() -> "Index | None":
    """Return the index of published reports, or None until the first has been built in the background.

    While a newer one is being built, the one before answers.
    """
    if classifier() is None:
        return None
    building, ready = _index(revision()), _last_index()
    if building.done():
        ready["index"] = building.result()
    return ready.get("index")


def _load() -> "Classifier":
    time.sleep(HEAD_START_SECONDS)
    from classifier import load_classifier

    return load_classifier(shipped_taxonomy())


def _get_ahead(loading: "Future[Classifier]") -> None:
    """Import what the first chart would wait for, once the classifier is there or cannot be."""
    import app_pages.charts  # noqa: F401 - for what it loads


@st.cache_resource(show_spinner=False, max_entries=2)
def _index(revision: int) -> "Future[Index]":
    building: Future[Index] = Future()
    # A daemon: a server that is told to stop while it reads thousands of reports stops at once.
    Thread(target=_build_index, args=(database_path(), building), name="index", daemon=True).start()
    return building


@st.cache_resource(show_spinner=False)
def _last_index() -> "dict[str, Index]":
    return {}


def _build_index(path: Path, building: "Future[Index]") -> None:
    from classifier.similar import build_index

    try:
        with _ONE_AT_A_TIME, open_store(path, seed=False) as opened:
            building.set_result(build_index(opened, start_loading().result().encoder))
    except Exception as error:  # whoever asks for the result is told
        building.set_exception(error)

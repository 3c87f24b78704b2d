"""The only module that caches: the taxonomy, the classifier as it loads, and the answers of queries."""

import io
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread

import streamlit as st

from classifier import report as evaluation_report
from classifier.evaluation import EvaluationReport
from classifier.model import Manifest
from classifier.persistence import load_manifest, model_folder
from classifier.similar import Index
from classifier.suggest import Classifier
from corpus import database_path, open_store
from corpus.acceptance import Use, measure_use
from corpus.statistics import Share, column_shares, facet_shares, period_shares
from corpus.store import Filter, Store, count, decided_suggestions, pair_counts, search, tag_sets
from diagnostics import Catalogue, Engine, cases_of, shipped_catalogue
from diagnostics.replay import Comparison, Runs, compare, read_log, read_runs
from diagnostics.selection import Selection, shipped_selection
from taxonomy import Taxonomy, shipped_taxonomy
from taxonomy.errors import FaultlineError

_ONE_AT_A_TIME = Lock()  # the second finds the vectors that the first has kept


def taxonomy() -> Taxonomy:
    """Return the shipped taxonomy."""
    return shipped_taxonomy()


def catalogue() -> Catalogue:
    """Return the shipped checks and signatures."""
    return shipped_catalogue()


def selection() -> Selection:
    """Return the shipped questions and rules by which patterns are chosen."""
    return shipped_selection()


@contextmanager
def store() -> Iterator[Store]:
    """Open the database for one use; the first use in a process seeds it."""
    with open_store(database_path(), seed=_seed_once()) as opened:
        yield opened


@st.cache_resource(show_spinner=False)
def start_loading() -> "Future[Classifier]":
    """Begin to load the classifier in the background, once per server."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoder").submit(_load)


def classifier() -> Classifier | None:
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


def classifier_within(seconds: float) -> Classifier | None:
    """Return the classifier, waiting for it at most so long; raise what loading it raised."""
    try:
        return start_loading().result(seconds)
    except TimeoutError:
        return None


def revision() -> int:
    """Return a number that grows with every change of any report."""
    with store() as opened:
        return opened.revision()


def index() -> Index | None:
    """Return the index of published reports, or None until the first has been built in the background.

    While a newer one is being built, the one before answers.
    """
    if classifier() is None:
        return None
    building, ready = _index(revision()), _last_index()
    if building.done():
        ready["index"] = building.result()
    return ready.get("index")


def engine() -> Engine:
    """Return the diagnosis engine with the counts of the published reports as they stand."""
    return _engine(revision())


def shares(facet: str, wanted: Filter) -> list[Share]:
    """Return the shares of a facet's labels among the reports that match."""
    return _shares(revision(), facet, repr(wanted), wanted)


def pairs(rows: str, columns: str, wanted: Filter) -> dict[tuple[str, str], int]:
    """Return how many matching reports carry each pair of labels."""
    return _pairs(revision(), rows, columns, repr(wanted), wanted)


def _load() -> Classifier:
    from classifier import load_classifier

    return load_classifier(shipped_taxonomy())


@st.cache_resource(show_spinner=False)
def _seed_once() -> bool:
    with open_store(database_path(), seed=True):
        return False


@st.cache_resource(show_spinner=False, max_entries=2)
def _index(revision: int) -> "Future[Index]":
    building: Future[Index] = Future()
    # A daemon: a server that is told to stop while it reads thousands of reports stops at once.
    Thread(target=_build_index, args=(database_path(), building), name="index", daemon=True).start()
    return building


@st.cache_resource(show_spinner=False)
def _last_index() -> dict[str, Index]:
    return {}


def _build_index(path: Path, building: "Future[Index]") -> None:
    from classifier.similar import build_index

    try:
        with _ONE_AT_A_TIME, open_store(path, seed=False) as opened:
            building.set_result(build_index(opened, start_loading().result().encoder))
    except Exception as error:  # whoever asks for the result is told
        building.set_exception(error)


@st.cache_resource(show_spinner=False, max_entries=2)
def _engine(revision: int) -> Engine:
    with store() as opened:
        return Engine(taxonomy(), catalogue(), cases_of(tag_sets(opened, Filter())))


@st.cache_data(show_spinner=False, max_entries=200)
def _shares(revision: int, facet: str, key: str, _wanted: Filter) -> list[Share]:
    with store() as opened:
        return facet_shares(opened, taxonomy(), facet, _wanted)


@st.cache_data(show_spinner=False, max_entries=50)
def _pairs(revision: int, rows: str, columns: str, key: str, _wanted: Filter) -> dict[tuple[str, str], int]:
    with store() as opened:
        return pair_counts(opened, rows, columns, _wanted)


def values(column: str, wanted: Filter) -> list[Share]:
    """Return the shares of the values of a column among the reports that match; quarters and months in their order."""
    return _values(revision(), column, repr(wanted), wanted)


@st.cache_data(show_spinner=False, max_entries=200)
def _values(revision: int, column: str, key: str, _wanted: Filter) -> list[Share]:
    counted = period_shares if column in ("quarter", "month") else column_shares
    with store() as opened:
        return counted(opened, column, _wanted)


@st.cache_data(show_spinner="Comparing", max_entries=4)
def comparison(old: bytes, new: bytes, names: tuple[str, str]) -> Comparison:
    """Return what two logs say; raise DiagnosticsError for files that cannot be used."""
    return compare(read_log(io.BytesIO(old), names[0]), read_log(io.BytesIO(new), names[1]))


@st.cache_data(show_spinner="Reading", max_entries=4)
def reruns(content: bytes, name: str) -> Runs:
    """Return rerun results as read; raise DiagnosticsError for a file that cannot be used."""
    return read_runs(io.BytesIO(content), name)


def titles() -> dict[str, str]:
    """Return the title of every published report by its id."""
    return _titles(revision())


@st.cache_data(show_spinner=False, max_entries=2)
def _titles(revision: int) -> dict[str, str]:
    with store() as opened:
        return {hit.id: hit.title for hit in search(opened, Filter(), limit=1_000_000)}


def use() -> Use:
    """Return what became of the suggestions that published reports came out of."""
    return _use(revision())


@st.cache_data(show_spinner=False, max_entries=2)
def _use(revision: int) -> Use:
    with store() as opened:
        return measure_use(decided_suggestions(opened), taxonomy())


def manifest() -> Manifest:
    """Return what the model in service was made from; raise ModelError if it cannot be read."""
    return load_manifest(model_folder())


def evaluation() -> EvaluationReport | None:
    """Return the kept evaluation, or None if there is none; raise ModelError if it cannot be read."""
    return evaluation_report.read_report(evaluation_report.PATH) if evaluation_report.PATH.is_file() else None


def model_card() -> str:
    """Return the model card as Markdown."""
    return evaluation_report.CARD.read_text(encoding="utf-8")


def total(wanted: Filter) -> int:
    """Return how many reports match."""
    return _total(revision(), repr(wanted), wanted)


@st.cache_data(show_spinner=False, max_entries=200)
def _total(revision: int, key: str, _wanted: Filter) -> int:
    with store() as opened:
        return count(opened, _wanted)


def tags() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the labels of every published report, by report and facet."""
    return _tags(revision())


@st.cache_data(show_spinner=False, max_entries=2)
def _tags(revision: int) -> dict[str, dict[str, tuple[str, ...]]]:
    with store() as opened:
        return tag_sets(opened, Filter())

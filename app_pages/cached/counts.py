"""What the published reports say, counted: each answer is kept until a report changes."""

from typing import TYPE_CHECKING

import streamlit as st

from app_pages.cached.opened import catalogue, revision, store, taxonomy
from corpus.acceptance import Use, measure_use
from corpus.statistics import Share, column_shares, facet_shares, period_shares
from corpus.store import Filter, count, decided_suggestions, pair_counts, tag_sets
from corpus.store import titles as report_titles

if TYPE_CHECKING:  # imported where it is used, so that the first page after a start does not wait for it
    from diagnostics import Engine


def engine() -> "Engine":
    """Return the diagnosis engine with the counts of the published reports as they stand."""
    return _engine(revision())


def shares(facet: str, wanted: Filter) -> list[Share]:
    """Return the shares of a facet's labels among the reports that match."""
    return _shares(revision(), facet, repr(wanted), wanted)


def pairs(rows: str, columns: str, wanted: Filter) -> dict[tuple[str, str], int]:
    """Return how many matching reports carry each pair of labels."""
    return _pairs(revision(), rows, columns, repr(wanted), wanted)


def values(column: str, wanted: Filter) -> list[Share]:
    """Return the shares of the values of a column among the reports that match; quarters and months in their order."""
    return _values(revision(), column, repr(wanted), wanted)


def total(wanted: Filter) -> int:
    """Return how many reports match."""
    return _total(revision(), repr(wanted), wanted)


def titles() -> dict[str, str]:
    """Return the title of every published report by its id."""
    return _titles(revision())


def tags() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the labels of every published report, by report and facet."""
    return _tags(revision())


def use() -> Use:
    """Return what became of the suggestions that published reports came out of."""
    return _use(revision())


@st.cache_resource(show_spinner=False, max_entries=2)
def _engine(revision: int) -> "Engine":
    from diagnostics import Engine, cases_of

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


@st.cache_data(show_spinner=False, max_entries=200)
def _values(revision: int, column: str, key: str, _wanted: Filter) -> list[Share]:
    counted = period_shares if column in ("quarter", "month") else column_shares
    with store() as opened:
        return counted(opened, column, _wanted)


@st.cache_data(show_spinner=False, max_entries=200)
def _total(revision: int, key: str, _wanted: Filter) -> int:
    with store() as opened:
        return count(opened, _wanted)


@st.cache_resource(show_spinner=False, max_entries=2)  # not copied for every reader
def _titles(revision: int) -> dict[str, str]:
    with store() as opened:
        return report_titles(opened, Filter())


@st.cache_resource(show_spinner=False, max_entries=2)  # not copied for every reader
def _tags(revision: int) -> dict[str, dict[str, tuple[str, ...]]]:
    with store() as opened:
        return tag_sets(opened, Filter())


@st.cache_data(show_spinner="Counting", max_entries=2)
def _use(revision: int) -> Use:
    with store() as opened:
        return measure_use(decided_suggestions(opened), taxonomy())

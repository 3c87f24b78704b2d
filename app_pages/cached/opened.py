"""What every page opens: the taxonomy and its companions, and the database, seeded once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from corpus import database_path, open_store
from corpus.store import Store
from taxonomy import Taxonomy, shipped_taxonomy

if TYPE_CHECKING:  # imported where it is used, so that the first page after a start does not wait for it
    from diagnostics import Catalogue
    from diagnostics.selection import Selection


def taxonomy() -> Taxonomy:
    """Return the shipped taxonomy."""
    return shipped_taxonomy()


def catalogue() -> "Catalogue":
    """Return the shipped checks and signatures."""
    from diagnostics import shipped_catalogue

    return shipped_catalogue()


def selection() -> "Selection":
    """Return the shipped questions and rules by which patterns are chosen."""
    from diagnostics.selection import shipped_selection

    return shipped_selection()


@contextmanager
def store() -> Iterator[Store]:
    """Open the database for one use; the first use in a process seeds it."""
    with open_store(database_path(), seed=_seed_once()) as opened:
        yield opened


def revision() -> int:
    """Return a number that grows with every change of any report."""
    with store() as opened:
        return opened.revision()


@st.cache_resource(show_spinner=False)
def _seed_once() -> bool:
    with open_store(database_path(), seed=True):
        return False

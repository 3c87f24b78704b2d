"""The database: every line of SQL is in this package."""

from corpus.store.history import Version, Waiting, decided_suggestions, history, latest_suggestion, version_of, waiting
from corpus.store.queries import (
    COLUMNS,
    ORDERS,
    Filter,
    Hit,
    column_counts,
    count,
    label_counts,
    pair_counts,
    search,
    tag_sets,
)
from corpus.store.reports import Change, Entry, Store, Stored

__all__ = [
    "COLUMNS",
    "ORDERS",
    "Change",
    "Entry",
    "Filter",
    "Hit",
    "Store",
    "Stored",
    "Version",
    "Waiting",
    "column_counts",
    "count",
    "decided_suggestions",
    "history",
    "label_counts",
    "latest_suggestion",
    "pair_counts",
    "search",
    "tag_sets",
    "version_of",
    "waiting",
]

"""The database: every line of SQL is in this package."""

from corpus.store.queries import (
    COLUMNS,
    ORDERS,
    Filter,
    Hit,
    column_counts,
    count,
    label_counts,
    pair_counts,
    same_event,
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
    "column_counts",
    "count",
    "label_counts",
    "pair_counts",
    "same_event",
    "search",
    "tag_sets",
]

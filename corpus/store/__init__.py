"""The database: every line of SQL is in this package."""

from corpus.store.diagnoses import (
    SavedAnswer,
    SavedDiagnosis,
    add_answer,
    begin_diagnosis,
    last_seq,
    load_diagnosis,
)
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
    "SavedAnswer",
    "SavedDiagnosis",
    "Store",
    "Stored",
    "Version",
    "Waiting",
    "add_answer",
    "begin_diagnosis",
    "column_counts",
    "count",
    "decided_suggestions",
    "history",
    "label_counts",
    "last_seq",
    "latest_suggestion",
    "load_diagnosis",
    "pair_counts",
    "search",
    "tag_sets",
    "version_of",
    "waiting",
]

"""The database: every line of SQL is in this package."""

from corpus.store.actions import ActionItem, ActionState, action_audit, action_items, add_action, set_action
from corpus.store.diagnoses import (
    SavedAnswer,
    SavedDiagnosis,
    add_answer,
    begin_diagnosis,
    last_seq,
    load_diagnosis,
)
from corpus.store.queries import (
    COLUMNS,
    ORDERS,
    Filter,
    Hit,
    column_counts,
    count,
    label_counts,
    latest,
    pair_counts,
    search,
    tag_sets,
)
from corpus.store.reports import Change, Entry, Store, Stored

__all__ = [
    "COLUMNS",
    "ORDERS",
    "ActionItem",
    "ActionState",
    "Change",
    "Entry",
    "Filter",
    "Hit",
    "SavedAnswer",
    "SavedDiagnosis",
    "Store",
    "Stored",
    "action_audit",
    "action_items",
    "add_action",
    "add_answer",
    "begin_diagnosis",
    "column_counts",
    "count",
    "label_counts",
    "last_seq",
    "latest",
    "load_diagnosis",
    "pair_counts",
    "search",
    "set_action",
    "tag_sets",
]

"""Choosing patterns: five steps from answers to a decision record of six lines."""

from diagnostics.selection.answers import Answers, Place, load_answers, make_answers
from diagnostics.selection.load import Selection, load_selection, shipped_selection
from diagnostics.selection.record import Line, Record, make_record

__all__ = [
    "Answers",
    "Line",
    "Place",
    "Record",
    "Selection",
    "load_answers",
    "load_selection",
    "make_answers",
    "make_record",
    "shipped_selection",
]

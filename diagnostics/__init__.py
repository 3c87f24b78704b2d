"""Diagnosis: from symptoms and answers to ranked causes, the next check, and the fix."""

from diagnostics.cases import Cases, cases_of
from diagnostics.engine import Engine, Observed, Step
from diagnostics.load import Catalogue, DiagnosticsError, load_catalogue, shipped_catalogue
from diagnostics.model import Check, Signature

__all__ = [
    "Cases",
    "Catalogue",
    "Check",
    "DiagnosticsError",
    "Engine",
    "Observed",
    "Signature",
    "Step",
    "cases_of",
    "load_catalogue",
    "shipped_catalogue",
]

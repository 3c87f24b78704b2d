"""What files say: logs that a visitor brings, and the model with its evaluation and its card."""

import io
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:  # imported where it is used, so that the first page after a start does not wait for it
    from classifier.evaluation import EvaluationReport
    from classifier.model import Manifest
    from diagnostics.replay import Comparison, Runs


@st.cache_data(show_spinner="Comparing", max_entries=4)
def comparison(old: bytes, new: bytes, names: tuple[str, str]) -> "Comparison":
    """Return what two logs say; raise DiagnosticsError for files that cannot be used."""
    from diagnostics.replay import compare, read_log

    return compare(read_log(io.BytesIO(old), names[0]), read_log(io.BytesIO(new), names[1]))


@st.cache_data(show_spinner="Reading", max_entries=4)
def reruns(content: bytes, name: str) -> "Runs":
    """Return rerun results as read; raise DiagnosticsError for a file that cannot be used."""
    from diagnostics.replay import read_runs

    return read_runs(io.BytesIO(content), name)


def manifest() -> "Manifest":
    """Return what the model in service was made from; raise ModelError if it cannot be read."""
    from classifier.persistence import load_manifest, model_folder

    return load_manifest(model_folder())


def evaluation() -> "EvaluationReport | None":
    """Return the kept evaluation, or None if there is none; raise ModelError if it cannot be read."""
    from classifier import report as evaluation_report

    return evaluation_report.read_report(evaluation_report.PATH) if evaluation_report.PATH.is_file() else None


def model_card() -> str:
    """Return the model card as Markdown."""
    from classifier.report import CARD

    return CARD.read_text(encoding="utf-8")

"""What files say: logs that a visitor brings, and the model with its evaluation and its card."""

import io

import streamlit as st

from classifier import report as evaluation_report
from classifier.evaluation import EvaluationReport
from classifier.model import Manifest
from classifier.persistence import load_manifest, model_folder
from diagnostics.replay import Comparison, Runs, compare, read_log, read_runs


@st.cache_data(show_spinner="Comparing", max_entries=4)
def comparison(old: bytes, new: bytes, names: tuple[str, str]) -> Comparison:
    """Return what two logs say; raise DiagnosticsError for files that cannot be used."""
    return compare(read_log(io.BytesIO(old), names[0]), read_log(io.BytesIO(new), names[1]))


@st.cache_data(show_spinner="Reading", max_entries=4)
def reruns(content: bytes, name: str) -> Runs:
    """Return rerun results as read; raise DiagnosticsError for a file that cannot be used."""
    return read_runs(io.BytesIO(content), name)


def manifest() -> Manifest:
    """Return what the model in service was made from; raise ModelError if it cannot be read."""
    return load_manifest(model_folder())


def evaluation() -> EvaluationReport | None:
    """Return the kept evaluation, or None if there is none; raise ModelError if it cannot be read."""
    return evaluation_report.read_report(evaluation_report.PATH) if evaluation_report.PATH.is_file() else None


def model_card() -> str:
    """Return the model card as Markdown."""
    return evaluation_report.CARD.read_text(encoding="utf-8")

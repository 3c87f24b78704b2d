"""What the File page does: read an upload, ask the classifier, hand the report to the boundary."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from app_pages import cached
from app_pages.session import Filing
from corpus import CorpusError, commit
from corpus.boundary import Commit, Reject
from corpus.documents import make_report, read_document
from corpus.errors import ReportError
from taxonomy import Finding


def read_upload(uploaded: Any) -> Mapping[str, Any]:
    """Return the fields that an upload brings; an error box and no field if it cannot be read."""
    if uploaded is None:
        return {}
    try:
        return {**read_document(uploaded.getvalue(), uploaded.name), "file": uploaded.file_id}
    except CorpusError as error:
        st.error(str(error))
        return {}


def suggest(filing: Filing, text: str) -> None:
    """Ask the classifier about a text; what it declines is said in a box, and the filing stays as it was."""
    ready = cached.classifier()
    if ready is None:
        st.info("The encoder is still loading, about ten seconds after the first start. Press the button again then.")
        return
    suggestion = ready.suggest(text.strip(), cached.index())
    if suggestion.reason is not None:
        st.error(f"No suggestion: {suggestion.reason}")
        return
    filing.suggestion = suggestion


def file_report(filing: Filing, fields: Mapping[str, Any]) -> Commit | Reject:
    """Publish a report through the boundary and remember the receipt; a refusal names every problem."""
    try:
        report = make_report(fields)
    except ReportError as error:
        return Reject(tuple(Finding("field", "report", problem) for problem in error.problems))
    with cached.store() as store:
        report = report.model_copy(update={"id": store.free_id(report.id)})
        suggestion = filing.suggestion.to_json(report.id) if filing.suggestion else None
        taxonomy = cached.taxonomy()
        outcome = commit(report, store, taxonomy, actor="web", state="published", key=filing.key, suggestion=suggestion)
    if isinstance(outcome, Commit):
        filing.receipt = outcome
    return outcome


def default_date(given: Mapping[str, Any]) -> date:
    """Return the date an upload gives, or today."""
    day = given.get("date")
    try:
        return day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError:
        return date.today()

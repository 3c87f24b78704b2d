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


def enter_report(filing: Filing, given: Mapping[str, Any]) -> dict[str, Any]:
    """Show the form of a report, prefilled with what an upload gave, and return what stands in it."""
    key = f"{filing.round}-{given.get('file', '')}"
    return {
        "title": st.text_input("Title", given.get("title", ""), max_chars=200, key=f"title-{key}"),
        "product": st.text_input("Product or system", given.get("product", ""), max_chars=100, key=f"product-{key}"),
        "date": st.date_input("Date of the event", _date_of(given), key=f"date-{key}"),
        "text": st.text_area(
            "What happened, why, and what was done",
            given.get("text", ""),
            height=420,
            key=f"text-{key}",
            placeholder="Paste the report. English, a few sentences at least.",
        ),
    }


def _date_of(given: Mapping[str, Any]) -> date:
    day = given.get("date")
    try:
        return day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError:
        return date.today()

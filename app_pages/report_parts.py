"""Pieces of the Report page."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.prose import FACET_COLOURS, literal
from corpus.alike import shared_labels
from corpus.citing import bibtex, citation
from corpus.report import Report
from corpus.store import Entry, Stored
from taxonomy import FaultlineError, Taxonomy


def show_facts(stored: Stored) -> None:
    """Show what is known about a report in one line."""
    report = stored.report
    grade = f"source grade {report.source_grade}" if report.source_grade else "no source given"
    origin = "shipped corpus" if stored.origin == "shipped" else "filed here"
    facts = (str(report.date), report.product, stored.state, grade, origin, f"version {stored.version}")
    st.caption(literal(" · ".join(filter(None, facts))))


def show_tags(report: Report, taxonomy: Taxonomy) -> None:
    """Show a report's tags by facet, each linked to its place in the reference."""
    st.subheader("Tags")
    for facet in taxonomy.coded_facets():
        labels = [taxonomy.label(facet, label) for label in report.labels(facet)]
        if labels:
            st.markdown(f":small[**{taxonomy.facets[facet].name}**]")
            colour = FACET_COLOURS[facet]
            links = (addresses.label_link(facet, label.id, label.name) for label in labels if label)
            st.markdown("  \n".join(f":{colour}-background[{link}]" for link in links))


def show_similar(report: Report) -> None:
    """Show the reports nearest to this one with the tags they share, as soon as the encoder is there."""
    st.subheader("Similar reports")
    try:
        ready, index = cached.classifier(), cached.index()
    except FaultlineError as error:
        st.error(str(error))
        return
    if ready is None or index is None:
        st.caption("The encoder is still loading; open the report again in a few seconds.")
        return
    vector = index.vector(report.id)
    if vector is None:
        vector = ready.encoder.encode([report.text])[0].document
    for similar in index.nearest(vector, without=report.id):
        addresses.show_title(similar.id, similar.title, score=similar.score)
        st.caption(_why(report, similar.id))
    st.caption(
        "Found by what they say; the number is the likeness of the texts (cosine), the tags are what both carry."
    )


def show_citation(report: Report) -> None:
    """Show how to cite a report, each way with a button that copies it, and its permanent address."""
    address = addresses.report_address(report.id)
    with st.expander("Cite", icon=":material/format_quote:"):
        for name, words, language in (
            ("Permanent address", address, None),
            ("Citation", citation(report, address), None),
            ("BibTeX", bibtex(report, address), "latex"),
        ):
            st.markdown(f":small[**{name}**]")
            st.code(words, language=language, wrap_lines=True)


def show_history(history: list[Entry]) -> None:
    """Show every change of a report."""
    with st.expander(f"History ({len(history)})"):
        for entry in history:
            st.caption(
                literal(f"{entry.at} · version {entry.version} · {entry.action} by {entry.actor} · {entry.note}")
            )


def _why(report: Report, other: str) -> str:
    shared = shared_labels(report.tags, cached.tags().get(other, {}), cached.taxonomy())
    names = literal(", ".join(label.name for label in shared))
    return f"Both: {names}" if shared else "Alike in words only; no cause, symptom or fix in common"

"""Pieces of the Report page."""

from collections.abc import Mapping

import streamlit as st

from app_pages import addresses, cached
from app_pages.prose import FACET_COLOURS, literal, number_of
from app_pages.waiting import wait_for_both
from corpus import UnknownReport
from corpus.alike import shared_labels
from corpus.citing import bibtex, citation
from corpus.report import Report
from corpus.store import Store, Stored
from taxonomy import FaultlineError, Taxonomy


def named_report(store: Store, title: str) -> Stored:
    """Return the report that the address names; without one, say so under the page's title and stop."""
    report_id = st.query_params.get("id", "")
    try:
        return store.get(report_id)
    except UnknownReport as error:
        st.title(title)
        st.error(literal(str(error)) if report_id else "No report is named in the address. Choose one under Browse.")
        st.page_link(addresses.BROWSE, label="Browse the reports", icon=":material/search:")
        st.stop()


def show_facts(stored: Stored) -> None:
    """Show what is known about a report in one line."""
    report = stored.report
    grade = f"source grade {report.source_grade}" if report.source_grade else "no source given"
    origin = "shipped corpus" if stored.origin == "shipped" else "filed here"
    facts = (str(report.date), report.product, stored.state, grade, origin, f"version {stored.version}")
    st.caption(literal(" · ".join(filter(None, facts))))


def show_tags(report: Report, taxonomy: Taxonomy, numbers: Mapping[str, int] | None = None) -> None:
    """Show a report's tags by facet, each linked to its place in the reference, with the number of its sentence."""
    st.subheader("Tags")
    if numbers:
        st.caption("The number is that of the sentence which carries the tag.")
    for facet in taxonomy.coded_facets():
        labels = [taxonomy.label(facet, label) for label in report.labels(facet)]
        if labels:
            st.markdown(f":small[**{taxonomy.facets[facet].name}**]")
            colour = FACET_COLOURS[facet]
            shown = (
                f":{colour}-background[{addresses.label_link(facet, label.id, label.name)}]"
                + number_of(report.tags[facet][label.id], numbers or {})
                for label in labels
                if label
            )
            st.markdown("  \n".join(shown))


def show_same_event(others: list[tuple[str, str, str]]) -> None:
    """Show the other reports that tell of the same event, whichever of them names the other."""
    if others:
        st.subheader("Same event")
        for report_id, title, state in others:
            addresses.show_title(report_id, title if state == "published" else f"{title} ({state})")


def show_similar(report: Report) -> None:
    """Show the reports nearest to this one with the tags they share, as soon as the encoder is there."""
    st.subheader("Similar reports")
    try:
        ready, index = cached.classifier(), cached.index()
    except FaultlineError as error:
        st.warning(literal(f"Similar reports cannot be looked up: {error}"), icon=":material/warning:")
        return
    if ready is None or index is None:
        wait_for_both()
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


def _why(report: Report, other: str) -> str:
    shared = shared_labels(report.tags, cached.tags().get(other, {}), cached.taxonomy())
    names = literal(
        ", ".join(f"fix at {label.name}" if facet == "fix_parts" else label.name for facet, label in shared)
    )
    return f"Both: {names}" if shared else "Alike in words only; no cause, symptom or fix in common"

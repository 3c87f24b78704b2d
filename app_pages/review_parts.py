"""Pieces of the Review page: the queue, the story, suggestion and submitter side by side."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from app_pages import addresses, cached
from app_pages.history_parts import moment
from app_pages.prose import FACET_COLOURS, evidence_marks, highlighted, link, literal
from corpus.comparing import Compared, compare_suggestion, differences
from corpus.report import Report
from corpus.sentences import split_sentences
from corpus.store import Waiting, waiting
from taxonomy import Taxonomy

PAGE = 20
VERDICTS = {
    "only suggested": (":material/help:", "Only suggested"),
    "only submitter": (":material/person:", "Only submitter"),
    "agree": (":material/check:", "Agree"),
}


def show_queue(name: str, state: str, total: int, nothing: str) -> None:
    """Show the reports of one state, the longest waiting first, a page at a time."""
    st.subheader(f"{name} ({total:,})")
    if not total:
        st.caption(nothing)
    page, pages = 1, -(-total // PAGE)
    if pages > 1:
        page = st.number_input(f"Page of {pages:,}", 1, pages, key=f"page-{state}", width=160)
    with cached.store() as store:
        queue = waiting(store, state, limit=PAGE, offset=(page - 1) * PAGE)
    for one in queue:
        with st.container(border=True):
            # A button: a page link to the very page it stands on loses its query with the next press of anything.
            st.button(literal(one.report.title), type="tertiary", icon=":material/article:", wrap=True,
                      key=f"open-{one.report.id}", on_click=_open, args=(one.report.id,))  # fmt: skip
            waits = f"waiting {age(one.since)}, since {moment(one.since)}"
            facts = [waits, f"by {one.author}", f"version {one.version}"]
            st.caption(literal(" · ".join([*facts, _difference_words(one)])))


def offer_queue(total: int) -> None:
    """Show the way back to the list of all that wait."""
    words = f"All that wait ({total:,})"
    st.button(words, icon=":material/arrow_back:", type="tertiary", on_click=st.query_params.clear)


def age(since: str) -> str:
    """Return how long ago a time of the database was, in the largest unit that fits."""
    minutes = int((datetime.now(UTC) - datetime.fromisoformat(since)).total_seconds() // 60)
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "less than a minute"


def show_story(report: Report, suggestion: Mapping[str, Any] | None, taxonomy: Taxonomy) -> None:
    """Show the text with the evidence of both sides highlighted, and its sources."""
    tags = {facet: dict(labels) for facet, labels in report.tags.items()}
    for one in compare_suggestion(suggestion or {}, report, taxonomy):
        if one.verdict == "only suggested":
            tags.setdefault(one.facet, {})[one.label] = one.suggested
    st.subheader("The report")
    st.markdown(highlighted(report.text, evidence_marks(tags, split_sentences(report.text))))
    st.markdown("\n".join(f"- Grade {s.grade}: {link(s.title, s.url)}" for s in report.sources))


def show_comparison(report: Report, suggestion: Mapping[str, Any] | None, taxonomy: Taxonomy) -> None:
    """Show suggestion and submitter's tags side by side, the differences first."""
    st.subheader("Suggestion and submitter")
    compared = compare_suggestion(suggestion or {}, report, taxonomy)
    if suggestion is None:
        st.info("No suggestion is stored for this report; the submitter's tags stand alone.")
    different = [one for one in compared if one.verdict != "agree"]
    if suggestion is not None and not different:
        st.success("They agree on every label.", icon=":material/check:")
    for one in different:
        _show_label(one, taxonomy)
    agreed = [one for one in compared if one.verdict == "agree"]
    if agreed:
        with st.expander(f"They agree on {len(agreed)}"):
            for one in agreed:
                _show_label(one, taxonomy)
    _show_others(report, {one.facet for one in compared}, taxonomy)


def _show_label(one: Compared, taxonomy: Taxonomy) -> None:
    icon, words = VERDICTS[one.verdict]
    name = linked_name(taxonomy, one.facet, one.label)
    with st.container(border=True, gap="small"):
        facet = taxonomy.facets[one.facet].name
        badge = f":{FACET_COLOURS[one.facet]}-background[{name}]"
        st.markdown(f"{icon} **{words}**: {badge} :small[{literal(facet)}]")
        ours, theirs = st.columns(2)
        sure = f", {one.probability:.0%}" if one.probability is not None else ""
        suggested = f"Suggested{sure}" if one.verdict != "only submitter" else f"Not suggested{sure}"
        ours.caption(_quoted(suggested, one.suggested))
        given = "Submitter" if one.verdict != "only suggested" else "Not given by the submitter"
        theirs.caption(_quoted(given, one.submitted))


def _show_others(report: Report, compared: set[str], taxonomy: Taxonomy) -> None:
    """Show the submitter's tags in the facets that the suggestion does not speak of."""
    others = [facet for facet in taxonomy.coded_facets() if facet not in compared and report.labels(facet)]
    if others:
        with st.expander("Tags that no suggestion is made for", expanded=not compared):
            for facet in others:
                for label, evidence in report.tags[facet].items():
                    badge = f":{FACET_COLOURS[facet]}-background[{linked_name(taxonomy, facet, label)}]"
                    st.markdown(f"{badge} :small[{literal(taxonomy.facets[facet].name)}]")
                    st.caption(_quoted("Submitter", evidence))


def linked_name(taxonomy: Taxonomy, facet: str, label_id: str) -> str:
    """Return Markdown of a label that leads to its place in the reference; of one no longer known, its id."""
    label = taxonomy.label(facet, label_id)
    return addresses.label_link(facet, label.id, label.name) if label else literal(label_id)


def _quoted(words: str, sentence: str | None) -> str:
    return f"**{words}**" + (f": “{literal(sentence)}”" if sentence else "")


def _open(report_id: str) -> None:
    st.query_params["id"] = report_id


def _difference_words(one: Waiting) -> str:
    if one.suggestion is None:
        return "no suggestion stored"
    count = differences(one.suggestion, one.report, cached.taxonomy())
    return f"{count} difference{'' if count == 1 else 's'}"

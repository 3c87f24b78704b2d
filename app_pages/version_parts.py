"""Pieces of the Versions page: what differs between two versions, one version in full, and the way back to it."""

import streamlit as st

from app_pages import cached, session
from app_pages.prose import FACET_COLOURS, evidence_marks, highlighted, literal
from app_pages.report_parts import show_tags
from app_pages.review_parts import linked_name
from app_pages.reviewing import show_reject
from app_pages.signature import ask_name
from corpus.boundary import Reject
from corpus.comparing import TagChange, field_changes, tag_changes, text_changes
from corpus.deciding import MAX_NOTE, bring_back
from corpus.report import Report
from corpus.sentences import split_sentences
from corpus.store import Stored
from taxonomy import Taxonomy

ICONS = {"added": ":material/add:", "removed": ":material/remove:", "other evidence": ":material/format_quote:"}


def show_changes(before: Report, after: Report, taxonomy: Taxonomy) -> None:
    """Show what differs: title, date and product; tags; and the text, line by line."""
    fields, tags = list(field_changes(before, after)), tag_changes(before.tags, after.tags)
    lines = text_changes(before.text, after.text)
    st.subheader("What differs")
    if not (fields or tags or lines):
        st.info("Title, date, product, tags and text are the same in both.")
    for name, old, new in fields:
        st.markdown(f"**{name.capitalize()}**: ~~{literal(old)}~~ → {literal(new)}")
    for change in tags:
        st.markdown(_tag_words(change, taxonomy))
    if lines:
        st.caption("Text: a line that begins with - was taken out, one with + came in.")
        st.markdown("  \n".join(map(_line, lines)))


def show_version(name: str, report: Report, taxonomy: Taxonomy) -> None:
    """Show one version in full."""
    with st.expander(name):
        st.markdown(f"**{literal(report.title)}**")
        st.markdown(highlighted(report.text, evidence_marks(report.tags, split_sentences(report.text))))
        show_tags(report, taxonomy)


def offer_return(stored: Stored, number: int) -> None:
    """Offer to write an earlier version anew as the newest one."""
    seen = session.see(stored.report.id, stored.version)
    with st.expander(f"Bring version {number} back"):
        st.caption("It becomes the newest version; nothing is taken out of the history.")
        name = ask_name()
        reason = st.text_input("Why (optional)", max_chars=MAX_NOTE)
        if st.button(f"Bring version {number} back", icon=":material/history:", disabled=not name):
            with cached.store() as store:
                outcome = bring_back(
                    stored.report.id, number, store, cached.taxonomy(),
                    actor=name, based_on=seen, reason=reason,
                )  # fmt: skip
            if isinstance(outcome, Reject):
                show_reject(outcome)
            else:
                session.get().review.seen = None
                st.toast(f"Version {number} is back, as version {outcome.version}.", icon=":material/history:")
                st.rerun()


def _line(line: str) -> str:
    if line.startswith("@@"):
        return "…"
    colour = {"+": "green", "-": "red"}.get(line[:1])
    words = literal(f"{line[:1]} {line[1:]}".strip())
    return f":{colour}-background[{words}]" if colour else words


def _tag_words(change: TagChange, taxonomy: Taxonomy) -> str:
    name, facet = linked_name(taxonomy, change.facet, change.label), taxonomy.facets[change.facet].name
    words = f"{ICONS[change.what]} **{change.what.capitalize()}**: "
    words += f":{FACET_COLOURS[change.facet]}-background[{name}] :small[{literal(facet)}]"
    sentence = change.after or change.before
    return words + (f"  \n:small[“{literal(sentence)}”]" if sentence else "")

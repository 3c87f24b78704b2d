"""File page: write, paste or upload a postmortem; suggested tags stand beside it; correct, link, file."""

import streamlit as st

from app_pages import cached, drafting
from app_pages.autosave import show_saved
from app_pages.filing import enter_report, offer_filing, show_secrets, suggest
from app_pages.look_alikes import show_look_alikes
from app_pages.prose import evidence_marks, highlighted, literal
from app_pages.tag_editor import edit_tags
from app_pages.waiting import wait_for_the_encoder
from corpus.sentences import split_sentences
from corpus.templates import is_unfilled

st.title("File a postmortem")
# A container, empty or not: what comes and goes above the text must never draw its field anew while one types.
with st.container():
    current = drafting.resume()
    if current.receipt is not None:
        drafting.show_receipt(current.receipt)
        st.stop()
    drafting.show_notice(current)
    drafting.offer_drafts(current)

story, tags_side = st.columns([6, 5], gap="large")
with story:
    enter_report(current)
    leaking = show_secrets(current)
    drafting.keep(current)
    show_saved(current, drafting.begin_another)

with tags_side:
    st.subheader("Tags")
    wait_for_the_encoder()
    reason = suggest(current)
    if is_unfilled(current.fields["text"]):
        st.info("Suggested tags stand here as you write, each with its probability and its sentence.")
        st.stop()
    if reason is not None:
        st.info(literal(f"No suggestion: {reason}"))
    tags = edit_tags(cached.taxonomy(), current)
    drafting.keep(current)
    offer_filing(current, tags, leaking)

with story:
    st.subheader("The report with its evidence")
    st.markdown(highlighted(current.fields["text"], evidence_marks(tags, split_sentences(current.fields["text"]))))
    show_look_alikes(current)

"""File page: paste a postmortem, see its tags and the sentences that carry them, correct, file."""

import streamlit as st

from app_pages import addresses, cached, session
from app_pages.filing import enter_report, file_report, read_upload, suggest
from app_pages.prose import evidence_marks, highlighted
from app_pages.tag_editor import edit_tags
from corpus.boundary import Reject
from corpus.sentences import split_sentences

current = session.get().filing
st.title("File a postmortem")
if current.receipt is not None:
    st.success(f"Filed as {current.receipt.report_id}, version {current.receipt.version}.")
    addresses.link_to_report(current.receipt.report_id, "Open it at its permanent address")
    if st.button("File another", icon=":material/add:"):
        session.new_filing()
        st.rerun()
    st.stop()

story, tags_side = st.columns([6, 5], gap="large")
with story:
    uploaded = st.file_uploader(
        "Start from a file (.md, .txt, .json) or paste below", ["md", "txt", "json"], max_upload_size=1
    )
    fields = enter_report(current, read_upload(uploaded) or current.given)
    if st.button("Suggest tags", type="primary", icon=":material/sell:"):
        suggest(current, fields["text"])

with tags_side:
    if current.suggestion is None:
        st.info("Suggested tags will stand here, each with its probability and the sentence that carries it.")
        st.stop()
    if current.suggestion.text != fields["text"].strip():
        st.warning("The text has changed since the tags were suggested. Suggest again before filing.")
    st.subheader("Suggested tags")
    st.caption("Correct what is wrong. The percentage is how sure the model is; the sentence is what carries the tag.")
    chosen = edit_tags(cached.taxonomy(), current.suggestion, f"{current.round}-{hash(current.suggestion.text)}")
    if st.button("File it", type="primary", icon=":material/publish:"):
        outcome = file_report(current, {**fields, "text": current.suggestion.text, "tags": chosen})
        if isinstance(outcome, Reject):
            st.error(
                "Not filed; nothing was written.\n\n" + "\n".join(f"- {line}" for line in str(outcome).splitlines())
            )
        else:
            st.rerun()

below, beside = st.columns([6, 5], gap="large")
with below:
    st.subheader("The report with its evidence")
    spans = split_sentences(current.suggestion.text)
    st.markdown(highlighted(current.suggestion.text, evidence_marks(chosen, spans)))
with beside:
    st.subheader("Reports that look alike")
    for similar in current.suggestion.similar:
        addresses.show_title(similar.id, similar.title, score=similar.score)

"""Edit page: text and tags of a report that exists; where somebody else has saved meanwhile, both are merged."""

import streamlit as st

from app_pages import addresses, cached, session
from app_pages.editing import offer_saving, show_merge, show_rival
from app_pages.prose import literal
from app_pages.report_parts import named_report
from app_pages.tag_fields import enter_tags
from corpus.sentences import split_sentences
from corpus.store import history

report_id = st.query_params.get("id", "")
with cached.store() as store:
    stored = named_report(store, "Edit")
    newest = history(store, report_id)[-1]

current = session.editing(stored)
st.title(f"Edit: {literal(current.begin.title)}")
addresses.link_to_report(report_id, "The report as it stands")
if current.receipt is not None:
    st.success(f"Saved as version {current.receipt.version}, {current.receipt.state}.", icon=":material/check:")
    if st.button("Edit again", icon=":material/edit:"):
        session.edit_again(stored)
        st.rerun()
    st.stop()
if current.rival is not None:
    show_merge(current, newest)
    st.stop()

show_rival(current, newest)
key = f"{report_id}-{current.round}"
story, tags_side = st.columns([6, 5], gap="large")
with story:
    title = st.text_input("Title", current.begin.title, max_chars=200, key=f"title-{key}")
    product = st.text_input("Product or system", current.begin.product, max_chars=100, key=f"product-{key}")
    day = st.date_input("Date of the event", current.begin.date, key=f"date-{key}")
    text = st.text_area("What happened, why, and what was done", current.begin.text, height=520, key=f"text-{key}")
with tags_side:
    st.subheader("Tags")
    sentences = [span.text for span in split_sentences(text)]
    tags = enter_tags(cached.taxonomy(), current.begin.tags, text, sentences, key)
with story:
    offer_saving(current, {"title": title, "product": product, "date": day, "text": text, "tags": tags})

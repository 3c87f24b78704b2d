"""Edit page: text and tags of a report that exists; where somebody else has saved meanwhile, both are merged."""

from functools import partial

import streamlit as st

from app_pages import addresses, cached, edit_drafts
from app_pages.autosave import show_saved
from app_pages.editing import enter_fields, offer_saving, show_merge, show_rival
from app_pages.prose import literal
from app_pages.report_parts import named_report
from app_pages.tag_fields import enter_tags
from corpus.sentences import split_sentences
from corpus.store import history

report_id = st.query_params.get("id", "")
with cached.store() as store:
    stored = named_report(store, "Edit")
    newest = history(store, report_id)[-1]
    current = edit_drafts.resume(store, stored)

st.title(f"Edit: {literal(stored.report.title)}")
addresses.link_to_report(report_id, "The report as it stands")
if current.receipt is not None:
    st.success(f"Saved as version {current.receipt.version}, {current.receipt.state}.", icon=":material/check:")
    st.button("Edit again", icon=":material/edit:", on_click=edit_drafts.begin_edit, args=(stored,))
    st.stop()
if current.rival is not None:
    show_merge(current, newest)
    st.stop()

show_rival(current, newest)
edit_drafts.offer_edits(current)
story, tags_side = st.columns([6, 5], gap="large")
with story:
    fields = enter_fields(current)
with tags_side:
    st.subheader("Tags")
    sentences = [span.text for span in split_sentences(fields["text"])]
    tags = enter_tags(cached.taxonomy(), current.begin["tags"], fields["text"], sentences, current.form)
with story:
    edit_drafts.keep(current, {**fields, "tags": tags})
    show_saved(current, partial(edit_drafts.begin_edit, stored))
    offer_saving(current, {**fields, "tags": tags})

"""Review page: what waits, and one report with suggestion and submitter's tags side by side, decided by keyboard."""

import streamlit as st

from app_pages import cached, session
from app_pages.history_parts import show_history, show_standing
from app_pages.prose import literal
from app_pages.review_parts import offer_queue, show_comparison, show_queue, show_story
from app_pages.reviewing import offer_decisions, show_receipt
from app_pages.use_parts import show_use
from corpus import UnknownReport
from corpus.store import Filter, count, history, latest_suggestion, waiting

report_id = st.query_params.get("id", "")
with cached.store() as store:
    waits, drafts = (count(store, Filter(columns={"state": (state,)})) for state in ("in review", "draft"))
    queue = waiting(store, "in review", limit=2)  # this one and the next
    stored = None
    if report_id:
        try:
            stored = store.get(report_id)
        except UnknownReport as error:
            st.error(str(error))
    past, suggestion = history(store, report_id), latest_suggestion(store, report_id)

if stored is None:
    st.title("Review")
    show_receipt(session.get().review, queue, "")
    show_queue("Waiting for review", "in review", waits, "Nothing waits for review.")
    show_queue("Drafts", "draft", drafts, "No drafts.")
    show_use()
    st.stop()

offer_queue(waits)
st.title(literal(stored.report.title))
show_receipt(session.get().review, queue, report_id)
show_standing(past)
offer_decisions(stored, queue)
story, tags = st.columns([5, 7], gap="large")
with story:
    show_story(stored.report, suggestion, cached.taxonomy())
    show_history(past, report_id)
with tags:
    show_comparison(stored.report, suggestion, cached.taxonomy())

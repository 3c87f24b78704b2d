"""Home: what this is, three ways in, and what the reports say at a glance."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from app_pages import addresses, cached
from app_pages.home_parts import SHOWN, show_figures, show_queue, show_week
from corpus.statistics import share
from corpus.store import Filter, count, happened_since, waiting

st.title("Where did it break?")
st.markdown(
    "Faultline is for engineers whose systems let a **language model's output become an action**. "
    "File a postmortem and see which part of the boundary between model and system broke; "
    "browse what fails and how often; or find the cause of an incident that is running now."
)

ways = st.columns(3, border=True)
with ways[0]:
    st.subheader("File a postmortem")
    st.write("Paste a report. Tags are suggested, each with the sentence that carries it.")
    st.page_link(addresses.FILE, label="File a postmortem", icon=":material/edit_note:", width="stretch")
with ways[1]:
    st.subheader("Diagnose an incident")
    st.write("Start from what you see. The next check to make, ranked causes, cases, and the fix.")
    st.page_link(addresses.DIAGNOSE, label="Diagnose an incident", icon=":material/troubleshoot:", width="stretch")
with ways[2]:
    st.subheader("Browse what fails")
    st.write("Real incidents with sources, searchable by part, pattern, weakness and symptom.")
    st.page_link(addresses.BROWSE, label="Browse the reports", icon=":material/search:", width="stretch")

with cached.store() as store:
    published, waits = (count(store, Filter(columns={"state": (state,)})) for state in ("published", "in review"))
    queue = waiting(store, "in review", limit=SHOWN)
    at = share("sdb", count(store, Filter(tags={"locus": ("sdb",)})), published)
    week = happened_since(store, (datetime.now(UTC) - timedelta(days=7)).isoformat())
if published:
    show_figures(published, at)
else:
    st.info("No report is published yet. File one, or run `faultline corpus import` on a folder of postmortems.")

left, right = st.columns(2, gap="large")
with left:
    show_queue(queue, waits)
with right:
    show_week(week)

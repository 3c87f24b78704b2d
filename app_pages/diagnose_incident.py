"""Diagnose page: begin from what is seen; then one question at a time, saved under an address that others can open."""

import streamlit as st

from app_pages import cached, session
from app_pages.diagnosis_beginning import begin, open_saved, propose_symptoms, show_seen
from app_pages.diagnosis_parts import contain, offer_report, show_candidates, show_verdict
from app_pages.diagnosis_steps import ask, follow, show_doubts, show_timeline
from diagnostics.handover import diagnosis_of

if "diagnosis" not in st.query_params:
    st.title("Diagnose an incident")
    with st.expander("Paste text and let the classifier propose the symptoms", icon=":material/content_paste:"):
        text = propose_symptoms(session.get().responder)
    begin(text)
    st.stop()

st.title("Diagnosis")
saved = open_saved(st.query_params["diagnosis"])
found = diagnosis_of(saved, cached.engine(), cached.taxonomy(), cached.catalogue())
show_seen(saved, found)
left, right = st.columns([6, 5], gap="large")
with left:
    show_verdict(found)
    show_doubts(saved, found)
    if found.step.status == "decided":
        contain(found)
    ask(saved, found)
    if found.step.status != "decided":
        contain(found)
    follow(saved.id, len(saved.answers))
    show_timeline(saved, found)
    offer_report(saved, found)
with right:
    show_candidates(found)

"""Diagnose page: from the first symptom to ranked causes, the next check, the cases, and the fix."""

import streamlit as st

from app_pages import addressed, cached, session
from app_pages.diagnosis_parts import ask, offer_report, propose_symptoms, show_answers, show_candidates
from diagnostics import Observed

current = session.get().diagnosis
taxonomy = cached.taxonomy()
st.title("Diagnose an incident")

symptoms = {label.id: label for label in taxonomy.labels("symptoms")}
runtimes = {label.id: label for label in taxonomy.labels("runtime")}
with st.expander("Paste text and let the classifier propose the symptoms", icon=":material/content_paste:"):
    propose_symptoms(current)
current.symptoms = addressed.multiselect(
    "What do you see?", list(symptoms), lambda one: symptoms[one].name, "symptoms", "Choose one or more symptoms"
)
current.runtime = addressed.pills("What kind of run is it?", list(runtimes), lambda one: runtimes[one].name, "runtime")
if not current.symptoms:
    st.info("Choose at least one symptom to begin. One question will be asked at a time, the most telling one first.")
    st.stop()

step = cached.engine().step(Observed(current.symptoms, current.runtime, current.answers))
left, right = st.columns([6, 5], gap="large")
with left:
    ask(current, step)
    show_answers(current)
    offer_report(current, step)
with right:
    show_candidates(current, step)

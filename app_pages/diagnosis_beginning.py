"""Beginning a diagnosis on the Diagnose page, opening a saved one, and changing what is seen."""

from datetime import UTC, datetime

import streamlit as st

from app_pages import addressed, addresses, cached, session
from app_pages.prose import literal
from app_pages.session import Responder
from corpus import UnknownDiagnosis
from corpus.store import SavedDiagnosis, add_answer, begin_diagnosis, load_diagnosis
from diagnostics.handover import Diagnosis
from diagnostics.saved import changes, seen
from taxonomy.errors import FaultlineError

LOADING_SECONDS = 40.0
TEXT_LENGTH = 20_000


def propose_symptoms(current: Responder) -> str:
    """Let the classifier read a text and choose the symptoms it sees, each with its sentence; return the text."""
    hint = "An alert, a ticket, a chat: a few English sentences. It is kept with the diagnosis."
    text = st.text_area(
        "What is known so far", key="diagnosis-text", height=160, max_chars=TEXT_LENGTH, placeholder=hint
    )
    if st.button("Propose symptoms", icon=":material/sell:"):
        with st.spinner("Reading. Just after a start, the encoder is still loading."):
            _propose(current, text)
    if current.notice:
        st.warning(current.notice)
    if current.proposal is not None:
        labels = {label.id: label.name for label in cached.taxonomy().labels("symptoms")}
        for one in current.proposal.suggested["symptoms"]:
            sentence = literal(" ".join(current.proposal.evidence["symptoms", one].text.split()))
            name = addresses.label_link("symptoms", one, labels[one])
            st.markdown(f"- **{name}** {current.proposal.probabilities['symptoms'][one]:.0%}: {sentence}")
    return text


def begin(text: str) -> None:
    """Ask what is seen and who answers, and begin the diagnosis under an address of its own."""
    symptoms = {label.id: label.name for label in cached.taxonomy().labels("symptoms")}
    runtimes = {label.id: label.name for label in cached.taxonomy().labels("runtime")}
    hint = "Choose one or more symptoms"
    chosen = addressed.multiselect("What do you see?", list(symptoms), symptoms.__getitem__, "symptoms", hint)
    runtime = addressed.pills("What kind of run is it?", list(runtimes), runtimes.__getitem__, "runtime")
    enter_name()
    st.button(
        "Begin",
        type="primary",
        icon=":material/play_arrow:",
        disabled=not chosen,
        on_click=_begin,
        args=(chosen, runtime, text),
    )
    if not chosen:
        st.info(
            "Choose at least one symptom to begin. One question will be asked at a time, the most telling one first."
        )


def enter_name() -> None:
    """Ask who answers."""
    session.begin_widget("responder", session.get().responder.name)
    st.text_input("Your name, for the timeline (optional)", key="responder", max_chars=60)
    session.responder_name()


def open_saved(diagnosis_id: str) -> SavedDiagnosis:
    """Return the diagnosis that the address names; where there is none, say why and show ways on."""
    with cached.store() as store:
        try:
            return load_diagnosis(store, diagnosis_id)
        except UnknownDiagnosis as error:
            st.error(literal(str(error)))
    st.button("Begin a new diagnosis", icon=":material/add:", on_click=st.query_params.clear)
    st.page_link(addresses.BROWSE, label="Browse what has failed before", icon=":material/search:")
    st.stop()


def show_seen(saved: SavedDiagnosis, found: Diagnosis) -> None:
    """Show in one line what is seen, and let it be changed: every change is a row of the timeline."""
    taxonomy = cached.taxonomy()
    observed = [("symptoms", one) for one in found.observed.symptoms]
    observed += [("runtime", found.observed.runtime)] if found.observed.runtime else []
    labels = [(facet, label) for facet, one in observed if (label := taxonomy.label(facet, one))]
    links = " · ".join(addresses.label_link(facet, label.id, label.name) for facet, label in labels)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**Seen:** {links}", width="content")
        with st.popover("Change", type="tertiary", icon=":material/edit:"):
            _change_seen(saved)
    if saved.text.strip():
        with st.expander("The text it began with"):
            st.markdown(literal(saved.text))


def _change_seen(saved: SavedDiagnosis) -> None:
    symptoms = {label.id: label.name for label in cached.taxonomy().labels("symptoms")}
    runtimes = {label.id: label.name for label in cached.taxonomy().labels("runtime")}
    before, ran = seen(saved)
    key = f"{saved.id}-{len(saved.answers)}"
    known = [one for one in before if one in symptoms]
    chosen = st.multiselect(
        "What do you see?",
        list(symptoms),
        known,
        symptoms.__getitem__,
        key=f"seen-{key}",
        select_all=False,
        filter_mode="contains",
    )
    runtime = st.pills(
        "What kind of run is it?",
        list(runtimes),
        default=ran if ran in runtimes else None,
        format_func=runtimes.__getitem__,
        key=f"ran-{key}",
    )
    st.button("Save the change", disabled=not chosen, on_click=_save_seen, args=(saved, tuple(chosen), runtime))


def _save_seen(saved: SavedDiagnosis, symptoms: tuple[str, ...], runtime: str | None) -> None:
    with cached.store() as store:
        for reference, answer in changes(saved, symptoms, runtime):
            add_answer(store, saved.id, reference, answer, name=session.responder_name(), at=datetime.now(UTC))


def _begin(symptoms: tuple[str, ...], runtime: str | None, text: str) -> None:
    name = session.responder_name()
    with cached.store() as store:
        diagnosis_id = begin_diagnosis(store, symptoms, runtime, text=text, name=name, at=datetime.now(UTC))
    session.get().responder = Responder(name=name, introduced=True)
    st.query_params.clear()
    st.query_params["diagnosis"] = diagnosis_id


def _propose(current: Responder, text: str) -> None:
    current.proposal, current.notice = None, ""
    try:
        ready = cached.classifier_within(LOADING_SECONDS)
    except FaultlineError as error:
        current.notice = f"No proposal: {error} Choose the symptoms yourself."
        return
    if ready is None:
        current.notice = "The encoder is still loading. Choose the symptoms yourself, or press the button again."
        return
    suggestion = ready.suggest(text)
    if suggestion.reason is not None:
        current.notice = f"No proposal: {suggestion.reason} Choose the symptoms yourself."
    elif not suggestion.suggested["symptoms"]:
        current.notice = "The classifier is sure of no symptom in this text. Choose what you see yourself."
    else:
        current.proposal = suggestion
        session.set_widget("symptoms", list(suggestion.suggested["symptoms"]))
        session.set_widget("runtime", suggestion.suggested["runtime"][0])

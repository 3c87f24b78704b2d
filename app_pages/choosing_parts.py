"""Pieces of the Choose page's form: the workloads, the questions of a step, the places."""

from collections.abc import Mapping

import streamlit as st

from app_pages import addressed, cached, session
from app_pages.prose import literal
from app_pages.session import Choosing
from diagnostics.selection import Place
from diagnostics.selection.answers import LENGTHS, MOST_PLACES
from diagnostics.selection.model import UNKNOWN


def offer_workloads(current: Choosing) -> None:
    """Offer the source's workloads, each filled in by one click; answers that it replaces can be had back."""
    given = session.widgets(cached.selection().questions)
    st.markdown("**Start from one of the source's five workloads, or answer below**")
    with st.container(horizontal=True):
        for preset in cached.selection().presets.values():
            st.button(f"{preset.id} {preset.name}", on_click=_fill, args=(preset.plain(),), key=f"workload-{preset.id}")
        if given:
            st.button("Clear", on_click=_fill, args=({},), type="tertiary", icon=":material/clear_all:")
        if current.before and current.before != given:
            st.button(
                "Bring back the answers before",
                on_click=_fill,
                args=(current.before,),
                type="tertiary",
                icon=":material/undo:",
            )


def ask_step(step: int, title: str) -> dict[str, str]:
    """Ask the questions of a step; return the answers given so far."""
    st.subheader(f"{step} {title}")
    given: dict[str, str] = {}
    for question in cached.selection().questions.values():
        if question.step != step:
            continue
        label = f"**{question.name}.** {question.text}"
        answer = addressed.pills(label, (*question.options, UNKNOWN), question.shown, question.id, kept=True)
        if question.hint:
            st.caption(question.hint)
        if answer:
            given[question.id] = answer
    return given


def ask_places(current: Choosing) -> None:
    """Let the person list the places where an output becomes an action, and take one off again."""
    st.markdown("**Places where an output becomes an action**")
    for number, place in enumerate(current.places):
        row = st.columns([9, 2], vertical_alignment="center")
        row[0].markdown(f"{literal(place.name)}" + (f" :small[{literal(place.notes)}]" if place.notes else ""))
        row[1].button("Take off", key=f"take-off-{number}", on_click=_take_off, args=(number,), type="tertiary")
    with st.form("place", clear_on_submit=True):
        name = st.text_input("Name of the place", placeholder="Issue a refund", max_chars=LENGTHS["name"])
        notes = st.text_area("Notes", max_chars=LENGTHS["notes"], height=80)
        added = st.form_submit_button("Add the place", icon=":material/add:")
    if added and name.strip() and len(current.places) < MOST_PLACES:
        current.places.append(Place(" ".join(name.split()), notes.strip()))
        st.rerun()
    elif added:
        st.warning(
            "Give the place a name." if not name.strip() else f"{MOST_PLACES} places are listed. Take one off first."
        )


def _fill(answers: Mapping[str, str]) -> None:
    questions = cached.selection().questions
    session.get().choosing.before = session.widgets(questions)
    for question in questions:
        session.set_widget(question, answers.get(question))


def _take_off(number: int) -> None:
    del session.get().choosing.places[number]

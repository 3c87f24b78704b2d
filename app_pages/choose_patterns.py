"""Choose page: five steps from questions about the work to a decision record of six lines."""

from datetime import date

import streamlit as st

from app_pages import addresses, cached, session
from app_pages.choosing_parts import ask_places, ask_step, offer_workloads
from app_pages.decision_parts import offer_downloads, show_evidence, show_record, show_sources, show_steps
from diagnostics.selection import Answers, make_record
from diagnostics.selection.answers import LENGTHS
from diagnostics.selection.model import UNKNOWN

current = session.get().choosing
st.title("Choose patterns")
st.caption(
    "Answer what you know; the record beside it follows every answer. Don't know is a legal answer: the line then says "
    "what to find out. The answers stand in the address, so that a colleague can open them."
)
st.markdown("The six patterns, with when to use and when to avoid them: [Reference](read_reference?facet=patterns)")
offer_workloads(current)

form, side = st.columns([6, 5], gap="large")
with form:
    given = {
        **ask_step(1, "Classify the runtime"),
        **ask_step(2, "Choose the spine"),
        **ask_step(3, "Wrap it with coordination"),
        **ask_step(4, "Bound it with control"),
    }
    st.subheader("5 Put the build in order")
    model = st.text_input(
        "Model version, as the provider names it",
        key="choosing-model",
        max_chars=LENGTHS["model"],
        persist_state="session",
    )
    session.begin_widget("choosing-day", date.today())
    day = st.date_input("Decided on", key="choosing-day", persist_state="session")
    ask_places(current)
answers = Answers(given, " ".join(model.split()) or UNKNOWN, day, tuple(current.places))
record = make_record(cached.selection(), answers, cached.taxonomy())
with form:
    show_steps(record)
with side:
    show_record(record)
    show_sources(record)
    offer_downloads(record)
show_evidence(record)
st.page_link(addresses.RELIABILITY, label="Why architecture: trend and noise", icon=":material/show_chart:")

"""Action items on the Report page: what is to be done, by whom, and whether it is."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from app_pages import cached, chart_files, session
from app_pages.prose import literal
from corpus import CorpusError
from corpus.store import ActionItem, ActionState, action_items, add_action, set_action

ICONS = {"open": ":material/radio_button_unchecked:", "done": ":material/task_alt:", "dropped": ":material/cancel:"}


def show_actions(report_id: str) -> None:
    """Show the action items of a report, with buttons to close and reopen each, and a form to add one."""
    with cached.store() as store:
        items = action_items(store, report_id)
    left = sum(item.state == "open" for item in items)
    st.subheader("Action items")
    st.caption(f"{left} open of {len(items)}" if items else "None yet.")
    for item in items:
        _show_item(item)
    with st.expander("Add an action item", icon=":material/add_task:"), st.form("action", clear_on_submit=False):
        text = st.text_input("What is to be done", key="action-text", max_chars=500)
        owner = st.text_input("Owner", key="action-owner", max_chars=60, placeholder="A person or a team")
        who = st.text_input("Your name", session.responder_name(), key="action-who", max_chars=60)
        if st.form_submit_button("Add", icon=":material/add:"):
            _add(report_id, text, owner, who)
    if items:
        table = pd.DataFrame([vars(item) for item in items])
        st.download_button(
            "Action items as CSV",
            lambda: chart_files.table_csv(table),
            f"{report_id}-actions.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.caption("They name people, so they stay here: they go into no export, no snapshot and no feed.")


def _show_item(item: ActionItem) -> None:
    words = f"{ICONS[item.state]} **{item.state.capitalize()}** · {literal(item.text)} · {literal(item.owner)}"
    st.markdown(words)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(literal(f"{item.at[:16].replace('T', ' ')} UTC by {item.actor}"))
        choices: tuple[tuple[str, ActionState], ...] = (("Done", "done"), ("Drop", "dropped"))
        for name, state in choices if item.state == "open" else (("Reopen", "open"),):
            key = f"{state}-{item.id}"
            st.button(name, key=key, help=f"{name}: {item.text}", on_click=_set, args=(item.id, state), type="tertiary")


def _set(item_id: int, state: ActionState) -> None:
    with cached.store() as store:
        set_action(store, item_id, state, actor=session.responder_name(), at=datetime.now(UTC))


def _add(report_id: str, text: str, owner: str, who: str) -> None:
    try:
        with cached.store() as store:
            add_action(store, report_id, text, owner, actor=who, at=datetime.now(UTC))
    except CorpusError as error:
        st.error(str(error))
        return
    session.get().responder.name = who
    session.forget(("action-text", "action-owner"))
    st.rerun()

"""Widgets whose choice stands in the address by id, so that a view can be sent to a colleague.

Streamlit's own binding writes what is shown; names and counts change, ids do not.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from app_pages import session


def multiselect(name: str, options: Sequence[str], shown: Callable[[str], str], key: str, hint: str) -> tuple[str, ...]:
    """Show a choice of any number of ids, begun with those that the address names."""
    named = [value for value in st.query_params.get_all(key) if value in options]
    session.begin_widget(key, named)
    chosen = st.multiselect(name, options, format_func=shown, key=key, placeholder=hint)
    _write(key, chosen)
    return tuple(chosen)


def selectbox(name: str, options: Sequence[str], shown: Callable[[str], str], key: str) -> str:
    """Show a choice of one id, begun with the one that the address names, or else the first."""
    named = st.query_params.get(key)
    session.begin_widget(key, named if named in options else options[0])
    chosen = st.selectbox(name, options, format_func=shown, key=key)
    _write(key, [chosen] if chosen != options[0] else [])
    return chosen


def pills(
    name: str, options: Sequence[str], shown: Callable[[str], str], key: str, *, kept: bool = False
) -> str | None:
    """Show a choice of one id or none, begun with the one that the address names; `kept` outlives a visit elsewhere."""
    named = st.query_params.get(key)
    session.begin_widget(key, named if named in options else None)
    chosen = st.pills(name, options, format_func=shown, key=key, persist_state="session" if kept else None)
    _write(key, [chosen] if chosen else [])
    return chosen


def _write(key: str, values: Sequence[str]) -> None:
    if list(values) != st.query_params.get_all(key):
        if values:
            st.query_params[key] = list(values)
        else:
            st.query_params.pop(key, None)

"""Widgets whose choice stands in the address by id, so that a view can be sent to a colleague.

Streamlit's own binding writes what is shown; names and counts change, ids do not. It also keeps what is bound on one
page from the address of a link to another, on which a field has the same name.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from app_pages import session

FIRST, LAST = date(1990, 1, 1), date(2100, 1, 1)


def multiselect(name: str, options: Sequence[str], shown: Callable[[str], str], key: str, hint: str) -> tuple[str, ...]:
    """Show a choice of any number of ids, begun with those that the address names."""
    named = [value for value in st.query_params.get_all(key) if value in options]
    session.begin_widget(key, named)
    # Else Enter after a typed word would take all options, also those in which its letters stand merely scattered.
    chosen = st.multiselect(
        name, options, format_func=shown, key=key, placeholder=hint, select_all=False, filter_mode="contains"
    )
    _write(key, chosen)
    return tuple(chosen)


def chosen(key: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids chosen in a field that may not be drawn yet: those it shows, or else those the address names.

    What a browser sends back may carry an older count, so a choice is also known by its name alone.
    """
    shown = session.widget(key)
    by_name = {name: one for one, name in names.items()}
    values = st.query_params.get_all(key) if shown is None else shown
    known = (value if value in names else by_name.get(str(value).rpartition(" (")[0]) for value in values)
    return tuple(one for one in known if one is not None)


def unknown(key: str, names: Mapping[str, str]) -> list[str]:
    """Return what the address names for a field that the field does not know; once the field is drawn, nothing."""
    return [value for value in st.query_params.get_all(key) if value not in names]


def unknown_days(key: str) -> list[str]:
    """Return what the address names for a day that is none."""
    return [value for value in st.query_params.get_all(key) if _day(value) is None]


def counted(name: str, names: Mapping[str, str], counts: Mapping[str, int], key: str) -> tuple[str, ...]:
    """Show a choice of any number of ids, each with the reports it would leave; ids without any last and left out."""
    values = chosen(key, names)
    options = sorted({*(one for one in names if counts.get(one)), *values}, key=lambda one: -counts.get(one, 0))
    session.set_widget(key, list(values))
    picked = st.multiselect(
        name,
        options,
        format_func=lambda one: f"{names[one]} ({counts.get(one, 0):,})",
        key=key,
        placeholder="Any",
        select_all=False,
    )
    _write(key, picked)
    return tuple(picked)


def chosen_day(key: str) -> date | None:
    """Return the day chosen in a field that may not be drawn yet, or else the one the address names."""
    shown = session.widget(key)
    if isinstance(shown, date):
        return shown
    return None if session.has_widget(key) else _day(st.query_params.get(key, ""))


def _day(value: str) -> date | None:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None


def day(name: str, key: str) -> date | None:
    """Show a choice of one day or none."""
    session.begin_widget(key, chosen_day(key))
    picked = st.date_input(name, None, key=key, format="YYYY-MM-DD", min_value=FIRST, max_value=LAST)
    _write(key, [picked.isoformat()] if isinstance(picked, date) else [])
    return picked if isinstance(picked, date) else None


def selectbox(name: str, options: Sequence[str], shown: Callable[[str], str], key: str) -> str:
    """Show a choice of one id, begun with the one that the address names, or else the first."""
    named = st.query_params.get(key)
    session.begin_widget(key, named if named in options else options[0])
    chosen = st.selectbox(name, options, format_func=shown, key=key)
    _write(key, [chosen] if chosen != options[0] else [])
    return chosen


def words(name: str, placeholder: str, key: str) -> str:
    """Show a field of words to search for, begun with those that the address names."""
    session.begin_widget(key, st.query_params.get(key, ""))
    typed = st.text_input(name, key=key, placeholder=placeholder, icon=":material/search:")
    _write(key, [typed] if typed else [])
    return typed


def number(name: str, most: int, key: str, of: str) -> int:
    """Show a choice of a number from 1 to `most`, begun with the one that the address names; 1 where that is none.

    `of` names what is numbered: of another it is 1 again.
    """
    named = st.query_params.get(key, "")
    session.begin_widget(key, int(named) if named.isdecimal() and len(named) < 10 else 1)
    if not 1 <= session.widget(key) <= most or session.widget(f"{key}-of") not in (None, of):
        session.set_widget(key, 1)
    session.set_widget(f"{key}-of", of)
    picked = int(st.number_input(name, 1, most, key=key))
    _write(key, [str(picked)] if picked > 1 else [])
    return picked


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

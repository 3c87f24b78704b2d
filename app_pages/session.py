"""The only module that touches st.session_state: one typed object per browser tab."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from classifier.suggest import Suggestion
from corpus.boundary import Commit
from diagnostics.selection import Place


@dataclass
class Filing:
    """A postmortem being filed. `key` makes a submission that is sent twice count once."""

    suggestion: Suggestion | None = None
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    receipt: Commit | None = None
    round: int = 0
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Responder:
    """A tab's part in a diagnosis: whose it is, the check kept on screen, what the classifier made of a text.

    `asked` stays on screen until it is answered, so that another's answer never moves a question under a finger.
    """

    name: str = ""
    introduced: bool = False
    asked: str | None = None
    proposal: Suggestion | None = None
    notice: str = ""


@dataclass
class Choosing:
    """Patterns being chosen: the answers that a workload has replaced, and the places listed so far."""

    before: dict[str, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)


@dataclass
class Replaying:
    """Which synthetic examples the Replay page shows where no file is given."""

    logs: bool = False
    reruns: bool = False


@dataclass
class Session:
    """Everything one browser tab remembers."""

    filing: Filing = field(default_factory=Filing)
    choosing: Choosing = field(default_factory=Choosing)
    replaying: Replaying = field(default_factory=Replaying)
    responder: Responder = field(default_factory=Responder)
    page: str = ""
    filter_begun: bool = False


def get() -> Session:
    """Return this tab's session."""
    current: Session = st.session_state.setdefault("session", Session())
    return current


def new_filing(given: Mapping[str, Any] | None = None) -> Filing:
    """Forget the postmortem being filed and begin another, prefilled with the fields in `given`."""
    get().filing = Filing(round=get().filing.round + 1, given=given or {})
    return get().filing


def responder_name() -> str:
    """Return the name under which this tab answers, as it stands in its field even before the page is drawn."""
    current = get().responder
    current.name = " ".join(str(st.session_state.get("responder", current.name)).split())
    return current.name


def set_widget(key: str, value: object) -> None:
    """Set what a widget shows; only from a callback, before the widget is drawn."""
    st.session_state[key] = value


def widgets(keys: Iterable[str]) -> dict[str, str]:
    """Return what those of the named widgets show that show anything."""
    return {key: st.session_state[key] for key in keys if st.session_state.get(key)}


def begin_widget(key: str, value: object) -> None:
    """Give a widget the value it begins with, unless the person has touched it."""
    st.session_state.setdefault(key, value)


def widget(key: str) -> Any:
    """Return what a widget shows, or None where it shows nothing or is not there yet."""
    return st.session_state.get(key)


def has_widget(key: str) -> bool:
    """Return whether a widget has a value of its own, be it an empty one."""
    return key in st.session_state


def enter(page: str) -> None:
    """Note which page is shown; on another than before, the filter begins anew from the address."""
    current = get()
    if current.page != page:
        current.page, current.filter_begun = page, False


def begin_filter(keys: Iterable[str]) -> None:
    """Forget, once per visit of a page, what the fields of another page with these keys still show."""
    current = get()
    if not current.filter_begun:
        forget(keys)
        current.filter_begun = True


def forget(keys: Iterable[str]) -> None:
    """Forget what fields show, so that they begin anew when they are drawn next."""
    for key in keys:
        st.session_state.pop(key, None)

"""The only module that touches st.session_state: one typed object per browser tab."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from classifier.suggest import Suggestion
from corpus.boundary import Commit
from diagnostics.model import Answer


@dataclass
class Filing:
    """A postmortem being filed. `id` names its draft and its submission, so that one sent twice counts once.

    `fields` is what stands in the form, `kept` what of it was last saved, as `version` of the draft;
    `compared` tells whether the suggestion was made with the index of reports at hand.
    """

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    fields: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    saved: str = ""
    suggestion: Suggestion | None = None
    compared: bool = False
    problem: str = ""
    notice: str = ""
    receipt: Commit | None = None


@dataclass
class Diagnosis:
    """A diagnosis under way: what was seen, and the answers so far."""

    symptoms: tuple[str, ...] = ()
    runtime: str | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    text: str = ""
    started: bool = False


@dataclass
class Session:
    """Everything one browser tab remembers."""

    filing: Filing = field(default_factory=Filing)
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    discarded: str = ""


def get() -> Session:
    """Return this tab's session."""
    current: Session = st.session_state.setdefault("session", Session())
    return current


def new_filing(filing: Filing | None = None) -> Filing:
    """Forget the postmortem being filed and begin another."""
    get().filing = filing or Filing()
    return get().filing


def new_diagnosis() -> Diagnosis:
    """Forget the diagnosis under way and begin another."""
    get().diagnosis = Diagnosis()
    return get().diagnosis


def widget(key: str) -> Any:
    """Return what a widget holds, or None if it has not been drawn."""
    return st.session_state.get(key)


def set_widget(key: str, value: object) -> None:
    """Set what a widget shows; only from a callback, before the widget is drawn."""
    st.session_state[key] = value


def begin_widget(key: str, value: object) -> None:
    """Give a widget the value it begins with, unless the person has touched it."""
    st.session_state.setdefault(key, value)

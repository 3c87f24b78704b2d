"""The only module that touches st.session_state: one typed object per browser tab."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st

from classifier.suggest import Suggestion
from corpus.boundary import Commit
from diagnostics.model import Answer
from diagnostics.selection import Place


@dataclass
class Filing:
    """A postmortem being filed. `key` makes a submission that is sent twice count once."""

    suggestion: Suggestion | None = None
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    receipt: Commit | None = None
    round: int = 0


@dataclass
class Diagnosis:
    """A diagnosis under way: what was seen, and the answers so far."""

    symptoms: tuple[str, ...] = ()
    runtime: str | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    text: str = ""
    started: bool = False


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
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    choosing: Choosing = field(default_factory=Choosing)
    replaying: Replaying = field(default_factory=Replaying)


def get() -> Session:
    """Return this tab's session."""
    current: Session = st.session_state.setdefault("session", Session())
    return current


def new_filing() -> Filing:
    """Forget the postmortem being filed and begin another."""
    get().filing = Filing(round=get().filing.round + 1)
    return get().filing


def new_diagnosis() -> Diagnosis:
    """Forget the diagnosis under way and begin another."""
    get().diagnosis = Diagnosis()
    return get().diagnosis


def set_widget(key: str, value: object) -> None:
    """Set what a widget shows; only from a callback, before the widget is drawn."""
    st.session_state[key] = value


def widgets(keys: Iterable[str]) -> dict[str, str]:
    """Return what those of the named widgets show that show anything."""
    return {key: st.session_state[key] for key in keys if st.session_state.get(key)}


def begin_widget(key: str, value: object) -> None:
    """Give a widget the value it begins with, unless the person has touched it."""
    st.session_state.setdefault(key, value)

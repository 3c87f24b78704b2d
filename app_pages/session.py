"""The only module that touches st.session_state: one typed object per browser tab."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from app_pages.written import Editing, Filing
from corpus.boundary import Commit

if TYPE_CHECKING:  # imported where it is used, so that the first page after a start does not wait for it
    from classifier.suggest import Suggestion
    from diagnostics.selection import Place

NAME = "your-name"  # the field in which a person gives their name


@dataclass
class Responder:
    """A tab's part in a diagnosis: whose it is, the check kept on screen, what the classifier made of a text.

    `asked` stays on screen until it is answered, so that another's answer never moves a question under a finger;
    `pressed` is when this tab last pressed an answer, in seconds of a clock that only runs forward; `own` has the rows
    that it added to the log of `diagnosis`.
    """

    name: str = ""
    introduced: bool = False
    asked: str | None = None
    pressed: float = float("-inf")
    diagnosis: str = ""
    own: set[int] = field(default_factory=set)
    proposal: "Suggestion | None" = None
    notice: str = ""


@dataclass
class Choosing:
    """Patterns being chosen: the answers that a workload has replaced, and the places listed so far."""

    before: dict[str, str] = field(default_factory=dict)
    places: "list[Place]" = field(default_factory=list)


@dataclass
class Replaying:
    """Which synthetic examples the Replay page shows where no file is given."""

    logs: bool = False
    reruns: bool = False


@dataclass
class Review:
    """The decision made last, so that it can be taken back at once: its name, its receipt, the report's title.

    `asking` is the report and the decision for which a reason is being asked; `seen` is the report, and the version
    of it, that was drawn last.
    """

    action: str = ""
    receipt: Commit | None = None
    title: str = ""
    asking: tuple[str, str] | None = None
    seen: tuple[str, int] | None = None


@dataclass
class Session:
    """Everything one browser tab remembers."""

    filing: Filing = field(default_factory=Filing)
    choosing: Choosing = field(default_factory=Choosing)
    replaying: Replaying = field(default_factory=Replaying)
    responder: Responder = field(default_factory=Responder)
    review: Review = field(default_factory=Review)
    editing: Editing | None = None
    name: str = ""
    page: str = ""
    filter_begun: bool = False


def get() -> Session:
    """Return this tab's session."""
    current: Session = st.session_state.setdefault("session", Session())
    return current


def new_filing(filing: Filing | None = None) -> Filing:
    """Forget the postmortem being filed and begin another."""
    get().filing = filing or Filing()
    return get().filing


def edit(editing: Editing) -> Editing:
    """Make this the edit under way in this tab."""
    get().editing = editing
    return editing


def responder_name() -> str:
    """Return the name under which this tab answers, as it stands in its field even before the page is drawn."""
    current = get().responder
    current.name = " ".join(str(st.session_state.get("responder", current.name)).split())
    return current.name


def own_rows(diagnosis: str) -> set[int]:
    """Return the numbers of the rows that this tab has added to a diagnosis's log, to be added to."""
    current = get().responder
    if current.diagnosis != diagnosis:
        current.diagnosis, current.own = diagnosis, set()
    return current.own


def sign() -> None:
    """Take the name that was typed; only from a callback."""
    get().name = str(st.session_state.get(NAME, "")).strip()


def sign_off() -> None:
    """Forget the name, so that it is asked anew."""
    get().name = ""


def see(report_id: str, version: int) -> int:
    """Return the version of a report that the person has before them when they press; remember the one drawn now."""
    review = get().review
    before, review.seen = review.seen, (report_id, version)
    return before[1] if before is not None and before[0] == report_id else version


def stop_asking() -> None:
    """Forget the decision for which a reason is being asked."""
    get().review.asking = None


def widget(key: str) -> Any:
    """Return what a widget holds, or None if it has not been drawn."""
    return st.session_state.get(key)


def set_widget(key: str, value: object) -> None:
    """Set what a widget shows; only from a callback, before the widget is drawn."""
    st.session_state[key] = value


def widgets(keys: Iterable[str]) -> dict[str, str]:
    """Return what those of the named widgets show that show anything."""
    return {key: st.session_state[key] for key in keys if st.session_state.get(key)}


def begin_widget(key: str, value: object) -> None:
    """Give a widget the value it begins with, unless the person has touched it."""
    st.session_state.setdefault(key, value)


def ink() -> str:
    """Return a colour that stands out from the page in the reader's theme, for what a chart draws on it."""
    return "#e6ebf1" if st.context.theme.type == "dark" else "#1b232e"


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

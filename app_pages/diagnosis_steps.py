"""The steps of a diagnosis on screen: the question, its answers by keyboard, and who said what when."""

import time
from datetime import UTC, datetime

import streamlit as st

from app_pages import cached, session
from app_pages.diagnosis_beginning import enter_name
from app_pages.prose import literal
from corpus.store import SavedAnswer, SavedDiagnosis, add_answer, last_seq, load_diagnosis
from corpus.store.diagnoses import Said
from diagnostics.handover import Diagnosis, doubts, stamp
from diagnostics.model import Answer, Check
from diagnostics.saved import UNNAMED, last_of, standing

SECONDS = 2  # how long another responder's answer may take to show
UNREAD_SECONDS = 1.0  # nobody reads a question in less: a key pressed twice, or held, is meant for the one before
KEYS: tuple[tuple[Answer, str, str], ...] = (("yes", "Yes", "y"), ("no", "No", "n"), ("unknown", "Don't know", "d"))


def show_doubts(saved: SavedDiagnosis, found: Diagnosis) -> None:
    """Show the answers that contradict each other, or one another's, and let those that clash be taken back here."""
    for doubt in doubts(found):
        st.markdown(f"- {literal(doubt)}")
    if found.step.clash is None or saved.state == "ended":
        return
    st.markdown(f"**Where to look again.** {found.catalogue.checks[found.step.clash.checks[0]].look}")
    rows = standing(saved)
    with st.container(horizontal=True):
        for place, check in zip(("first", "second"), found.step.clash.checks, strict=True):
            row = rows[check][-1]
            st.button(f"Take back the {place}", key=f"clash-{check}", on_click=_take_back, args=(saved.id, row))


def ask(saved: SavedDiagnosis, found: Diagnosis) -> None:
    """Show the next check, large, with its answers and the way back; or that the diagnosis was ended."""
    if saved.state == "ended":
        st.info("This diagnosis was ended; the timeline says by whom. Nothing is asked any more.")
        st.button("Reopen it", icon=":material/lock_open:", on_click=_say, args=(saved.id, "", "reopened"))
        return
    check = _kept_or_next(found)
    with st.container(border=True):
        if check is not None:
            number = len(found.observed.answers) + 1
            st.caption(f"{_kind_of_question(found)} · number {number} · about {check.minutes:g} min · keys y, n, d, b")
            st.header(check.question, anchor=False)
            st.markdown(f"**Where to look.** {check.look}")
        if not session.get().responder.introduced:
            enter_name()
        with st.container(horizontal=True):
            for answer, label, key in KEYS if check is not None else ():
                assert check is not None
                _button(label, key, f"{check.id}-{answer}", _answer, (saved.id, check.id, answer))
            last = last_of(saved, session.responder_name(), session.own_rows(saved.id))
            _button("Back", "b", "back", _back, (saved.id,), disabled=last is None)


def follow(diagnosis_id: str, drawn: int) -> None:
    """Watch for answers of others, and draw the page anew when one has come."""

    @st.fragment(run_every=SECONDS)
    def watch() -> None:
        with cached.store() as store:
            if last_seq(store, diagnosis_id) != drawn:
                st.rerun()
        st.caption(
            "Saved at every step. Send this page's address to a second responder: answers of both show within seconds."
        )

    watch()


def show_timeline(saved: SavedDiagnosis, found: Diagnosis) -> None:
    """Show who said what when, the newest first; every answer that stands can be taken back."""
    st.subheader("Timeline", anchor=False)
    if session.get().responder.introduced or saved.state == "ended":
        with st.popover(f"You answer as {literal(session.responder_name() or UNNAMED)}", type="tertiary"):
            enter_name()
    with st.container(key="timeline"):
        _show_moments(saved, found)


def _show_moments(saved: SavedDiagnosis, found: Diagnosis) -> None:
    left = {row.seq: row for rows in standing(saved).values() for row in rows}
    for moment in reversed(found.moments):
        row = st.columns([9, 2], vertical_alignment="center")
        row[0].markdown(f":gray[{stamp(moment.at)} · {literal(moment.name)}]  \n{literal(moment.words)}")
        if moment.seq in left and saved.state != "ended":
            key = f"take-back-{moment.seq}"
            row[1].button("Take back", key=key, on_click=_take_back, args=(saved.id, left[moment.seq]), type="tertiary")


def _button(
    label: str, key: str, name: str, action: object, args: tuple[object, ...], *, disabled: bool = False
) -> None:
    st.button(label, key=name, on_click=action, args=args, shortcut=key, width="stretch", disabled=disabled)  # type: ignore[arg-type]


def _kind_of_question(found: Diagnosis) -> str:
    if found.step.control:
        return "Everything was a yes so far: one more before a verdict"
    return "One more, to be surer" if found.step.status == "decided" else "Question"


def _kept_or_next(found: Diagnosis) -> Check | None:
    """Return the check that this tab is being asked, kept until somebody answers it, or the next one."""
    current = session.get().responder
    kept = found.catalogue.checks.get(current.asked or "")
    if kept is None or kept.id in found.observed.answers:
        kept = found.step.next_check
    current.asked = kept.id if kept else None
    return kept


def _answer(diagnosis_id: str, check_id: str, answer: Answer) -> None:
    current, now = session.get().responder, time.monotonic()
    unread, current.pressed = now - current.pressed < UNREAD_SECONDS, now
    if unread:
        st.toast("Not counted: pressed too soon after the last answer to have read this question.")
        return
    current.introduced = True
    _say(diagnosis_id, check_id, answer)


def _back(diagnosis_id: str) -> None:
    """Take back this tab's last answer as it is now, even if the page has not yet been drawn with it."""
    with cached.store() as store:
        saved = load_diagnosis(store, diagnosis_id)
    last = last_of(saved, session.responder_name(), session.own_rows(diagnosis_id))
    if last is not None:
        _take_back(diagnosis_id, last)


def _take_back(diagnosis_id: str, row: SavedAnswer) -> None:
    session.get().responder.asked = row.check_id
    _say(diagnosis_id, row.check_id, "taken-back", row.seq)


def _say(diagnosis_id: str, check_id: str, said: Said, takes_back: int | None = None) -> None:
    name, now = session.responder_name(), datetime.now(UTC)
    with cached.store() as store:
        seq = add_answer(store, diagnosis_id, check_id, said, name=name, at=now, takes_back=takes_back)
    session.own_rows(diagnosis_id).add(seq)

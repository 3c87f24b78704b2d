"""Deciding on a report: buttons with keys, the reason that is asked for, the receipt with its undo."""

from collections.abc import Sequence

import streamlit as st

from app_pages import addresses, cached, session
from app_pages.history_parts import DONE
from app_pages.prose import literal
from app_pages.refusals import in_words
from app_pages.session import Review
from app_pages.signature import ask_name
from corpus.boundary import Commit, Reject
from corpus.deciding import MAX_NOTE, decide, undo
from corpus.states import DECISIONS, decisions_on
from corpus.store import Stored, Waiting

# What a button says, its icon and its key.
LOOKS = {
    "submit": ("Ask for review", ":material/outgoing_mail:", "A"),
    "publish": ("Publish", ":material/check_circle:", "P"),
    "send back": ("Send back", ":material/undo:", "B"),
    "withdraw": ("Withdraw", ":material/block:", "W"),
    "reopen": ("Reopen as a draft", ":material/restart_alt:", "O"),
}


def offer_decisions(stored: Stored, queue: Sequence[Waiting]) -> None:
    """Show the decisions that the report's state allows, and the way to the next one that waits."""
    seen = session.see(stored.report.id, stored.version)
    if seen != stored.version:
        st.warning(
            f"This report has changed while you read version {seen}. What you see now is version {stored.version}."
        )
    with st.container(border=True):
        left, right = st.columns([1, 2], vertical_alignment="bottom")
        with left:
            name = ask_name()
        note = right.text_input(
            "A word to the submitter (optional when publishing)", key=f"note-{stored.report.id}", max_chars=MAX_NOTE
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            for action in decisions_on(stored.state):
                words, icon, key = LOOKS[action]
                if st.button(words, icon=icon, shortcut=key, disabled=not name):
                    _begin(action, stored, seen, name, note)
            where = {"id": stored.report.id}
            st.page_link(addresses.EDIT, label="Edit text and tags", icon=":material/edit:", query_params=where)
            offer_next(queue, stored.report.id)
        if not name:
            st.caption("Give your name to decide; it is asked once and stands in the history.")
    for action in decisions_on(stored.state):
        if session.get().review.asking == (stored.report.id, action):
            _ask_reason(action, stored, seen, name)


def offer_next(queue: Sequence[Waiting], report_id: str) -> None:
    """Show the button to the report that has waited longest, other than this one; nothing if there is none."""
    others = [one.report.id for one in queue if one.report.id != report_id]
    if others and st.button("Next", icon=":material/skip_next:", shortcut="N"):
        st.query_params["id"] = others[0]
        st.rerun()


def show_receipt(review: Review, queue: Sequence[Waiting], report_id: str) -> None:
    """Tell what was decided last, with its undo; nothing when another report is looked at."""
    receipt = review.receipt
    if receipt is None or report_id not in ("", receipt.report_id):
        return
    done = DONE[review.action].capitalize()
    st.success(f"{done}: {literal(review.title)}, version {receipt.version}.", icon=":material/check:")
    if review.action in DECISIONS and st.button("Undo", icon=":material/undo:", shortcut="U"):
        with cached.store() as store:
            outcome = undo(
                receipt.report_id, store, cached.taxonomy(), actor=session.get().name, based_on=receipt.version
            )
        _finish("undo", outcome, review.title)


def _begin(action: str, stored: Stored, seen: int, name: str, note: str) -> None:
    if DECISIONS[action].reason and not note.strip():
        session.get().review.asking = (stored.report.id, action)
    else:
        _decide(action, stored, seen, name, note)


@st.dialog("Say why", on_dismiss=session.stop_asking)
def _ask_reason(action: str, stored: Stored, seen: int, name: str) -> None:
    words, icon, _ = LOOKS[action]
    with st.form("reason", border=False):
        reason = st.text_input("Reason, for the submitter to read", max_chars=MAX_NOTE, key=f"reason-{stored.version}")
        if st.form_submit_button(words, icon=icon, type="primary"):
            _decide(action, stored, seen, name, reason)


def _decide(action: str, stored: Stored, seen: int, name: str, reason: str) -> None:
    with cached.store() as store:
        outcome = decide(stored.report.id, action, store, cached.taxonomy(), actor=name, based_on=seen, reason=reason)
    _finish(action, outcome, stored.report.title)


def _finish(action: str, outcome: Commit | Reject, title: str) -> None:
    if isinstance(outcome, Reject):
        show_reject(outcome)
        return
    session.get().review = Review(action, outcome, title)
    st.rerun()


def show_reject(outcome: Reject) -> None:
    """Show every reason of a refusal in a box."""
    st.error(f"Nothing was written.\n\n{in_words(outcome, cached.taxonomy())}")

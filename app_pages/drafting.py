"""Drafts on the File page: resumed by their address, saved as they grow, put aside and brought back."""

from copy import deepcopy
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from app_pages import addresses, cached, session
from app_pages.prose import literal
from app_pages.session import Filing
from corpus import Commit, CorpusError
from corpus.drafts import is_blank, name_of, save_draft
from corpus.states import STATES
from corpus.store import Stored
from corpus.store.drafts import KEPT_DAYS, Draft, discard_draft, find_draft, open_drafts, restore_draft
from corpus.unconfirmed import MARK

FROM_DIAGNOSIS = (
    f'This draft comes from a diagnosis. Lines that begin "{MARK}" are what it proposed, not what anybody found: '
    "rewrite or delete each, and decide about every tag, before you file it."
)
OFFERED = 20  # drafts in the list, the last saved first


def resume() -> Filing:
    """Return the filing that the address names, or else the one of this tab."""
    named, current = st.query_params.get("draft", ""), session.get().filing
    if not named or named == current.id:
        return current
    with cached.store() as store:
        draft, filed = find_draft(store, named), store.submission(named)
    if filed is not None:
        return session.new_filing(Filing(id=named, receipt=receipt_of(filed)))
    if draft is None or draft.discarded:
        st.warning("No draft is kept under this address. It may have been filed or discarded; those below are open.")
        st.query_params.pop("draft")
        return current
    return session.new_filing(_filing_of(draft))


def keep(current: Filing) -> None:
    """Save what stands in the form, if it has changed, and put the draft into the address."""
    if current.version == 0 and is_blank(current.fields):
        return
    if current.fields != current.kept:
        try:
            with cached.store() as store:
                draft = save_draft(store, current.id, current.fields, based_on=current.version)
                filed = store.submission(current.id) if draft is None else None
        except CorpusError as error:
            st.error(literal(str(error)))
            return
        if draft is None:
            _part(current, filed)
            return
        current.kept, current.version, current.saved = deepcopy(current.fields), draft.version, draft.updated
    if st.query_params.get("draft") != current.id:
        st.query_params["draft"] = current.id


def show_saved(current: Filing) -> None:
    """Say when the draft was saved, and offer to discard it, after asking."""
    if not current.saved:
        st.caption("Nothing is saved yet. A draft saves itself on the server as you type.")
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(f":material/cloud_done: Saved {clock(current.saved)}", width="content")
        with st.popover("Discard", icon=":material/delete:", type="tertiary"):
            st.write(f"Discard this draft? It can be brought back for {KEPT_DAYS} days.")
            st.button("Discard the draft", on_click=_discard, args=(current.id,), key=f"discard-{current.id}")


def show_receipt(receipt: Commit) -> None:
    """Say what was filed and where it stands."""
    st.success(f"Filed as {receipt.report_id}, version {receipt.version}, {receipt.state}.")
    if receipt.state == "in review":
        st.caption("What a reviewer decides, and why, stands at its permanent address.")
    addresses.link_to_report(receipt.report_id, "Open it at its permanent address")
    st.button("File another", icon=":material/add:", on_click=begin_another)


def show_notice(current: Filing) -> None:
    """Show what an upload, another window or a diagnosis has led to."""
    if current.problem:
        st.error("  \n".join(map(literal, current.problem.splitlines())))
    if current.notice:
        st.info(literal(current.notice))
    if current.fields.get("diagnosis"):
        st.info(FROM_DIAGNOSIS)


def offer_drafts(current: Filing) -> None:
    """Offer the undoing of a discard, and the open drafts while nothing has been written yet."""
    if session.get().discarded:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown("The draft is discarded.")
            st.button("Undo", icon=":material/undo:", on_click=_undo, key="undo-discard")
    if not is_blank(current.fields):
        return
    with cached.store() as store:
        drafts = [draft for draft in open_drafts(store) if draft.id != current.id]
    if not drafts:
        return
    with st.expander(f"Continue a draft ({len(drafts)})", icon=":material/edit_note:", expanded=len(drafts) == 1):
        for draft in drafts[:OFFERED]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button("Continue", key=f"continue-{draft.id}", on_click=_open, args=(draft.id,))
                st.markdown(f"{literal(name_of(draft.fields))} :small[saved {day(draft.updated)}]")


def clock(moment: str) -> str:
    """Return the time of day of an ISO 8601 moment where the reader is."""
    return _local(moment).strftime("%H:%M:%S")


def day(moment: str) -> str:
    """Return the date and time of an ISO 8601 moment where the reader is."""
    return _local(moment).strftime("%Y-%m-%d %H:%M")


def begin_another() -> None:
    """Begin a report with an empty form; what was being written stays an open draft."""
    st.query_params.pop("draft", None)
    session.get().discarded = ""
    session.new_filing()


def receipt_of(stored: Stored) -> Commit:
    """Return the receipt of a report that was filed before."""
    state = next(state for state in STATES if state == stored.state)
    return Commit(stored.report.id, stored.version, state, created=False)


def _part(current: Filing, filed: Stored | None) -> None:
    """Go on after another window has saved or filed the same draft: nothing of either is lost."""
    if filed is not None:
        current.receipt = receipt_of(filed)
    else:
        session.new_filing(Filing(fields=dict(current.fields), notice=_PARTED))
        st.query_params.pop("draft", None)
    st.rerun()


_PARTED = "The draft was changed in another window. What stands here goes on as a draft of its own."


def _filing_of(draft: Draft) -> Filing:
    fields: dict[str, Any] = dict(draft.fields)
    return Filing(id=draft.id, fields=fields, kept=deepcopy(fields), version=draft.version, saved=draft.updated)


def _open(draft_id: str) -> None:
    st.query_params["draft"] = draft_id


def _discard(draft_id: str) -> None:
    with cached.store() as store:
        discard_draft(store, draft_id)
    begin_another()
    session.get().discarded = draft_id


def _undo() -> None:
    with cached.store() as store:
        restore_draft(store, session.get().discarded)
    _open(session.get().discarded)
    session.get().discarded = ""


def _local(moment: str) -> datetime:
    zone = st.context.timezone
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone) if zone else None)

"""Drafts on the File page: resumed by their address, saved as they grow, put aside and brought back."""

from copy import deepcopy
from typing import Any

import streamlit as st

from app_pages import addresses, cached, session
from app_pages.autosave import PARTED, autosave, day, offer_undo, open_draft
from app_pages.prose import literal
from app_pages.written import Filing
from corpus import Commit
from corpus.drafts import is_blank, name_of
from corpus.states import STATES
from corpus.store import Stored
from corpus.store.drafts import Draft, find_draft, open_drafts
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
    if draft is None or draft.discarded or "report" in draft.fields:
        st.warning("No draft is kept under this address. It may have been filed or discarded; those below are open.")
        st.query_params.pop("draft")
        return current
    return session.new_filing(_filing_of(draft))


def keep(current: Filing) -> None:
    """Save what stands in the form, unless it is empty still."""
    if current.version == 0 and is_blank(current.fields):
        return
    if not autosave(current):
        _part(current)


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
    offer_undo(current)
    if not is_blank(current.fields):
        return
    with cached.store() as store:
        drafts = [draft for draft in open_drafts(store) if draft.id != current.id]
    if not drafts:
        return
    with st.expander(f"Continue a draft ({len(drafts)})", icon=":material/edit_note:", expanded=len(drafts) == 1):
        for draft in drafts[:OFFERED]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button("Continue", key=f"continue-{draft.id}", on_click=open_draft, args=(draft.id,))
                st.markdown(f"{literal(name_of(draft.fields))} :small[saved {day(draft.updated)}]")


def begin_another(discarded: str = "") -> None:
    """Begin a report with an empty form; what was being written stays an open draft, unless just discarded."""
    st.query_params.pop("draft", None)
    session.new_filing(Filing(discarded=discarded))


def receipt_of(stored: Stored) -> Commit:
    """Return the receipt of a report that was filed before."""
    state = next(state for state in STATES if state == stored.state)
    return Commit(stored.report.id, stored.version, state, created=False)


def _part(current: Filing) -> None:
    """Go on after another window has saved or filed the same draft: nothing of either is lost."""
    with cached.store() as store:
        filed = store.submission(current.id)
    if filed is not None:
        current.receipt = receipt_of(filed)
    else:
        session.new_filing(Filing(fields=dict(current.fields), notice=PARTED))
        st.query_params.pop("draft", None)
    st.rerun()


def _filing_of(draft: Draft) -> Filing:
    fields: dict[str, Any] = dict(draft.fields)
    return Filing(id=draft.id, fields=fields, kept=deepcopy(fields), version=draft.version, saved=draft.updated)

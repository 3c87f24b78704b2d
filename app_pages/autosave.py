"""Saving by itself what a person writes, saying when, and putting a draft aside so that it can be brought back."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from app_pages import cached
from app_pages.prose import literal
from app_pages.written import Drafted
from corpus import CorpusError
from corpus.drafts import save_draft
from corpus.store.drafts import KEPT_DAYS, discard_draft, restore_draft

PARTED = "The draft was changed in another window. What stands here goes on as a draft of its own."


def autosave(current: Drafted) -> bool:
    """Save what stands in the form, if it has changed, and put the draft into the address.

    False, and nothing written, when another window has saved, filed or discarded the draft since.
    """
    if current.fields != current.kept:
        try:
            with cached.store() as store:
                draft = save_draft(store, current.id, current.fields, based_on=current.version)
        except CorpusError as error:
            st.error(literal(str(error)))
            return True
        if draft is None:
            return False
        current.kept, current.version, current.saved = deepcopy(current.fields), draft.version, draft.updated
    if current.version and st.query_params.get("draft") != current.id:
        st.query_params["draft"] = current.id
    return True


def show_saved(current: Drafted, begin_anew: Callable[[str], None]) -> None:
    """Say when the draft was saved, and offer to discard it, after asking; what is begun then offers it back."""
    if not current.saved:
        st.caption("No draft yet: it saves itself on the server as you type.")
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(f":material/cloud_done: Draft saved {clock(current.saved)}", width="content")
        with st.popover("Discard", icon=":material/delete:", type="tertiary"):
            st.write(f"Discard this draft? It can be brought back for {KEPT_DAYS} days.")
            discard = f"discard-{current.id}"
            st.button("Discard the draft", on_click=_discard, args=(current.id, begin_anew), key=discard)


def offer_undo(current: Drafted) -> None:
    """Offer to bring back the draft that was discarded just before this one was begun."""
    if current.discarded:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown("The draft is discarded.")
            st.button("Undo", icon=":material/undo:", on_click=_undo, args=(current,), key="undo-discard")


def open_draft(draft_id: str) -> None:
    """Put a draft into the address, to be resumed from there."""
    st.query_params["draft"] = draft_id


def clock(moment: str) -> str:
    """Return the time of day of an ISO 8601 moment where the reader is."""
    return _local(moment).strftime("%H:%M:%S")


def day(moment: str) -> str:
    """Return the date and time of an ISO 8601 moment where the reader is."""
    return _local(moment).strftime("%Y-%m-%d %H:%M")


def _discard(draft_id: str, begin_anew: Callable[[str], None]) -> None:
    with cached.store() as store:
        discard_draft(store, draft_id)
    begin_anew(draft_id)


def _undo(current: Drafted) -> None:
    with cached.store() as store:
        restore_draft(store, current.discarded)
    open_draft(current.discarded)
    current.discarded = ""


def _local(moment: str) -> datetime:
    zone = st.context.timezone
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone) if zone else None)

"""Edits that are not saved as a version yet: each a draft, resumed by its address, kept as it grows."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from app_pages import cached, session
from app_pages.autosave import PARTED, autosave, day, offer_undo, open_draft
from app_pages.prose import literal
from app_pages.written import Editing, fresh
from corpus.drafts import name_of
from corpus.report import Report
from corpus.store import Store, Stored, history, version_of
from corpus.store.drafts import Draft, find_draft, open_drafts

ENTERED = ("title", "product", "date", "text", "tags")


def resume(store: Store, stored: Stored) -> Editing:
    """Return the edit of a report that the address names, or the one under way in this tab, or begin one."""
    named, current = st.query_params.get("draft", ""), session.get().editing
    if named and (current is None or named != current.id):
        draft = find_draft(store, named)
        if draft is not None and not draft.discarded and draft.fields.get("report") == stored.report.id:
            return session.edit(_edit_of(store, stored, draft))
        st.warning("No edit is kept under this address. It may have been saved or discarded.")
        st.query_params.pop("draft")
    if current is None or current.base.report.id != stored.report.id:
        return session.edit(_begin(stored))
    shown = current.receipt or current.rival or session.has_widget(f"title-{current.form}")
    return current if shown else _shown_again(current)


def begin_edit(stored: Stored, discarded: str = "") -> None:
    """Begin an edit from a report as it stands; what was being edited stays an open draft, unless just discarded."""
    st.query_params.pop("draft", None)
    session.edit(_begin(stored, discarded))


def entered(report: Report) -> dict[str, Any]:
    """Return what of a report stands in the form."""
    return {name: getattr(report, name) for name in ENTERED}


def keep(current: Editing, fields: Mapping[str, Any]) -> None:
    """Save what stands in the form once it has been changed."""
    base = {"report": current.base.report.id, "base": current.base.version, "merged": current.merged}
    current.fields = {**base, **fields, "date": fields["date"].isoformat()}
    if not current.kept:
        current.kept = deepcopy(current.fields)
    if not autosave(current):
        session.edit(replace(_shown_again(current), id=fresh(), version=0, saved="", kept={"": ""}, notice=PARTED))
        st.query_params.pop("draft", None)
        st.rerun()


def offer_edits(current: Editing) -> None:
    """Offer the undoing of a discard and, while nothing has been changed yet, the edits that are not saved yet."""
    offer_undo(current)
    if current.notice:
        st.info(literal(current.notice))
    if current.version:
        return
    with cached.store() as store:
        edits = open_drafts(store, current.base.report.id)
    for draft in edits:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            words = f"An edit of this report is not saved yet: {literal(name_of(draft.fields))}"
            st.markdown(f"{words} :small[kept {day(draft.updated)}]")
            st.button("Continue", key=f"continue-{draft.id}", on_click=open_draft, args=(draft.id,))


def _begin(stored: Stored, discarded: str = "") -> Editing:
    return Editing(base=stored, begin=entered(stored.report), discarded=discarded)


def _edit_of(store: Store, stored: Stored, draft: Draft) -> Editing:
    """Return a kept edit on the version that it began from, so that what was saved since is merged, not overwritten."""
    number, fields = draft.fields["base"], dict(draft.fields)
    state = next(version.state for version in history(store, stored.report.id) if version.number == number)
    base = replace(stored, report=version_of(store, stored.report.id, number), version=number, state=state)
    kept: dict[str, Any] = {"id": draft.id, "version": draft.version, "saved": draft.updated, "kept": deepcopy(fields)}
    return Editing(base=base, begin=_begun(fields), fields=fields, merged=fields["merged"], **kept)


def _shown_again(current: Editing) -> Editing:
    """Return an edit whose form was away from the screen, to be drawn with what stood in it."""
    begin = _begun(current.fields) if current.fields else current.begin
    return session.edit(replace(current, begin=begin, form=fresh()))


def _begun(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: fields[name] for name in ENTERED}, "date": date.fromisoformat(fields["date"])}

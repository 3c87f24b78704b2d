"""Saving an edit, and merging it with what another person has saved meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from app_pages import cached, session
from app_pages.edit_drafts import entered
from app_pages.filing import TEXT
from app_pages.prose import literal
from app_pages.reviewing import show_reject
from app_pages.signature import ask_name
from app_pages.typing import send_while_typing
from app_pages.written import Editing, fresh
from corpus import commit
from corpus.boundary import Commit, Reject
from corpus.deciding import MAX_NOTE
from corpus.documents import make_report
from corpus.errors import ReportError
from corpus.merging import Choice, Clash, merge, resolve
from corpus.report import Report
from corpus.states import State, state_after_edit
from corpus.store import Version
from corpus.store.drafts import delete_draft
from taxonomy import Finding

CHOICES: dict[str, Choice] = {"Both": "both", "Theirs": "theirs", "Mine": "mine"}


def show_rival(current: Editing, newest: Version) -> None:
    """Say early that somebody has saved since this edit began."""
    if current.base.version < newest.number:
        st.warning(
            f"{literal(newest.author)} has saved version {newest.number} since you began. Your edit stays here; "
            "when you save, you see both and merge them."
        )


def enter_fields(current: Editing) -> dict[str, Any]:
    """Show the fields of the report apart from its tags, and return what stands in them."""
    begin, form = current.begin, current.form
    fields = {
        "title": st.text_input("Title", begin["title"], max_chars=200, key=f"title-{form}"),
        "product": st.text_input("Product or system", begin["product"], max_chars=100, key=f"product-{form}"),
        "date": st.date_input("Date of the event", begin["date"], key=f"date-{form}"),
        "text": st.text_area(TEXT, begin["text"], height=520, key=f"text-{form}"),
    }
    send_while_typing([TEXT, "Title", "Product or system"])
    return fields


def offer_saving(current: Editing, fields: Mapping[str, Any]) -> None:
    """Show the buttons that save, with the name and what was changed."""
    name = ask_name()
    note = st.text_input("What you changed (optional)", key=f"note-{current.form}", max_chars=MAX_NOTE)
    state = state_after_edit(current.base.state)
    if state != current.base.state:
        st.caption("This report is withdrawn. Saving makes it a draft again.")
    with st.container(horizontal=True):
        if st.button("Save", type="primary", icon=":material/save:", disabled=not name):
            _save(current, fields, state, name, note)
        if current.base.state == "draft" and st.button(
            "Save and ask for review", icon=":material/send:", disabled=not name
        ):
            _save(current, fields, "in review", name, note)
    if not name:
        st.caption("Give your name to save; it is asked once and stands in the history.")


def show_merge(current: Editing, newest: Version) -> None:
    """Show what the other person saved and one's own edit, and let every clash between them be settled."""
    rival, mine = current.rival, current.mine
    if rival is None or mine is None:
        return
    merged = merge(current.base.report, rival.report, mine, cached.taxonomy())
    st.warning(
        f"{literal(newest.author)} saved version {rival.version} while you were editing. Nothing was overwritten. "
        "What only one of you changed is merged already; choose where both did, then look it over and save."
    )
    choices = {clash.where: _settle(clash, current.form) for clash in merged.clashes}
    if not choices:
        st.success("You changed different places; nothing has to be chosen.", icon=":material/check:")
    if st.button("Use this merge", type="primary", icon=":material/merge:"):
        begin = entered(resolve(merged, choices))
        begun = replace(current, base=rival, begin=begin, fields={}, merged=True, rival=None, mine=None, form=fresh())
        session.edit(begun)
        st.rerun()
    theirs_side, my_side = st.columns(2, gap="large")
    with theirs_side.expander(f"Their whole text, version {rival.version}"):
        st.text(rival.report.text)
    with my_side.expander("Your whole text"):
        st.text(mine.text)


def _settle(clash: Clash, form: str) -> Choice:
    """Show what both made of one place and return whose is kept."""
    with st.container(border=True):
        st.markdown(f"**Both changed: {literal(clash.where)}**")
        theirs, mine = st.columns(2, gap="large")
        for side, words, text in ((theirs, "Theirs", clash.theirs), (mine, "Mine", clash.mine)):
            with side:
                st.caption(words)
                st.text(text or "(taken out)")
        if clash.base:
            with st.expander("As it was before both"):
                st.text(clash.base)
        # Of a paragraph both are kept unless somebody chooses, so that a hurried press loses no sentence.
        options = list(CHOICES) if clash.where.startswith("paragraph") else list(CHOICES)[1:]
        kept = st.radio(f"Keep for {clash.where}", options, horizontal=True, key=f"{clash.where}-{form}")
    return CHOICES[kept or options[0]]


def _save(current: Editing, fields: Mapping[str, Any], state: State, name: str, note: str) -> None:
    base = current.base
    try:
        report = make_report({**base.report.model_dump(), **fields})
    except ReportError as error:
        show_reject(Reject(tuple(Finding("field", "report", problem) for problem in error.problems)))
        return
    if report == base.report and state == base.state:
        st.info("Nothing has changed, so nothing was saved.")
        return
    outcome = _commit(current, report, state, name, note)
    if isinstance(outcome, Commit):
        current.receipt = outcome
        st.query_params.pop("draft", None)
    elif any(problem.rule == "stale-write" for problem in outcome.problems):
        with cached.store() as store:
            current.rival, current.mine = store.get(base.report.id), report
    else:
        show_reject(outcome)
        return
    st.rerun()


def _commit(current: Editing, report: Report, state: State, name: str, note: str) -> Commit | Reject:
    submitted = state == "in review" and current.base.state == "draft"
    action = "submit" if submitted else "merge" if current.merged else "change"
    with cached.store() as store:
        outcome = commit(
            report, store, cached.taxonomy(),
            actor=name, state=state, based_on=current.base.version, action=action, note=note.strip(),
        )  # fmt: skip
        if isinstance(outcome, Commit):
            delete_draft(store, current.id)
    return outcome

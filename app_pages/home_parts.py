"""What Home shows of the work in hand: what waits for review, and what people changed in the last seven days."""

from collections.abc import Sequence

import streamlit as st

from app_pages.history_parts import DONE
from app_pages.prose import literal
from corpus.store import Happening, Waiting

SHOWN = 5


def show_queue(queue: Sequence[Waiting], total: int) -> None:
    """Show the reports that have waited longest, each a link to its review, and how many of `total` are left."""
    st.subheader("Waiting for review")
    if not queue:
        st.caption("Nothing waits. What is filed for review stands here until somebody decides.")
    for one in queue:
        st.markdown(
            f"[{literal(one.report.title)}](review_reports?id={one.report.id})  \n"
            f":small[{literal(one.author)}, since {one.since[:10]}]"
        )
    if total > len(queue):
        st.markdown(f"[and {total - len(queue):,} more](review_reports)")


def show_week(week: Sequence[Happening]) -> None:
    """Show the latest changes by people, each a link to the report."""
    st.subheader("Changed in the last seven days")
    if not week:
        st.caption("Nothing was filed, reviewed or edited here in the last seven days.")
    for one in week[:SHOWN]:
        reason = f": {literal(one.note)}" if one.note else ""
        st.markdown(
            f"[{literal(one.title)}](read_report?id={one.id})  \n"
            f":small[{DONE.get(one.action, literal(one.action))} by {literal(one.actor)}, {one.at[:10]}{reason}]"
        )
    if len(week) > SHOWN:
        st.caption(f"These are the latest {SHOWN} changes.")

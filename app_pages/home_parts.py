"""What Home shows of the reports: two figures, what waits for review, what people changed in the last seven days."""

from collections.abc import Sequence

import streamlit as st

from app_pages.history_parts import DONE
from app_pages.prose import literal
from corpus.statistics import Share
from corpus.store import Happening, Waiting

SHOWN = 5


def show_figures(published: int, at: Share) -> None:
    """Show two figures, each with what it counts; headings, since `st.metric` would load the chart library first."""
    left, right = st.columns(2, gap="large")
    left.subheader(f"{published:,} published", anchor=False)
    left.caption("Reports of incidents: the shipped corpus and what was published here.")
    right.subheader(f"{at.share:.0%} failed at the boundary", anchor=False)
    right.caption(
        f"{at.count:,} of {at.total:,} reports; 95 % interval {at.low:.0%} to {at.high:.0%}. "
        "Between what the model put out and what the system did; not a random sample of failures."
    )


def show_queue(queue: Sequence[Waiting], total: int) -> None:
    """Show the reports that have waited longest, each a link to its review, and how many of `total` are left."""
    st.subheader(f"{total:,} waiting for review", anchor=False)
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
    st.subheader("Changed in the last seven days", anchor=False)
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

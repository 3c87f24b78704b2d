"""Reports that look like the one being filed, each with a button to say that it tells of the same event."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.waiting import wait_for_the_index
from app_pages.written import Filing
from classifier.duplicates import LIKE_TEXT
from corpus.store import Stored


def show_look_alikes(current: Filing) -> None:
    """Show the nearest published reports, and the one that is linked as the same event."""
    similar = current.suggestion.similar if current.suggestion else ()
    event = current.fields.get("same_event")
    st.subheader("Reports that look alike")
    if event:
        _linked(current, event)
    elif similar and similar[0].score >= LIKE_TEXT:
        st.caption("The first is close. If it tells of the same event, link it, so that the event counts as one.")
    for one in similar:
        if one.id != event:
            with st.container(gap="xxsmall"):
                addresses.show_title(one.id, one.title, score=one.score)
                key = f"same-{one.id}"
                st.button(
                    "Same event",
                    key=key,
                    type="tertiary",
                    icon=":material/link:",
                    on_click=_link,
                    args=(current, one.id),
                )
    if current.suggestion is None or current.suggestion.abstained:
        st.caption("They stand here as soon as there is a text that can be read.")
    elif not current.compared:
        wait_for_the_index()


def _linked(current: Filing, event: str) -> None:
    with cached.store() as store:
        stored: Stored | None = store.find(event)
    with st.container(border=True):
        st.markdown(":material/link: **Linked as the same event**")
        addresses.show_title(event, stored.report.title if stored else event)
        st.button("Take the link away", type="tertiary", on_click=_link, args=(current, None))


def _link(current: Filing, event: str | None) -> None:
    current.fields["same_event"] = event

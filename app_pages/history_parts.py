"""What became of a report, told on its own page: where it stands and why, and every change."""

import streamlit as st

from app_pages import addresses
from app_pages.prose import literal
from corpus.states import DECISIONS
from corpus.store import Version

DONE = {
    "create": "filed",
    "change": "edited",
    "merge": "merged with another edit",
    "submit": "put up for review",
    "publish": "published",
    "send back": "sent back",
    "withdraw": "withdrawn",
    "reopen": "reopened as a draft",
    "undo": "decision taken back",
    "bring back": "earlier version brought back",
}
BOXES = {"draft": st.warning, "in review": st.info, "published": st.success, "withdrawn": st.error}


def show_standing(past: list[Version]) -> None:
    """Tell the submitter the state, and who decided it when and why; nothing for a report nobody decided on."""
    decided = next((version for version in reversed(past) if version.action in (*DECISIONS, "undo")), None)
    if decided is None and past[-1].state not in ("draft", "in review"):
        return
    words = f"**{past[-1].state.capitalize()}.**"
    if decided is not None:
        words += literal(f" {_sentence(decided)}")
    else:
        words += (
            " It waits for a reviewer." if past[-1].state == "in review" else " Nobody has been asked to review it."
        )
    BOXES[past[-1].state](words)


def show_history(past: list[Version], report_id: str) -> None:
    """Show every version: its state, who made it, when, what was done and the reason."""
    with st.expander(f"History ({len(past)})"):
        for version in reversed(past):
            st.markdown(f"**Version {version.number}, {version.state}.** {literal(_sentence(version))}")
        address = {"id": report_id}
        st.page_link(addresses.VERSIONS, label="Compare versions", icon=":material/difference:", query_params=address)


def moment(at: str) -> str:
    """Return a time of the database as a person writes it, to the minute, in UTC."""
    return f"{at[:16].replace('T', ' ')} UTC"


def _sentence(version: Version) -> str:
    done = DONE.get(version.action, version.action).capitalize()
    return f"{done} by {version.author}, {moment(version.at)}" + (f": {version.note}" if version.note else ".")

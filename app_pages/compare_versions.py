"""Versions page: every version of a report, two of them compared, and an earlier one brought back."""

import streamlit as st

from app_pages import addressed, addresses, cached
from app_pages.history_parts import DONE, show_history
from app_pages.prose import literal
from app_pages.report_parts import named_report
from app_pages.version_parts import offer_return, show_changes, show_version
from corpus.store import history, version_of

report_id = st.query_params.get("id", "")
with cached.store() as store:
    stored = named_report(store, "Versions")
    past = {str(version.number): version for version in history(store, report_id)}


def shown(number: str) -> str:
    """Return a version as the lists name it."""
    version = past[number]
    return f"Version {number}: {DONE.get(version.action, version.action)} by {version.author}"


st.title(f"Versions of: {literal(stored.report.title)}")
addresses.link_to_report(report_id, "The report as it stands")
newest = str(stored.version)
numbers = sorted(past, key=int, reverse=True)
left, right = st.columns(2)
with left:
    older = addressed.selectbox("From", [*(numbers[1:]), newest], shown, "from")
with right:
    newer = addressed.selectbox("To", numbers, shown, "to")
with cached.store() as store:
    before, after = (version_of(store, report_id, int(number)) for number in (older, newer))

show_changes(before, after, cached.taxonomy())
if older != newest:
    offer_return(stored, int(older))
left, right = st.columns(2, gap="large")
with left:
    show_version(f"Version {older} as it was", before, cached.taxonomy())
with right:
    show_version(f"Version {newer} as it was", after, cached.taxonomy())
show_history(list(past.values()), report_id)

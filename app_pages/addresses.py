"""Every page with its title and icon, and how one page links to another."""

from urllib.parse import quote, urlsplit

import streamlit as st

from app_pages.prose import literal, marked

HOME = st.Page("app_pages/home.py", title="Home", icon=":material/home:", default=True)
FILE = st.Page("app_pages/file_postmortem.py", title="File", icon=":material/edit_note:")
DIAGNOSE = st.Page("app_pages/diagnose_incident.py", title="Diagnose", icon=":material/troubleshoot:")
CHOOSE = st.Page("app_pages/choose_patterns.py", title="Choose", icon=":material/account_tree:")
BROWSE = st.Page("app_pages/browse_reports.py", title="Browse", icon=":material/search:")
REPORT = st.Page("app_pages/read_report.py", title="Report", icon=":material/article:", visibility="hidden")
REVIEW = st.Page("app_pages/review_reports.py", title="Review", icon=":material/rate_review:")
EDIT = st.Page("app_pages/edit_report.py", title="Edit", icon=":material/edit:", visibility="hidden")
VERSIONS = st.Page("app_pages/compare_versions.py", title="Versions", icon=":material/difference:", visibility="hidden")
STATISTICS = st.Page("app_pages/see_statistics.py", title="Statistics", icon=":material/bar_chart:")
REPLAY = st.Page("app_pages/compare_replays.py", title="Replay", icon=":material/compare_arrows:")
REFERENCE = st.Page("app_pages/read_reference.py", title="Reference", icon=":material/menu_book:")
RELIABILITY = st.Page("app_pages/see_reliability.py", title="Reliability", icon=":material/show_chart:")
MODEL = st.Page("app_pages/see_model.py", title="Model", icon=":material/model_training:")

PAGES = {
    "": [HOME],
    "Do": [FILE, REVIEW, DIAGNOSE, REPLAY, CHOOSE, EDIT],
    "Read": [BROWSE, STATISTICS, REFERENCE, RELIABILITY, MODEL, REPORT, VERSIONS],
}


def show_title(report_id: str, title: str, *, strong: bool = False, score: float | None = None) -> None:
    """Show a report's title as a link to its address, in a new tab, so that the list or the diagnosis stays.

    A page link would be cut off where the screen is narrow; this one wraps.
    """
    words = f"**{marked(title)}**" if strong else marked(title)
    st.markdown(f"[{words}](read_report?id={report_id})" + (f" :small[({score:.2f})]" if score is not None else ""))


def link_to_report(report_id: str, label: str) -> None:
    """Show a short link to a report's permanent address."""
    st.page_link(REPORT, label=label, icon=":material/article:", query_params={"id": report_id})


def label_link(facet: str, label: str, name: str) -> str:
    """Return Markdown that links a label to its place in the reference."""
    return f"[{literal(name)}]({label_address(facet, label)})"


def label_address(facet: str, label: str) -> str:
    """Return the address of a label's place in the reference, as seen from any page."""
    return f"read_reference?facet={facet}&label={quote(label)}"


def server_address() -> str:
    """Return this server's own address with a slash at its end, or nothing where the browser does not tell it."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}/" if here.netloc else ""


def report_address(report_id: str) -> str:
    """Return the permanent address of a report."""
    return f"{server_address() or '/'}read_report?id={report_id}"

"""Every page with its title and icon, and how one page links to another."""

import streamlit as st

from app_pages.prose import literal

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
    words = f"**{literal(title)}**" if strong else literal(title)
    st.markdown(f"[{words}](read_report?id={report_id})" + (f" :small[({score:.2f})]" if score is not None else ""))


def link_to_report(report_id: str, label: str) -> None:
    """Show a short link to a report's permanent address."""
    st.page_link(REPORT, label=label, icon=":material/article:", query_params={"id": report_id})

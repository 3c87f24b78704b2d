"""The web front door: the list of pages and the navigation between them."""

from pathlib import Path

import streamlit as st

from app_pages import cached, session
from app_pages.addresses import PAGES

# A file of our own: for the name of an icon, the reader's browser would ask a server of Google's.
ICON = str(Path(__file__).parent / "app_pages" / "icon.svg")

st.set_page_config(page_title="Faultline", page_icon=ICON, layout="wide")
page = st.navigation(PAGES)
session.enter(page.title)
page.run()
cached.start_loading()  # after the page is drawn: loading the encoder keeps the interpreter busy for seconds

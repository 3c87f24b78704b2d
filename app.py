"""The web front door: the list of pages and the navigation between them."""

import sys
from pathlib import Path

import streamlit as st

from app_pages import cached, session
from app_pages.addresses import PAGES

# A file of our own: for the name of an icon, the reader's browser would ask a server of Google's.
ICON = str(Path(__file__).parent / "app_pages" / "icon.svg")

# Of an icon Streamlit makes an image, with NumPy and Pillow: the first page after a start does not wait for these.
st.set_page_config(page_title="Faultline", page_icon=ICON if "numpy" in sys.modules else None, layout="wide")
page = st.navigation(PAGES)
session.enter(page.title)
page.run()
cached.start_loading()  # after the page is drawn: loading the encoder keeps the interpreter busy for seconds

"""The web front door: the list of pages and the navigation between them."""

import streamlit as st

from app_pages import cached, session
from app_pages.addresses import PAGES

st.set_page_config(page_title="Faultline", page_icon=":material/earthquake:", layout="wide")
page = st.navigation(PAGES)
session.enter(page.title)
page.run()
cached.start_loading()  # after the page is drawn: loading the encoder keeps the interpreter busy for seconds

"""Who acts: the name that the history shows, asked once in a browser tab."""

import streamlit as st

from app_pages import session


def ask_name() -> str:
    """Ask for the name of the person who decides or edits; return it, "" while nobody is named."""
    current = session.get()
    session.begin_widget("your-name", current.name)
    name = st.text_input("Your name", key="your-name", max_chars=100, placeholder="As the history shall show it")
    current.name = name.strip()
    return current.name

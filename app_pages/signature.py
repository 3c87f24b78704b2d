"""Who acts: the name that the history shows, asked once in a browser tab."""

import streamlit as st

from app_pages import session
from app_pages.prose import literal


def ask_name() -> str:
    """Ask for the name of the person who decides or edits, or show it once it is known; return it, "" until then."""
    current = session.get()
    if not current.name:
        hint = "As the history shall show it"
        st.text_input("Your name", key=session.NAME, max_chars=100, placeholder=hint, on_change=session.sign)
        return ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"You are **{literal(current.name)}**", width="content")
        st.button("Somebody else", type="tertiary", icon=":material/switch_account:", on_click=session.sign_off)
    return current.name

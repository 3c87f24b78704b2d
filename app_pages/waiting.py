"""Waiting for the encoder without a button: the page looks again by itself."""

import streamlit as st

from app_pages import cached

AGAIN_SECONDS = 2.0


def wait_for_the_encoder() -> None:
    """Say that the encoder is still loading, and draw the page anew as soon as it is there."""
    if cached.classifier() is None:
        _wait()


@st.fragment(run_every=AGAIN_SECONDS)
def _wait() -> None:
    if cached.classifier() is not None:
        st.rerun()
    st.info("The encoder is still loading. Write on; suggestions appear by themselves.")

"""Waiting for the encoder without a button: the page looks again by itself."""

import streamlit as st

from app_pages import cached
from app_pages.prose import literal

AGAIN_SECONDS = 2.0


def wait_for_the_encoder() -> None:
    """Say that the encoder is still loading, and draw the page anew as soon as it is there; or why it never will."""
    if reason := cached.trouble():
        st.error(literal(f"No suggestions: {reason} The report can be tagged by hand and filed."))
    elif cached.classifier() is None:
        _wait_for_the_encoder()


def wait_for_the_index() -> None:
    """Say that the reports are still being read, and draw the page anew as soon as their index is there."""
    if not cached.trouble() and cached.classifier() is not None:
        _wait_for_the_index()


@st.fragment(run_every=AGAIN_SECONDS)
def wait_for_both() -> None:
    """Say that encoder or index are not there yet, and draw the page anew as soon as they are, or never will be."""
    if cached.trouble() or cached.index() is not None:
        st.rerun()
    st.caption("The encoder and the reports are still being loaded. Similar reports appear by themselves.")


@st.fragment(run_every=AGAIN_SECONDS)
def _wait_for_the_encoder() -> None:
    if cached.trouble() or cached.classifier() is not None:
        st.rerun()
    st.info("The encoder is still loading. Write on; suggestions appear by themselves.")


@st.fragment(run_every=AGAIN_SECONDS)
def _wait_for_the_index() -> None:
    if cached.index() is not None:
        st.rerun()
    st.caption("The reports are being read for the first time. Those that look alike appear by themselves.")

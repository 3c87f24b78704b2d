"""Replay page: do the same events end otherwise after a change? Two logs compared, or failures rerun."""

import streamlit as st

from app_pages import session
from app_pages.replay_parts import choose_logs, choose_reruns, refusals_shown, show_batch, show_comparison

current = session.get().replaying
st.title("Replay")
st.caption(
    "Replay divergence: the same event leads to something else under another model or prompt. Files stay on this "
    "machine, are read for this page only, and are not stored."
)
logs, reruns = st.tabs([":material/compare_arrows: Compare two logs", ":material/replay: Rerun results"])
with logs:
    with refusals_shown():
        show_comparison(choose_logs(current))
with reruns:
    with refusals_shown():
        show_batch(choose_reruns(current))

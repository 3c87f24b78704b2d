"""Charts as they are drawn: what Altair makes of a table takes longer than all the rest of a page."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


@st.cache_data(show_spinner=False, max_entries=200)
def chart(
    key: str, ink: str, table: "pd.DataFrame", _draw: "Callable[[str], alt.LayerChart | alt.Chart]"
) -> dict[str, Any]:
    """Return the Vega-Lite specification of a chart; `key` names what is drawn, so that key, ink and table say all."""
    spec: dict[str, Any] = _draw(ink).to_dict()
    spec.pop("config", None)  # Altair's own theme, with fixed sizes; the page has its own
    return spec

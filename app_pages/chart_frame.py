"""The frame of every chart: drawn, as a table, and as files; a click on a mark opens the reports behind it."""

from collections.abc import Callable, Mapping
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from app_pages import addresses, cached, chart_files, charts, session
from app_pages.facet_filter import address_of
from corpus.store import Filter

HEADINGS = {"name": "Name", "count": "Reports", "total": "Of", "whose": "Whose", "of": "Count"}
HEADINGS |= {"row": "Row", "column": "Column", "reports": "Reports"}
HEADINGS |= {"way": "Way", "decisions": "Decisions", "risk": "Risk", "f1": "F1", "support": "Incidents"}
SHARES = {"share": "Share", "low": "95 % from", "high": "to"}
SHARES |= {"stated": "Stated", "true": "True in", "coverage": "Kept"}
DEFINITION = st.column_config.LinkColumn("Definition", display_text="Definition")


def show_chart(
    key: str, table: pd.DataFrame, draw: Callable[[pd.DataFrame], alt.LayerChart | alt.Chart], alternative: str
) -> None:
    """Show a chart of a table without a frame; `alternative` says in words what it shows."""
    st.vega_lite_chart(spec=cached.chart(key, "", table, lambda _: draw(table)), alt=alternative)


def show_framed(
    draw: Callable[[str], alt.LayerChart],
    table: pd.DataFrame,
    *,
    key: str,
    title: str,
    alternative: str,
    behind: Callable[[Mapping[str, Any]], Filter | None] | None = None,
    facet: str | None = None,
) -> None:
    """Show what `draw` makes for a colour of ink in three tabs; files are drawn for white paper.

    `behind` returns the filter of the reports behind a clicked mark, or None where there are none; left out where
    no reports stand behind any mark.
    Where the marks are labels of a `facet`, the table links each to its definition.
    """
    drawn, numbers, files = st.tabs(["Chart", "Table", "Save"], key=f"tabs-{key}", on_change="rerun")
    with drawn:
        spec = cached.chart(key, session.ink(), table, draw)
        if behind is None:
            st.vega_lite_chart(spec=spec, alt=alternative)
        else:
            _follow(spec, key, alternative, behind)
    # A page has a dozen charts: their tables and files are drawn when they are asked for.
    if numbers.open:
        with numbers:
            _show_table(table, title, facet)
    if files.open:
        with files.container(horizontal=True):
            _show_files(lambda: draw(charts.INK), table, key, title, alternative)


def _follow(
    spec: dict[str, Any], key: str, alternative: str, behind: Callable[[Mapping[str, Any]], Filter | None]
) -> None:
    picked = st.vega_lite_chart(
        spec=spec, key=f"chart-{key}", on_select="rerun", selection_mode="picked", alt=alternative
    )
    for mark in picked["selection"].get("picked", []):
        if wanted := behind(mark):
            st.switch_page(addresses.BROWSE, query_params=address_of(wanted))


def _show_table(table: pd.DataFrame, title: str, facet: str | None) -> None:
    shares = {name: st.column_config.NumberColumn(head, format="percent") for name, head in SHARES.items()}
    shown = table.drop(columns=["label", "label_row", "label_column"], errors="ignore")
    if facet:
        shown["definition"] = [addresses.label_address(facet, label) for label in table["label"]]
    st.dataframe(
        shown,
        hide_index=True,
        column_config={**HEADINGS, **shares, "definition": DEFINITION},
        alt=f"{title}, as a table",
    )


def _show_files(
    draw: Callable[[], alt.LayerChart], table: pd.DataFrame, key: str, title: str, alternative: str
) -> None:
    made: dict[str, tuple[str, Callable[[], bytes]]] = {
        "svg": ("image/svg+xml", lambda: chart_files.svg(draw(), title, alternative)),
        "png": ("image/png", lambda: chart_files.png(draw(), title, alternative)),
        "csv": ("text/csv", lambda: chart_files.table_csv(table)),
    }
    for ending, (kind, make) in made.items():
        name = f"faultline-{key}.{ending}"
        label = f"{title} as {ending.upper()}"
        st.download_button(
            ending.upper(),
            make,
            name,
            kind,
            key=name,
            help=label,
            icon=":material/download:",
            on_click="ignore",
        )

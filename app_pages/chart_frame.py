"""The frame of every chart: drawn, as a table, and as files; a click on a mark opens the reports behind it."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import altair as alt
import pandas as pd
import streamlit as st

from app_pages import addresses, cached, chart_files, charts, session
from app_pages.facet_filter import address_of
from corpus.store import Filter

Behind = Callable[[Mapping[Any, Any]], Filter | None]  # the reports behind a mark or a row
HEADINGS = {"name": "Name", "count": "Reports", "total": "Of", "whose": "Whose", "of": "Count"}
HEADINGS |= {"row": "Row", "column": "Column", "reports": "Reports"}
HEADINGS |= {"way": "Way", "decisions": "Decisions", "risk": "Risk", "f1": "F1", "support": "Incidents"}
SHARES = {"share": "Share", "low": "95 % from", "high": "to"}
SHARES |= {"stated": "Stated", "true": "True in", "coverage": "Kept"}
BEHIND = st.column_config.LinkColumn("Read them", display_text="Reports")
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
    behind: Behind | None = None,
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
        spec = _linked(spec, lambda mark: _address(behind(mark))) if behind else spec
        st.vega_lite_chart(spec=spec, alt=alternative)
    # A page has a dozen charts: their tables and files are drawn when they are asked for.
    if numbers.open:
        with numbers:
            _show_table(table, title, facet, behind)
    if files.open:
        with files.container(horizontal=True):
            _show_files(lambda: draw(charts.INK), table, key, title, alternative)


def _linked(spec: dict[str, Any], opens: Callable[[Mapping[str, Any]], str | None]) -> dict[str, Any]:
    """Return a chart whose marks are links: so that going back leads to the chart, as switching pages would not."""
    marks = {name: [{**mark, "opens": opens(mark)} for mark in rows] for name, rows in spec.get("datasets", {}).items()}
    return {**spec, "datasets": marks, "encoding": {"href": {"field": "opens", "type": "nominal", "title": "Opens"}}}


def _address(wanted: Filter | None) -> str | None:
    """Return the address of the reports of a filter, as seen from any page."""
    return f"browse_reports?{urlencode(address_of(wanted), doseq=True)}" if wanted else None


def _show_table(table: pd.DataFrame, title: str, facet: str | None, behind: Behind | None) -> None:
    shares = {name: st.column_config.NumberColumn(head, format="percent") for name, head in SHARES.items()}
    shown = table.drop(columns=["label", "label_row", "label_column"], errors="ignore")
    if behind:
        shown["opens"] = [_address(behind(mark)) for mark in table.to_dict("records")]
    if facet:
        shown["definition"] = [addresses.label_address(facet, label) for label in table["label"]]
    st.dataframe(
        shown,
        hide_index=True,
        column_config={**HEADINGS, **shares, "definition": DEFINITION, "opens": BEHIND},
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

"""Charts and tables as files to take along: SVG, PNG and CSV, made where they are asked for."""

import csv
import io
from typing import Any

import altair as alt
import pandas as pd

from corpus.exporting import spreadsheet_safe

WIDTH = 640
PNG_SCALE = 2.0


def svg(chart: alt.LayerChart, title: str, alternative: str) -> bytes:
    """Return a chart with its title as SVG; `alternative` is its description for who cannot see it."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_spec(chart, title, alternative))).encode()


def png(chart: alt.LayerChart, title: str, alternative: str) -> bytes:
    """Return a chart with its title as PNG, at twice the size it is shown in."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(_spec(chart, title, alternative), scale=PNG_SCALE))


def table_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 that is safe to open in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([spreadsheet_safe(str(name)) for name in table.columns])
    for row in table.itertuples(index=False):
        writer.writerow([spreadsheet_safe(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode()


def _spec(chart: alt.LayerChart, title: str, alternative: str) -> dict[str, Any]:
    titled = chart.properties(title=title, description=alternative)
    if not isinstance(chart.width, alt.Step):
        titled = titled.properties(width=WIDTH)
    spec: dict[str, Any] = titled.configure(background="white").to_dict()
    return spec

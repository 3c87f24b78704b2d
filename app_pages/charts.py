"""Charts as pure functions: shares or counts in, an Altair chart out."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from corpus.statistics import Share

# Okabe and Ito's palette, told apart by people with any colour vision; one colour per facet, kept everywhere.
COLOURS = {
    "locus": "#6b7683",
    "sdb_parts": "#0072b2",
    "patterns": "#d55e00",
    "weaknesses": "#d55e00",
    "symptoms": "#8a5fa8",
    "runtime": "#009e73",
    "fix_strengthens_sdb": "#009e73",
    "impact": "#b5495b",
    "severity": "#b5495b",
    "fix_parts": "#009e73",
    "product": "#6b7683",
    "time": "#6b7683",
}
INK = "#1b232e"
# A label of several words in lines of at most 22 characters.
_IN_LINES = "split(replace(datum.label, regexp('(.{1,22})( |$)', 'g'), '$1|'), '|')"
SHAPES = {"published": "square", "recounted": "diamond", "these reports": "circle"}


def share_table(shares: Sequence[Share], names: Mapping[str, str], *, ranked: bool = True) -> pd.DataFrame:
    """Return one row per label, the most frequent first if `ranked`: name, count, total, share, low, high."""
    rows = [{**vars(share), "name": names[share.label]} for share in shares]
    table = pd.DataFrame(rows, columns=["label", "name", "count", "total", "share", "low", "high"])
    return table.sort_values(["count", "name"], ascending=[False, True]) if ranked else table


def _with_numbers(table: pd.DataFrame, what: str) -> alt.Chart:
    return alt.Chart(table).encode(
        tooltip=[
            alt.Tooltip("name:N", title=what),
            alt.Tooltip("count:Q", title="Reports"),
            alt.Tooltip("total:Q", title="Of"),
            alt.Tooltip("share:Q", title="Share", format=".1%"),
            alt.Tooltip("low:Q", title="95 % from", format=".1%"),
            alt.Tooltip("high:Q", title="to", format=".1%"),
        ]
    )


def _outlined(colour: str) -> dict[str, Any]:
    """Return how a bar is drawn: an edge that the page sets off, within it so light that the interval shows."""
    return {"fill": colour, "fillOpacity": 0.6, "stroke": colour, "strokeWidth": 1, "cursor": "pointer"}


def share_bars(table: pd.DataFrame, facet: str, ink: str) -> alt.LayerChart:
    """Return bars of shares with their 95 % intervals and the count behind every bar."""
    names = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=190))
    base = _with_numbers(table, "Label").encode(y=names)
    axis = alt.Axis(format="%", tickCount=4)
    bars = base.mark_bar(**_outlined(COLOURS[facet])).encode(x=alt.X("share:Q", title="Share", axis=axis))
    intervals = base.mark_rule(color=ink).encode(x="low:Q", x2="high:Q")
    counts = base.mark_text(align="left", dx=4, color=ink).encode(x="high:Q", text="count:Q")
    chart: alt.LayerChart = (bars + intervals + counts).properties(height=alt.Step(22))
    return chart


def period_bars(table: pd.DataFrame, ink: str) -> alt.LayerChart:
    """Return the share of each period with its interval, in the order of time."""
    dense = len(table) > 20
    periods = alt.X("name:N", sort=None, title=None, axis=alt.Axis(labelAngle=-90, labelOverlap=True))
    base = _with_numbers(table, "Period").encode(x=periods)
    axis = alt.Axis(format="%", tickCount=5)
    bars = base.mark_bar(**_outlined(COLOURS["time"])).encode(
        y=alt.Y("share:Q", title="Share of the reports", axis=axis)
    )
    intervals = base.mark_rule(color=ink, opacity=0.5 if dense else 1.0).encode(y="low:Q", y2="high:Q")
    counts = base.mark_text(dy=-7, color=ink, fontSize=9 if dense else 11).encode(y="high:Q", text="count:Q")
    chart: alt.LayerChart = (bars + intervals + counts).properties(height=260)
    return chart


def compared_shares(table: pd.DataFrame, ink: str) -> alt.LayerChart:
    """Return points with intervals, the rows of one figure beside each other, told apart by colour and by shape."""
    names = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelExpr=_IN_LINES, labelLimit=150))
    beside = alt.YOffset("whose:N", sort=list(SHAPES))
    whose = alt.Scale(domain=list(SHAPES), range=["#6b7683", "#d55e00", "#0072b2"])
    shape = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    legend = alt.Legend(orient="bottom", direction="vertical", title=None)
    base = _with_numbers(table, "Figure").encode(
        y=names, yOffset=beside, color=alt.Color("whose:N", scale=whose, legend=legend)
    )
    axis = alt.Axis(format="%", tickCount=4)
    intervals = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title="Share", axis=axis), x2="high:Q")
    points = base.mark_point(size=90, filled=True, opacity=1, cursor="pointer").encode(
        x="share:Q", shape=alt.Shape("whose:N", scale=shape, legend=legend)
    )
    counts = base.mark_text(align="left", dx=5).encode(x="high:Q", text="of:N", color=alt.value(ink))
    chart: alt.LayerChart = (intervals + points + counts).properties(height=380)
    return chart


def pair_table(
    pairs: Mapping[tuple[str, str], int], rows: Mapping[str, str], columns: Mapping[str, str]
) -> pd.DataFrame:
    """Return one row per pair of labels: their names, how many reports carry both, their ids."""
    cells = [
        {
            "row": row_name,
            "column": column_name,
            "reports": pairs.get((row, column), 0),
            "label_row": row,
            "label_column": column,
        }
        for row, row_name in rows.items()
        for column, column_name in columns.items()
    ]
    return pd.DataFrame(cells, columns=["row", "column", "reports", "label_row", "label_column"])


def heat_map(table: pd.DataFrame) -> alt.LayerChart:
    """Return how many reports carry each pair of labels, the number in every cell."""
    many = table["column"].nunique() > 8
    axis = alt.Axis(labelAngle=-90, labelLimit=150, orient="top", labelOverlap=False)
    base = alt.Chart(table).encode(
        x=alt.X("column:N", sort=None, title=None, axis=axis),
        y=alt.Y("row:N", sort=None, title=None, axis=alt.Axis(labelLimit=160, labelFlush=False)),
        tooltip=["row:N", "column:N", "reports:Q"],
    )
    most = int(table["reports"].max()) if len(table) else 0
    fill = base.mark_rect(cursor="pointer").encode(
        color=alt.Color("reports:Q", scale=alt.Scale(scheme="blues"), legend=None)
    )
    ink = alt.condition(alt.datum.reports > most * 0.6, alt.value("white"), alt.value(INK))
    numbers = base.mark_text(fontSize=9 if many else 11).encode(text="reports:Q", color=ink)
    chart: alt.LayerChart = (fill + numbers).properties(height=alt.Step(20 if many else 26))
    return chart


def reliability_lines(table: pd.DataFrame) -> alt.LayerChart:
    """Return y(t) and mu t of a picture with columns t, y, trend; no axis has numbers, for nothing here is measured."""
    bare = alt.Axis(labels=False, ticks=False)
    base = alt.Chart(table).encode(x=alt.X("t:Q", title="time t", axis=bare))
    scale = alt.Scale(domain=[-5, 5])
    title = "reliability y (no unit)"
    noisy = base.mark_line(color="#0072b2", opacity=0.8, clip=True).encode(
        y=alt.Y("y:Q", title=title, axis=bare, scale=scale)
    )
    trend = base.mark_line(color="#d55e00", strokeDash=[8, 4], strokeWidth=3).encode(y=alt.Y("trend:Q", scale=scale))
    zero = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(color="#6b7683", opacity=0.5).encode(y="y:Q")
    chart: alt.LayerChart = (zero + noisy + trend).properties(height=380)
    return chart

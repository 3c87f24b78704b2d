"""Charts as pure functions: shares or counts in, an Altair chart out."""

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from corpus.statistics import Share

# Okabe and Ito's palette, told apart by people with any colour vision; one colour per facet, kept everywhere.
COLOURS = {
    "locus": "#555f6b",
    "sdb_parts": "#0072b2",
    "patterns": "#d55e00",
    "weaknesses": "#d55e00",
    "symptoms": "#8a5fa8",
    "runtime": "#009e73",
    "fix_strengthens_sdb": "#009e73",
    "impact": "#b5495b",
    "severity": "#b5495b",
}


def share_table(shares: Sequence[Share], names: Mapping[str, str]) -> pd.DataFrame:
    """Return one row per label, the most frequent first: name, count, total, share, low, high."""
    rows = [{**vars(share), "name": names[share.label]} for share in shares]
    columns = ["label", "name", "count", "total", "share", "low", "high"]
    return pd.DataFrame(rows, columns=columns).sort_values(["count", "name"], ascending=[False, True])


def share_bars(table: pd.DataFrame, facet: str, ink: str) -> alt.LayerChart:
    """Return bars of shares with their 95 % intervals and the count behind every bar; a click selects a label.

    `ink` is the colour of intervals and counts, which must stand out from the page.
    """
    selected = alt.selection_point(name="picked", fields=["label"])
    base = alt.Chart(table).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
        tooltip=[
            alt.Tooltip("name:N", title="Label"),
            alt.Tooltip("count:Q", title="Reports"),
            alt.Tooltip("total:Q", title="Of"),
            alt.Tooltip("share:Q", title="Share", format=".1%"),
            alt.Tooltip("low:Q", title="95 % from", format=".1%"),
            alt.Tooltip("high:Q", title="to", format=".1%"),
        ],
    )
    axis = alt.Axis(format="%", tickCount=5)
    bars = base.mark_bar(color=COLOURS[facet], opacity=0.75).encode(x=alt.X("share:Q", title="Share", axis=axis))
    intervals = base.mark_rule(color=ink).encode(x="low:Q", x2="high:Q")
    counts = base.mark_text(align="left", dx=4, color=ink).encode(x="high:Q", text="count:Q")
    chart: alt.LayerChart = (bars.add_params(selected) + intervals + counts).properties(height=alt.Step(22))
    return chart


def year_bars(counts: Mapping[str, int], ink: str) -> alt.LayerChart:
    """Return how many reports there are of each year, the number over every bar."""
    base = alt.Chart(pd.DataFrame([{"year": year, "reports": number} for year, number in sorted(counts.items())]))
    placed = base.encode(x=alt.X("year:N", title=None, axis=alt.Axis(labelAngle=0)), tooltip=["year:N", "reports:Q"])
    bars = placed.mark_bar(color=COLOURS["locus"], opacity=0.75).encode(y=alt.Y("reports:Q", title="Reports"))
    numbers = placed.mark_text(dy=-8, color=ink).encode(y="reports:Q", text="reports:Q")
    chart: alt.LayerChart = (bars + numbers).properties(height=220)
    return chart


def heat_map(
    pairs: Mapping[tuple[str, str], int], rows: Mapping[str, str], columns: Mapping[str, str]
) -> alt.LayerChart:
    """Return how many reports carry each pair of labels, the number in every cell."""
    cells = [
        {"row": row_name, "column": column_name, "reports": pairs.get((row, column), 0)}
        for row, row_name in rows.items()
        for column, column_name in columns.items()
    ]
    base = alt.Chart(pd.DataFrame(cells)).encode(
        x=alt.X("column:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelLimit=120, orient="top")),
        y=alt.Y("row:N", sort=None, title=None, axis=alt.Axis(labelLimit=200)),
        tooltip=["row:N", "column:N", "reports:Q"],
    )
    most = max(pairs.values(), default=0)
    fill = base.mark_rect().encode(color=alt.Color("reports:Q", scale=alt.Scale(scheme="blues"), legend=None))
    ink = alt.condition(alt.datum.reports > most * 0.6, alt.value("white"), alt.value("#1b232e"))
    numbers = base.mark_text().encode(text="reports:Q", color=ink)
    chart: alt.LayerChart = (fill + numbers).properties(height=alt.Step(34))
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
    zero = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(color="#555f6b", opacity=0.5).encode(y="y:Q")
    chart: alt.LayerChart = (zero + noisy + trend).properties(height=380)
    return chart


def reliability_diagram(table: pd.DataFrame) -> alt.LayerChart:
    """Return how often decisions were true (columns stated, true, count) by the probability stated for them."""
    share = alt.Scale(domain=[0, 1])
    base = alt.Chart(table).encode(
        x=alt.X("stated:Q", title="Probability stated", scale=share, axis=alt.Axis(format="%")),
        y=alt.Y("true:Q", title="True in", scale=share, axis=alt.Axis(format="%")),
        tooltip=[
            alt.Tooltip("stated:Q", title="Stated", format=".1%"),
            alt.Tooltip("true:Q", title="True in", format=".1%"),
            alt.Tooltip("count:Q", title="Decisions", format=","),
        ],
    )
    ideal = alt.Chart(pd.DataFrame({"stated": [0, 1], "true": [0, 1]})).mark_line(strokeDash=[6, 4], color="#555f6b")
    points = base.mark_point(filled=True, opacity=1, color="#0072b2").encode(size=alt.Size("count:Q", legend=None))
    chart: alt.LayerChart = ideal.encode(x="stated:Q", y="true:Q") + base.mark_line(color="#0072b2") + points
    return chart.properties(height=300)


def risk_coverage_curve(table: pd.DataFrame) -> alt.Chart:
    """Return the risk (columns coverage, risk) when only a share of reports is kept, the most certain first."""
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_line(point=True, color="#d55e00")
        .encode(
            x=alt.X("coverage:Q", title="Reports kept", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")),
            y=alt.Y("risk:Q", title="Risk, 1 - micro-F1", scale=alt.Scale(domainMin=0)),
            tooltip=[
                alt.Tooltip("coverage:Q", title="Kept", format=".0%"),
                alt.Tooltip("risk:Q", title="Risk", format=".3f"),
            ],
        )
    )
    return chart.properties(height=300)

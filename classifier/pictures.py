"""Charts of the evaluation, pure functions of its report: as SVG for the model card, as specifications for the app."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from classifier.evaluation import CORE, Evaluation, EvaluationReport
from taxonomy import Taxonomy

# Okabe and Ito's blue and vermilion; shape and dash say the same, for who sees no colours. Model first, then fast mode.
COLOURS, SHAPES, DASHES = ["#0072b2", "#d55e00"], ["circle", "diamond"], [[1, 0], [6, 3]]
INK, PAPER, GRID = "#1b232e", "#ffffff", "#dfe4ea"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"  # its widths ship with the converter: the same bytes everywhere
WIDTH = 640
TITLES = ("Is a stated 70 % right in 70 %?", "What is certainty worth?", "How well is each core label suggested?")
NOTES = (
    "On the dotted line, probabilities mean what they say; below it they promise too much.",
    "Risk is 1 - micro-F1 on the share of reports kept, the most certain first. A curve that rises to the right says "
    "that certainty is worth something; on the left it rests on few reports.",
    "In brackets: the incidents that carry the label; few of them make a wide interval. Where two intervals overlap "
    "widely, the difference may be chance.",
)


@dataclass(frozen=True)
class Picture:
    """One chart: `table` is what is drawn, `draw` takes the colour of its texts, `words` tell what is to be seen.

    `note` says how to read it, to everybody.
    """

    name: str
    title: str
    words: str
    note: str
    table: pd.DataFrame
    draw: Callable[[str], alt.LayerChart]
    below: alt.Chart | None = None  # on paper only: a narrow screen has no room for it, but a table


def pictures(report: EvaluationReport, taxonomy: Taxonomy) -> tuple[Picture, Picture, Picture]:
    """Return the reliability diagram, the risk-coverage curve and F1 per core label, of the model and the fast mode."""
    both = [report.model, *([report.fast.model] if report.fast else [])]
    bins = pd.DataFrame(
        [{"way": one.name, "stated": bar.stated, "true": bar.true, "decisions": bar.count}
         for one in both for bar in one.reliability]
    )  # fmt: skip
    curve = pd.DataFrame([{"way": one.name, **vars(point)} for one in both for point in one.risk_coverage])
    scores = pd.DataFrame([row for one in both for row in _score_rows(one, taxonomy)])
    said = (_said(both, _bins_said), _said(both, _curve_said), _said(both, partial(_scores_said, taxonomy=taxonomy)))
    diagram, risk, labels = zip(TITLES, said, NOTES, strict=True)
    return (
        Picture("reliability", *diagram, bins, partial(reliability_diagram, bins), decision_counts(bins)),
        Picture("risk-coverage", *risk, curve, partial(risk_coverage_curve, curve)),
        Picture("core-labels", *labels, scores, partial(label_scores, scores)),
    )


def reliability_diagram(table: pd.DataFrame, ink: str) -> alt.LayerChart:
    """Return how often decisions were true by the probability stated for them, the diagonal dotted.

    Columns: way, stated, true (shares), decisions.
    """
    share, percent = alt.Scale(domain=[0, 1]), alt.Axis(format="%", tickCount=5)
    ends = pd.DataFrame({"stated": [0, 1], "true": [0, 1]})
    ideal = alt.Chart(ends).mark_line(strokeDash=[2, 4], color=ink, opacity=0.7).encode(x="stated:Q", y="true:Q")
    base = _of_ways(table).encode(
        x=alt.X("stated:Q", title="Probability stated", scale=share, axis=percent),
        y=alt.Y("true:Q", title="Share that was true", scale=share, axis=percent),
        tooltip=[
            alt.Tooltip("way:N", title="Way"),
            alt.Tooltip("stated:Q", title="Stated", format=".1%"),
            alt.Tooltip("true:Q", title="True in", format=".1%"),
            alt.Tooltip("decisions:Q", title="Decisions", format=","),
        ],
    )
    ways = _ways(table)
    chart = alt.LayerChart(layer=[ideal, _line(base, ways), _points(base, ways)])
    return chart.properties(height=400)


def decision_counts(table: pd.DataFrame) -> alt.Chart:
    """Return the counts of decisions as numbers, a row per way, each below its point of the reliability diagram."""
    title, share = "Decisions behind each point; one is one label on one incident", alt.Scale(domain=[0, 1])
    rows = alt.Axis(title=None, grid=False, domain=False, ticks=False)
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_text(fontSize=11, color=INK)
        .encode(
            x=alt.X(
                "stated:Q", title=title, scale=share, axis=alt.Axis(labels=False, grid=False, domain=False, ticks=False)
            ),
            y=alt.Y("way:N", sort=_ways(table), axis=rows),
            text=alt.Text("decisions:Q", format=","),
        )
    )
    return chart.properties(height=alt.Step(18))


def risk_coverage_curve(table: pd.DataFrame, ink: str) -> alt.LayerChart:
    """Return the risk (columns way, coverage, risk) when only a share of the reports is kept, the most certain first.

    Axes and legend take the colours of the page, so `ink` is not needed here.
    """
    del ink
    ways = _ways(table)
    base = _of_ways(table).encode(
        x=alt.X(
            "coverage:Q",
            title="Reports kept, the most certain first",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", tickCount=5),
        ),
        y=alt.Y("risk:Q", title="Risk, 1 - micro-F1 (lower is better)", scale=alt.Scale(domainMin=0)),
        tooltip=[
            alt.Tooltip("way:N", title="Way"),
            alt.Tooltip("coverage:Q", title="Kept", format=".0%"),
            alt.Tooltip("risk:Q", title="Risk", format=".3f"),
        ],
    )
    chart = alt.LayerChart(layer=[_line(base, ways), _points(base, ways)])
    return chart.properties(height=400)


def label_scores(table: pd.DataFrame, ink: str) -> alt.LayerChart:
    """Return F1 with its 95 % interval per label, the ways beside each other.

    Columns: way, label (with its support), f1, low, high, support.
    """
    ways = _ways(table)
    base = _of_ways(table).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)),
        yOffset=alt.YOffset("way:N", sort=ways),
        tooltip=[
            alt.Tooltip("label:N", title="Label"),
            alt.Tooltip("way:N", title="Way"),
            alt.Tooltip("support:Q", title="Incidents"),
            alt.Tooltip("f1:Q", title="F1", format=".2f"),
            alt.Tooltip("low:Q", title="95 % from", format=".2f"),
            alt.Tooltip("high:Q", title="to", format=".2f"),
        ],
    )
    axis = alt.X(
        "low:Q",
        title="F1, 95 % interval",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(tickCount=10),
    )
    intervals = base.mark_rule(strokeWidth=2).encode(x=axis, x2="high:Q")
    points = _points(base, ways).encode(x="f1:Q")
    numbers = base.mark_text(align="left", dx=6, fontSize=10).encode(
        x="high:Q", text=alt.Text("f1:Q", format=".2f"), color=alt.value(ink)
    )
    chart = alt.LayerChart(layer=[intervals, points, numbers])
    return chart.properties(height=alt.Step(17))


def svg(picture: Picture, report: EvaluationReport) -> str:
    """Return a picture as SVG on paper of its own, so that it can be read on a white and on a dark page."""
    import vl_convert

    about = f"{report.reports} incidents, each judged by a model that had not seen it; ten core labels"
    title = alt.TitleParams(picture.title, subtitle=about, anchor="start", fontSize=17, subtitleFontSize=12, offset=14)
    parts = [part.properties(width=WIDTH) for part in (picture.draw(INK), picture.below) if part is not None]
    chart = alt.vconcat(*parts, spacing=6).properties(title=title, description=picture.words)
    return str(vl_convert.vegalite_to_svg(_on_paper(chart))) + "\n"


def _on_paper(chart: alt.VConcatChart) -> dict[str, Any]:
    ink = {f"{part}Color": INK for part in ("label", "title")}
    sizes = {"labelFontSize": 12, "titleFontSize": 12}
    framed = chart.configure(background=PAPER, font=FONT, padding=16).configure_view(stroke=None)
    coloured = framed.configure_axis(
        **ink, **sizes, gridColor=GRID, domainColor=INK, tickColor=INK, titleFontWeight=400
    )
    legend = coloured.configure_legend(**ink, labelFontSize=12, symbolSize=110)
    spec: dict[str, Any] = legend.configure_title(color=INK, subtitleColor=INK).to_dict()
    return spec


def _ways(table: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(table["way"]))


def _of_ways(table: pd.DataFrame) -> alt.Chart:
    ways = _ways(table)
    scale = alt.Scale(domain=ways, range=COLOURS[: len(ways)])
    chart: alt.Chart = alt.Chart(table).encode(color=alt.Color("way:N", scale=scale, legend=_legend()))
    return chart


def _line(base: alt.Chart, ways: list[str]) -> alt.Chart:
    scale = alt.Scale(domain=ways, range=DASHES[: len(ways)])
    dash = alt.StrokeDash("way:N", scale=scale, legend=None)
    line: alt.Chart = base.mark_line(strokeWidth=2).encode(strokeDash=dash)
    return line


def _points(base: alt.Chart, ways: list[str]) -> alt.Chart:
    scale = alt.Scale(domain=ways, range=SHAPES[: len(ways)])
    shape = alt.Shape("way:N", scale=scale, legend=_legend())
    points: alt.Chart = base.mark_point(filled=True, opacity=1, size=70).encode(shape=shape)
    return points


def _legend() -> alt.Legend:
    return alt.Legend(orient="top", title=None, symbolStrokeWidth=0)


def _score_rows(one: Evaluation, taxonomy: Taxonomy) -> Iterable[dict[str, object]]:
    for score in one.scores:
        if score.key.split(":")[0] in CORE:
            numbers = {"f1": score.f1, "low": score.low, "high": score.high, "support": score.support}
            yield {"way": one.name, "label": f"{_name(score.key, taxonomy)} ({score.support})", **numbers}


def _name(key: str, taxonomy: Taxonomy) -> str:
    facet, _, label_id = key.partition(":")
    label = taxonomy.label(facet, label_id)
    if label is None:
        return key
    return f"{label_id} {label.name}" if facet == "patterns" else label.name


def _said(both: Iterable[Evaluation], words: Callable[[Evaluation], str]) -> str:
    return ". ".join(f"{one.name.capitalize()}: {words(one)}" for one in both)


def _bins_said(one: Evaluation) -> str:
    return ", ".join(f"{bar.true:.0%} true at {bar.stated:.0%} stated ({bar.count})" for bar in one.reliability)


def _curve_said(one: Evaluation) -> str:
    return ", ".join(f"risk {point.risk:.2f} at {point.coverage:.0%} kept" for point in one.risk_coverage)


def _scores_said(one: Evaluation, taxonomy: Taxonomy) -> str:
    return ", ".join(
        f"{_name(score.key, taxonomy)} {score.f1:.2f} ({score.low:.2f} to {score.high:.2f}, {score.support} incidents)"
        for score in one.scores
        if score.key.split(":")[0] in CORE
    )

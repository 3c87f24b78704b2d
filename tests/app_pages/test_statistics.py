"""The Statistics and Browse pages: one filter over every number, and the number behind a mark is what it opens."""

import io
import json
import tomllib
from itertools import pairwise

import pandas as pd
import pytest

from app_pages import chart_files, charts
from app_pages.facet_filter import address_of, narrowed, within
from corpus import database_path
from corpus.statistics import Share, days_of, period_shares, share
from corpus.store import Filter, Store, count, label_counts, pair_counts
from tests.app_pages.conftest import captions, visit
from tests.conftest import ROOT

TABLE = charts.share_table([share("a", 3, 9), share("b", 5, 9)], {"a": "=cmd()", "b": "Second"})


FACETS = (
    "locus",
    "patterns",
    "symptoms",
    "impact",
    "sdb_parts",
    "runtime",
    "weaknesses",
    "fix_strengthens_sdb",
    "severity",
)
CHARTS = {
    "By label": FACETS,
    "Together": ("sdb_parts-patterns", "symptoms-patterns"),
    "Time and product": ("time", "product"),
    "Source": ("source",),
}
SECTIONS = tuple(CHARTS)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as #0072b2, as WCAG defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tables(section: str, **query: str):
    """Open a section of the Statistics page with the table of every chart in it."""
    app = visit("see_statistics", section=section, **query)
    for chart in CHARTS[section]:
        app.session_state[f"tabs-{chart}"] = "Table"
    return app.run()


@pytest.fixture
def store() -> Store:
    with Store(database_path()) as opened:
        yield opened


def test_filter_of_the_address_applies_to_every_table(store: Store):
    wanted = Filter(tags={"sdb_parts": ("verifier",)}, columns={"state": ("published",), "year": ("2025",)})
    expected = count(store, wanted)

    shares = [
        frame.value
        for section in SECTIONS
        for frame in tables(section, sdb_parts="verifier", year="2025").dataframe
        if "total" in frame.value
    ]
    app = visit("see_statistics", sdb_parts="verifier", year="2025")

    assert len(shares) == 12
    ours = [frame[frame["whose"] == "these reports"] if "whose" in frame else frame for frame in shares]
    assert {total for frame in ours for total in frame["total"]} == {expected}
    assert f"Read the {expected} reports" in app.main.get("page_link")[0].label


def test_search_words_count_what_browse_finds(store: Store):
    expected = count(store, Filter(query="refund"))

    app = visit("see_statistics", q="refund")

    assert f"Read the {expected} reports" in app.main.get("page_link")[0].label
    assert "Type at least one word" in visit("see_statistics", q="*").error[0].value


def test_every_chart_says_in_words_what_it_shows():
    drawn = [
        chart for section in SECTIONS for chart in visit("see_statistics", section=section).main.get("vega_lite_chart")
    ]

    assert len(drawn) == 14
    assert all(any(mark.isdigit() for mark in chart.proto.alt) for chart in drawn)


def test_filter_that_leaves_nothing_is_explained():
    app = visit("see_statistics", since="2031-01-01")

    assert not app.exception
    assert "Take a filter away" in app.info[0].value


def test_statistics_say_what_they_cannot_tell():
    app = visit("see_statistics")

    text = "\n".join(markdown.value for markdown in app.markdown)
    assert all(words in text for words in ("How often agents fail", "mean", "The one cause"))


@pytest.mark.parametrize("begun", [{}, {"symptoms": ("runaway-loop",)}], ids=["free", "same facet"])
def test_number_of_a_mark_is_the_number_of_reports_it_opens(store: Store, begun: dict[str, tuple[str, ...]]):
    wanted = Filter(tags=begun)
    for label, number in label_counts(store, "symptoms", wanted).items():
        assert count(store, narrowed(wanted, symptoms=label)) == number
    for (part, pattern), number in pair_counts(store, "sdb_parts", "patterns", wanted).items():
        assert count(store, narrowed(wanted, sdb_parts=part, patterns=pattern)) == number


def test_every_mark_and_every_row_of_its_table_leads_to_its_reports():
    app = tables("By label", q="deleted", runtime="autonomous")

    for chart, frame in zip(app.main.get("vega_lite_chart"), app.dataframe, strict=True):
        assert json.loads(chart.proto.spec)["encoding"]["href"]["field"] == "opens"
        marks = chart.proto.datasets[0].data.data
        for opens in frame.value["opens"]:
            assert opens.startswith("browse_reports?q=deleted&runtime=autonomous")
            assert opens.encode() in marks


@pytest.mark.parametrize("period", ["quarter", "month"])
def test_number_of_a_period_is_the_number_of_reports_it_opens(store: Store, period: str):
    shares = period_shares(store, period, Filter())

    assert sum(share.count for share in shares) == count(store, Filter())
    for one in shares:
        assert count(store, within(Filter(), one.label)) == one.count


def test_periods_without_a_report_stand_between_those_with_one(store: Store):
    labels = [share.label for share in period_shares(store, "month", Filter())]

    assert all(days_of(after)[0].toordinal() == days_of(one)[1].toordinal() + 1 for one, after in pairwise(labels))


def test_address_of_a_mark_opens_the_same_reports_in_browse(store: Store):
    wanted = narrowed(Filter(tags={"symptoms": ("runaway-loop", "hang")}), symptoms="hang", product="Claude Code")
    address = {name: values if len(values) > 1 else values[0] for name, values in address_of(wanted).items()}

    app = visit("browse_reports", **address)

    assert not app.exception
    assert f"{count(store, wanted):,} reports" in captions(app)


def test_chart_leaves_as_a_picture_with_its_title_and_its_words():
    chart = charts.share_bars(TABLE, "symptoms", charts.INK)

    drawn = chart_files.svg(chart, "A <title> & more", "In words").decode()
    assert drawn.startswith("<svg")
    assert "A &lt;title&gt; &amp; more" in drawn
    assert chart_files.png(chart, "A title", "In words").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "chart",
    [
        charts.period_bars(TABLE, charts.INK),
        charts.heat_map(charts.pair_table({("a", "b"): 2}, {"a": "A"}, {"b": "B"})),
        charts.compared_shares(TABLE.assign(whose="published", of="3 of 9"), charts.INK),
    ],
    ids=["periods", "pairs", "compared"],
)
def test_every_kind_of_chart_can_be_drawn_as_svg(chart):
    assert chart_files.svg(chart, "Title", "In words").startswith(b"<svg")


def test_table_leaves_as_csv_that_no_spreadsheet_takes_for_a_formula():
    read = pd.read_csv(io.BytesIO(chart_files.table_csv(TABLE)))

    assert list(read["name"]) == ["Second", "'=cmd()"]
    assert list(read["count"]) == [5, 3]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edge_of_every_bar_stands_out_from_the_page(theme: str):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    page = luminance(config["theme"][theme]["backgroundColor"])

    for colour in charts.COLOURS.values():
        dark, light = sorted((luminance(colour), page))
        assert (light + 0.05) / (dark + 0.05) >= 3, colour  # WCAG 2.2, 1.4.11
    drawn = charts.share_bars(TABLE, "symptoms", charts.INK).to_dict()
    assert drawn["layer"][0]["mark"]["stroke"] == charts.COLOURS["symptoms"]


def test_name_of_a_figure_is_shown_whole():
    table = TABLE.assign(label="Fixes that strengthen the boundary", whose="published", of="3 of 9")

    drawn = chart_files.svg(charts.compared_shares(table, charts.INK), "Title", "In words").decode()
    assert "Fixes that strengthen" in drawn
    assert "the boundary" in drawn
    assert "…" not in drawn


def test_shares_keep_their_intervals_in_the_table():
    one: Share = share("a", 3, 9)

    row = TABLE[TABLE["label"] == "a"].iloc[0]
    assert (row["low"], row["high"]) == (one.low, one.high)


def test_labels_in_a_table_lead_to_their_definition():
    app = tables("By label")

    frames = [frame.value for frame in app.dataframe if "definition" in frame.value]
    assert len(frames) == 9
    assert "read_reference?facet=locus&label=sdb" in set(frames[0]["definition"])

"""Pieces of the Statistics page: each a heading, what it counts, and a framed chart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from app_pages import addressed, cached, charts
from app_pages.chart_frame import show_framed
from app_pages.facet_filter import label_names, narrowed, within
from corpus.source_tables import comparisons
from corpus.statistics import Share
from corpus.store import Filter

PRODUCTS = 15
PERIODS = {"quarter": "By quarter", "month": "By month"}
CAUSES = {"patterns": "Patterns", "sdb_parts": "Parts", "weaknesses": "Weaknesses"}
OURS = {
    "Failures at the boundary": ("locus", "sdb"),
    "Fixes that strengthen the boundary": ("fix_strengthens_sdb", "yes"),
}


def show_limits() -> None:
    """Say what the numbers cannot tell."""
    with st.expander("What these numbers cannot tell", icon=":material/info:"):
        st.markdown(
            "- **How often agents fail.** Nobody knows how many runs went well, and people write up what is striking.\n"
            "- **Which product is worse.** A product with many reports may have many users, or an open issue list.\n"
            "- **How long failures last.** Reports seldom tell it, and a mean over few, skewed times would mislead.\n"
            "- **The one cause.** A report may carry several weaknesses; shares of parts and symptoms do not "
            "add up to 100 %, and the label is what a coder found in the text, not what an inquiry proved."
        )


def show_facets(wanted: Filter) -> None:
    """Show the share of every label, facet by facet, in two columns."""
    first, second = st.columns(2, gap="large")
    with first:
        for facet in ("locus", "patterns", "symptoms", "impact"):
            _show_facet(facet, wanted)
    with second:
        for facet in ("sdb_parts", "runtime", "weaknesses", "fix_strengthens_sdb", "severity"):
            _show_facet(facet, wanted)


def _show_facet(facet: str, wanted: Filter) -> None:
    names = label_names(facet)
    shares = [share for share in cached.shares(facet, wanted) if share.count or len(names) < 12]
    _show_shares(facet, cached.taxonomy().facets[facet].name, shares, names, wanted)


def show_products(wanted: Filter) -> None:
    """Show the products with the most reports."""
    shares = cached.values("product", wanted)
    _show_shares("product", "Product", shares[:PRODUCTS], {share.label: share.label for share in shares}, wanted)
    if len(shares) > PRODUCTS:
        st.caption(f"The {PRODUCTS} products with the most reports, of {len(shares):,}.")


def show_time(wanted: Filter) -> None:
    """Show how the reports spread over time."""
    st.subheader("When it happened")
    period = addressed.selectbox("Period", list(PERIODS), PERIODS.__getitem__, "period")
    shares = cached.values(period, wanted)
    table = charts.share_table(shares, {share.label: share.label for share in shares}, ranked=False)
    most = max(shares, key=lambda share: share.count)
    show_framed(
        partial(charts.period_bars, table),
        table,
        key="time",
        title=f"Reports {PERIODS[period].lower()}",
        alternative=f"Reports from {shares[0].label} to {shares[-1].label}; most in {most.label}: {_said(most)}",
        behind=lambda mark: within(wanted, mark["label"]),
    )
    st.caption("Dates are those of the incidents. Few early reports may mean few incidents, or few who wrote them up.")


def show_pairs(rows: str, columns: str, wanted: Filter, title: str) -> None:
    """Show how many reports carry each pair of labels of two facets."""
    pairs = cached.pairs(rows, columns, wanted)
    present = {label for pair in pairs for label in pair}
    shown = [
        {label: name for label, name in label_names(facet).items() if label in present or len(label_names(facet)) < 12}
        for facet in (rows, columns)
    ]
    table = charts.pair_table(pairs, *shown)
    ranked = sorted(pairs, key=lambda pair: -pairs[pair])[:3]
    most = ", ".join(f"{shown[0][one]} with {shown[1][other]} {pairs[one, other]}" for one, other in ranked)
    show_framed(
        lambda _: charts.heat_map(table),
        table,
        key=f"{rows}-{columns}",
        title=title,
        alternative=f"{title}. Most reports: {most or 'none'}",
        behind=lambda mark: narrowed(wanted, **{rows: mark["label_row"], columns: mark["label_column"]}),
    )


def show_parts_by_pattern(wanted: Filter) -> None:
    """Show parts against patterns."""
    st.subheader("Part by pattern")
    show_pairs("sdb_parts", "patterns", wanted, "Part by pattern")


def show_symptoms_against_causes(wanted: Filter) -> None:
    """Show symptoms against parts, patterns or weaknesses."""
    st.subheader("Symptoms against causes")
    causes = addressed.selectbox("Causes", list(CAUSES), CAUSES.__getitem__, "causes")
    show_pairs("symptoms", causes, wanted, f"Symptoms against {CAUSES[causes].lower()}")
    st.caption(
        "Symptoms and causes are counted apart: a report with two symptoms and two causes counts in four cells. "
        "That both stand in one report does not say that this cause brought about that symptom."
    )


def show_source_figures(wanted: Filter) -> None:
    """Show the source's published shares, their recount, and ours, each with its interval."""
    st.subheader("The source's figures, re-examined")
    table = pd.DataFrame(_figure_rows(wanted))
    show_framed(
        partial(charts.compared_shares, table),
        table,
        key="source",
        title="The source's figures beside ours",
        alternative="; ".join(f"{row.name}, {row.whose}: {row.of}, {row.share:.0%}" for row in table.itertuples()),
        behind=lambda mark: _ours(wanted, mark),
    )
    for figure in comparisons():
        st.caption(f"{figure.what}: {figure.remark}")
    st.caption(
        "Ours count all published reports that match the filter, reports without a known fix among them. Both "
        "collections hold what somebody found worth publishing, so neither says how often agents fail this way."
    )


def _show_shares(key: str, title: str, shares: Sequence[Share], names: Mapping[str, str], wanted: Filter) -> None:
    st.subheader(title)
    table = charts.share_table(shares, names)
    most = sorted(shares, key=lambda share: -share.count)[:5]
    show_framed(
        partial(charts.share_bars, table, key),
        table,
        key=key,
        title=title,
        alternative=f"{title}: " + ", ".join(f"{names[share.label]} {_said(share)}" for share in most),
        behind=lambda mark: narrowed(wanted, **{key: mark["label"]}),
        facet=key if key in cached.taxonomy().facets else None,
    )


def _said(share: Share) -> str:
    return f"{share.count} of {share.total}, {share.share:.0%} ({share.low:.0%} to {share.high:.0%})"


def _figure_rows(wanted: Filter) -> list[dict[str, object]]:
    rows = []
    for figure in comparisons():
        found = [*figure.shares()]
        if figure.what in OURS:
            facet, label = OURS[figure.what]
            ours = next(share for share in cached.shares(facet, wanted) if share.label == label)
            found.append(replace(ours, label="these reports"))
        for share in found:
            row = {
                "name": f"{figure.what}, {share.label}",
                "whose": share.label,
                "of": f"{share.count} of {share.total}",
            }
            rows.append({**row, **vars(share), "label": figure.what})
    return rows


def _ours(wanted: Filter, mark: Mapping[str, str]) -> Filter | None:
    """Return the reports behind one of our own figures; the source's have no reports here."""
    if mark["whose"] != "these reports":
        return None
    facet, label = OURS[mark["label"]]
    return narrowed(wanted, **{facet: label})

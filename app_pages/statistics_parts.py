"""Pieces of the Statistics page."""

import streamlit as st

from app_pages import addresses, cached, charts, session
from corpus.source_tables import comparisons
from corpus.statistics import Share
from corpus.store import Filter


def show_facet(facet: str, wanted: Filter) -> None:
    """Show one facet as a chart and as a table; a click on a bar leads to its reports."""
    taxonomy = cached.taxonomy()
    names = {label.id: _name(facet, label.id, label.name) for label in taxonomy.labels(facet)}
    shares = [share for share in cached.shares(facet, wanted) if share.count or len(names) < 12]
    st.subheader(taxonomy.facets[facet].name)
    if not shares or not shares[0].total:
        st.info("No report matches the filter.")
        return
    table = charts.share_table(shares, names)
    chart, numbers = st.tabs(["Chart", "Table"])
    with chart:
        picked = st.altair_chart(
            charts.share_bars(table, facet, session.ink()),
            key=f"chart-{facet}",
            on_select="rerun",
            selection_mode="picked",
            alt=_in_words(taxonomy.facets[facet].name, shares, names),
        )
        _link_to_reports(facet, [point["label"] for point in picked["selection"].get("picked", [])], names)
    with numbers:
        st.dataframe(
            table.drop(columns="label"),
            hide_index=True,
            column_config={name: st.column_config.NumberColumn(format="percent") for name in ("share", "low", "high")},
        )


def show_years(wanted: Filter) -> None:
    """Show how many matching reports there are of each year."""
    st.subheader("Over time")
    counts = cached.years(wanted)
    if not counts:
        st.info("No report matches the filter.")
        return
    told = ", ".join(f"{year} {number}" for year, number in sorted(counts.items()))
    st.altair_chart(charts.year_bars(counts, session.ink()), alt=f"Reports by year of the event: {told}")
    st.caption("By the date of the event. More reports of a year say that more was written, not that more went wrong.")


def show_source_figures(wanted: Filter) -> None:
    """Show the source's published shares, their recount, and ours, each with its interval."""
    st.subheader("The source's figures, re-examined")
    rows = []
    for figure in comparisons():
        rows += [_row(figure.what, share) for share in figure.shares()]
    locus = {share.label: share for share in cached.shares("locus", wanted)}
    fixes = {share.label: share for share in cached.shares("fix_strengthens_sdb", wanted)}
    rows.insert(2, _row("Failures at the boundary", locus["sdb"], "these reports"))
    rows.insert(5, _row("Fixes that strengthen the boundary", fixes["yes"], "these reports"))
    st.dataframe(rows, hide_index=True)
    for figure in comparisons():
        st.caption(f"{figure.what}: {figure.remark}")
    st.caption(
        "Ours count all published reports that match the filter, reports without a known fix among them. Both "
        "collections hold what somebody found worth publishing, so neither says how often agents fail this way."
    )


def _name(facet: str, label: str, name: str) -> str:
    return f"{label.split('.')[0]} {name}" if facet in ("weaknesses", "patterns") else name


def _in_words(title: str, shares: list[Share], names: dict[str, str]) -> str:
    ranked = sorted(shares, key=lambda share: -share.count)[:5]
    return f"{title}: " + ", ".join(f"{names[share.label]} {share.share:.0%}" for share in ranked)


def _link_to_reports(facet: str, labels: list[str], names: dict[str, str]) -> None:
    for label in labels:
        st.page_link(
            addresses.BROWSE,
            label=f"Read the reports tagged {names[label]}",
            icon=":material/search:",
            query_params={facet: label},
        )


def _row(what: str, share: Share, whose: str | None = None) -> dict[str, str]:
    return {
        "Figure": what,
        "Count": whose or share.label,
        "Of": f"{share.count} of {share.total}",
        "Share": f"{share.share:.1%}",
        "95 % interval": f"{share.low:.1%} to {share.high:.1%}",
    }

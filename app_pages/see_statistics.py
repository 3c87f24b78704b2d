"""Statistics page: what fails and how often, every share with its interval and the reports behind it."""

import streamlit as st

from app_pages import addresses, cached, charts
from app_pages.facet_filter import choose_filter
from app_pages.statistics_parts import show_facet, show_source_figures, show_years

st.title("What fails, and how often")
st.caption(
    "Shares of published reports, with Wilson's 95 % intervals. What is published is not a random sample: people write "
    "up what is striking, and one report may carry several labels, so shares of parts and weaknesses do not add up to "
    "100 %. The numbers cannot tell how often agents fail."
)
wanted = choose_filter()
taxonomy = cached.taxonomy()
first, second = st.columns(2, gap="large")
with first:
    show_facet("locus", wanted)
    show_facet("patterns", wanted)
    show_facet("symptoms", wanted)
    show_facet("impact", wanted)
with second:
    show_facet("sdb_parts", wanted)
    show_facet("runtime", wanted)
    show_facet("weaknesses", wanted)
    show_facet("fix_strengthens_sdb", wanted)
st.subheader("Part by pattern")
parts = {label.id: label.name for label in taxonomy.labels("sdb_parts")}
patterns = {label.id: f"{label.id} {label.name}" for label in taxonomy.labels("patterns")}
st.altair_chart(
    charts.heat_map(cached.pairs("sdb_parts", "patterns", wanted), parts, patterns),
    alt="Number of reports for each pair of a weak part and a weak pattern",
)
show_years(wanted)
show_source_figures(wanted)
st.page_link(addresses.BROWSE, label="Read the reports behind the numbers", icon=":material/search:")

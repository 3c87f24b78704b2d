"""Statistics page: what fails and how often, every share with its interval and the reports behind it."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.facet_filter import address_of, choose_filter
from app_pages.statistics_parts import (
    show_facet,
    show_limits,
    show_pairs,
    show_products,
    show_source_figures,
    show_symptoms_against_causes,
    show_time,
)
from corpus import CorpusError

st.title("What fails, and how often")
query = st.text_input("Search", key="q", bind="query-params", icon=":material/search:", placeholder="all reports")
try:
    wanted = choose_filter(query)
    total = cached.total(wanted)
except CorpusError as error:
    st.error(str(error))
    st.stop()
if not total:
    st.info("No report matches the filter. Take a choice away.")
    st.stop()
st.page_link(
    addresses.BROWSE,
    label=f"Read the {total:,} reports behind the numbers",
    icon=":material/search:",
    query_params=address_of(wanted),
)
st.caption(
    "Shares of these reports, with Wilson's 95 % intervals and the count behind each. Click a mark to read its reports."
)
show_limits()
first, second = st.columns(2, gap="large")
with first:
    for facet in ("locus", "patterns", "symptoms", "impact"):
        show_facet(facet, wanted)
with second:
    for facet in ("sdb_parts", "runtime", "weaknesses", "fix_strengthens_sdb", "severity"):
        show_facet(facet, wanted)
st.subheader("Part by pattern")
show_pairs("sdb_parts", "patterns", wanted, "Part by pattern")
show_symptoms_against_causes(wanted)
first, second = st.columns(2, gap="large")
with first:
    show_time(wanted)
with second:
    show_products(wanted)
show_source_figures(wanted)

"""Statistics page: what fails and how often, every share with its interval and the reports behind it."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.facet_filter import address_of, ask_words, choose_filter, show_none
from app_pages.prose import literal, reports
from app_pages.statistics_parts import (
    show_facets,
    show_limits,
    show_parts_by_pattern,
    show_products,
    show_source_figures,
    show_symptoms_against_causes,
    show_time,
)
from corpus import CorpusError

st.title("What fails, and how often")
query = ask_words("all reports")
try:
    wanted = choose_filter(query)
    total = cached.total(wanted)
except CorpusError as error:
    st.error(literal(str(error)))
    st.stop()
if not total:
    show_none()
    st.stop()
st.page_link(
    addresses.BROWSE,
    label=f"Read the {reports(total)} behind the numbers",
    icon=":material/search:",
    query_params=address_of(wanted),
)
st.caption(
    "Shares of these reports, with Wilson's 95 % intervals and the count behind each. Click a mark to read its reports."
)
show_limits()
labels, together, spread, source = st.tabs(
    ["By label", "Together", "Time and product", "Source"],
    key="section",
    on_change="rerun",
    bind="query-params",
)  # one at a time: a browser takes a tenth of a second to draw one chart
if labels.open:
    with labels:
        show_facets(wanted)
if together.open:
    with together:
        show_parts_by_pattern(wanted)
        show_symptoms_against_causes(wanted)
if spread.open:
    with spread:
        show_time(wanted)
        show_products(wanted)
if source.open:
    with source:
        show_source_figures(wanted)

"""Browse page: search and filter the published reports."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.facet_filter import choose_filter
from app_pages.prose import literal, snippet_markdown
from corpus import CorpusError
from corpus.store import ORDERS, count, search

PAGE = 20

st.title("Browse the reports")
query = st.text_input(
    "Search",
    key="q",
    bind="query-params",
    placeholder="deleted production database",
    icon=":material/search:",
)
narrow, found = st.columns([3, 8], gap="large")
with narrow:
    order = st.selectbox("Sort", list(ORDERS), index=3 if query else 0, key="sort")
    wanted = choose_filter(query)
with found, cached.store() as store:
    try:
        total = count(store, wanted)
        page = st.number_input("Page", 1, max(1, -(-total // PAGE)), key="page", width=140) if total > PAGE else 1
        hits = search(store, wanted, order=order, limit=PAGE, offset=(page - 1) * PAGE)
    except CorpusError as error:
        st.error(str(error))
        st.stop()
    st.caption(f"{total:,} reports")
    if not hits:
        st.info("No report matches. Take a filter away, or search for fewer words.")
    for hit in hits:
        with st.container(border=True):
            addresses.link_to_report(hit.id, f"**{literal(hit.title)}**")
            st.caption(" · ".join(filter(None, (hit.date, hit.product, f"source grade {hit.source_grade}"))))
            st.markdown(snippet_markdown(hit.snippet))

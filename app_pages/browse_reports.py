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
wanted = choose_filter(query)
head, sort, pager = st.columns([5, 2, 1], vertical_alignment="bottom")
order = sort.selectbox(
    "Sort", list(ORDERS), index=list(ORDERS).index("relevance" if query else "newest"), key=f"sort-{bool(query)}"
)
with cached.store() as store:
    try:
        total = count(store, wanted)
        page = pager.number_input("Page", 1, max(1, -(-total // PAGE)), key="page")
        hits = search(store, wanted, order=order, limit=PAGE, offset=(page - 1) * PAGE)
    except CorpusError as error:
        st.error(str(error))
        st.stop()
    head.caption(f"{total:,} reports")
    if not hits:
        st.info("No report matches. Take a filter away, or search for fewer words.")
    for hit in hits:
        with st.container(border=True):
            addresses.show_title(hit.id, hit.title, strong=True)
            grade = f"source grade {hit.source_grade}" if hit.source_grade else "filed here"
            st.caption(literal(" · ".join(filter(None, (hit.date, hit.product, grade)))))
            st.markdown(snippet_markdown(hit.snippet))

"""Browse page: search and filter the published reports."""

import streamlit as st

from app_pages import addressed, addresses, cached
from app_pages.bringing_parts import show_bringing, show_import
from app_pages.facet_filter import address_of, ask_words, choose_filter, show_none
from app_pages.prose import MARKS, literal, reports, snippet_markdown
from app_pages.taking import show_taking
from corpus import CorpusError
from corpus.store import ORDERS, search

PAGE = 20

st.title("Browse the reports")
show_import()
query = ask_words("deleted production database")
try:
    wanted = choose_filter(query)
    total = cached.total(wanted)
except CorpusError as error:
    st.error(literal(str(error)))
    st.stop()
head, sort, pager = st.columns([5, 2, 1], vertical_alignment="bottom")
orders = sorted(ORDERS, key=lambda name: name != ("relevance" if query else "newest"))
with sort:
    order = addressed.selectbox("Sort", [one for one in orders if query or one != "relevance"], str.capitalize, "sort")
with pager:
    page = addressed.number("Page", max(1, -(-total // PAGE)), "page", repr((wanted, order)))
head.caption(reports(total))
with cached.store() as store:
    hits = search(store, wanted, order=order, limit=PAGE, offset=(page - 1) * PAGE, marks=MARKS)
if not hits:
    show_none()
for hit in hits:
    with st.container(border=True):
        addresses.show_title(hit.id, hit.marked_title, strong=not query)
        grade = f"source grade {hit.source_grade}" if hit.source_grade else "filed here"
        st.caption(literal(" · ".join(filter(None, (hit.date, hit.product, grade)))))
        st.markdown(snippet_markdown(hit.snippet))
if total:
    st.page_link(
        addresses.STATISTICS,
        label="Count these reports",
        icon=":material/bar_chart:",
        query_params=address_of(wanted),
    )
show_taking()
show_bringing()

"""Report page: one report at its permanent address, with evidence highlighted, sources, history, citation."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.action_parts import show_actions
from app_pages.prose import evidence_marks, highlighted, literal
from app_pages.report_parts import show_citation, show_facts, show_history, show_similar, show_tags
from corpus import UnknownReport, format_report
from corpus.sentences import split_sentences

report_id = st.query_params.get("id", "")
with cached.store() as store:
    try:
        stored = store.get(report_id)
    except UnknownReport as error:
        st.error(str(error) if report_id else "No report is named in the address. Choose one under Browse.")
        st.page_link(addresses.BROWSE, label="Browse the reports", icon=":material/search:")
        st.stop()
    history = store.audit(report_id)

report = stored.report
st.title(literal(report.title))
show_facts(stored)
story, side = st.columns([7, 4], gap="large")
with story:
    marks = evidence_marks(report.tags, split_sentences(report.text))
    st.markdown(highlighted(report.text, marks))
    if report.chain:
        st.subheader("From output to harm")
        st.markdown("\n".join(f"{number}. {literal(step)}" for number, step in enumerate(report.chain, start=1)))
    if report.sources:
        st.subheader("Sources")
        st.markdown("\n".join(f"- Grade {s.grade}: [{literal(s.title)}](<{s.url}>)" for s in report.sources))
with side:
    show_tags(report, cached.taxonomy())
    show_similar(report)
    show_history(history)
    show_citation(report)
    st.download_button(
        "Download as Markdown",
        format_report(report),
        f"{report.id}.md",
        "text/markdown",
        icon=":material/download:",
    )
show_actions(report.id)

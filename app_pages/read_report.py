"""Report page: one report at its permanent address, with evidence highlighted, sources, history, citation."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.action_parts import show_actions
from app_pages.history_parts import show_history, show_standing
from app_pages.prose import evidence_marks, highlighted, link, literal, sentence_numbers
from app_pages.report_parts import named_report, show_citation, show_facts, show_same_event, show_similar, show_tags
from corpus import format_report
from corpus.report import GRADES
from corpus.sentences import split_sentences
from corpus.store import history, same_event

report_id = st.query_params.get("id", "")
with cached.store() as store:
    stored = named_report(store, "Report")
    past = history(store, report_id)
    others = same_event(store, stored.report)

report = stored.report
st.title(literal(report.title))
show_facts(stored)
show_standing(past)
story, side = st.columns([7, 4], gap="large")
with story:
    marks = evidence_marks(report.tags, split_sentences(report.text))
    numbers = sentence_numbers(marks)
    st.markdown(highlighted(report.text, marks, numbers))
    if report.chain:
        st.subheader("From output to harm")
        st.markdown("\n".join(f"{number}. {literal(step)}" for number, step in enumerate(report.chain, start=1)))
    if report.sources:
        st.subheader("Sources")
        st.markdown("\n".join(f"- Grade {s.grade}: {link(s.title, s.url)}" for s in report.sources))
        st.caption("; ".join(f"{grade} is {told}" for grade, told in GRADES.items()) + ".")
with side:
    show_tags(report, cached.taxonomy(), numbers)
    show_same_event(others)
    show_similar(report)
    show_citation(report)
    show_history(past, report_id)
    for page, words in ((addresses.EDIT, "Edit"), (addresses.REVIEW, "Decide")):
        st.page_link(page, label=words, icon=page.icon, query_params={"id": report_id})
    st.download_button(
        "Download as Markdown",
        format_report(report),
        f"{report.id}.md",
        "text/markdown",
        icon=":material/download:",
    )
show_actions(report.id)

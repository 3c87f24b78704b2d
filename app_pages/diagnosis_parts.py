"""What a diagnosis says on screen: verdict, doubts, containment, the ranked causes, and what it leaves behind."""

from datetime import UTC, datetime

import streamlit as st

from app_pages import addresses, cached, session
from app_pages.prose import literal
from app_pages.written import Filing
from corpus.store import Filter, SavedDiagnosis, add_answer, search
from diagnostics import explanation
from diagnostics.engine import CONFIDENT
from diagnostics.handover import Diagnosis, draft, report
from diagnostics.model import OUTSIDE, VARIANCE
from diagnostics.terminal import case_filter

SHOWN = 5
LOCI = {OUTSIDE: "outside", VARIANCE: "proposer"}
FACETS = {"symptom": "symptoms", "runtime": "runtime"}  # of what an observation is a label
CASES = 3


def show_verdict(found: Diagnosis) -> None:
    """Show the verdict, or in which way there is none."""
    step, names = found.step, [linked_title(one) for one, _ in found.step.ranking[:2]]
    if step.status == "decided":
        st.success(f"Most likely: **{names[0]}** ({step.ranking[0][1]:.0%}).", icon=":material/check_circle:")
    elif step.status == "undecided":
        st.warning(f"Not enough to decide. These remain: {' and '.join(names)}. No further check is worth its time.")
    elif step.status == "contradictory":
        st.warning("The answers contradict each other: **cannot tell**.", icon=":material/question_exchange:")


def contain(found: Diagnosis) -> None:
    """Show what to do now for the likeliest cause; with a verdict, the durable fix and its proof as well."""
    hypothesis, probability = found.step.ranking[0]
    for signature in found.catalogue.of(hypothesis)[:1]:
        after = f":small[For the likeliest cause so far, {linked_title(hypothesis)} ({probability:.0%}).]"
        if found.step.status == "decided":
            after = f"**Then fix it for good.** {signature.fix.text}\n\n**And prove it.** {signature.prove}"
        st.info(
            f"**Contain it now.** {signature.contain}\n\n{after}",
            icon=":material/shield:",
        )


def show_candidates(found: Diagnosis) -> None:
    """Show the ranked causes, each with what to do now, the fix, the checks and the cases."""
    st.subheader("Likely causes", anchor=False)
    contradictory = "These hold only if every answer is right. " if found.step.clash else ""
    st.caption(
        f"{contradictory}Probabilities from the published reports and the signatures. A verdict needs an answered "
        f"check and {CONFIDENT:.0%}."
    )
    for hypothesis, probability in found.step.ranking[:SHOWN]:
        first = hypothesis == found.step.ranking[0][0]
        with st.expander(f"{probability:.0%} · {title_of(hypothesis)}", expanded=first):
            st.markdown(f"What it means: {linked_title(hypothesis)}")
            _show_weights(found, hypothesis)
            _show_signatures(hypothesis)
            _show_cases(found, hypothesis)


def title_of(hypothesis: str) -> str:
    """Return what a candidate is called on screen."""
    return explanation.title_of(hypothesis, cached.taxonomy())


def linked_title(hypothesis: str) -> str:
    """Return Markdown of a candidate's title that leads to its place in the reference, if it has one."""
    facet, label = ("locus", LOCI[hypothesis]) if hypothesis in LOCI else ("weaknesses", hypothesis)
    known = cached.taxonomy().label(facet, label)
    return addresses.label_link(facet, label, title_of(hypothesis)) if known else literal(title_of(hypothesis))


def offer_report(saved: SavedDiagnosis, found: Diagnosis) -> None:
    """Offer what the diagnosis leaves behind: the Markdown report, the draft of a postmortem, and its end."""
    st.subheader("When it is over", anchor=False)
    text = report(found, cached.titles(), at=datetime.now(UTC))
    with st.container(horizontal=True):
        st.download_button(
            "Download the report", text, "diagnosis.md", "text/markdown", icon=":material/download:", on_click="ignore"
        )
        if st.button(
            "File as postmortem", icon=":material/edit_note:", help="Opens the File page with a draft to edit."
        ):
            fields = {"text": draft(found), "date": saved.created[:10], "diagnosis": saved.id}
            session.new_filing(Filing(fields=fields))
            st.switch_page(addresses.FILE)
        if saved.state != "ended":
            st.button("End the diagnosis", icon=":material/lock:", on_click=_end, args=(saved.id,))


def _end(diagnosis_id: str) -> None:
    with cached.store() as store:
        add_answer(store, diagnosis_id, "", "ended", name=session.responder_name(), at=datetime.now(UTC))


def _show_weights(found: Diagnosis, hypothesis: str) -> None:
    weights = explanation.explain(found.engine, found.observed, hypothesis)
    lines = []
    for weight in weights:
        side = ":green[for]" if weight.bits > 0 else ":red[against]"
        words = literal(explanation.said(weight, found.observed, found.taxonomy, found.catalogue))
        if facet := FACETS.get(weight.kind):
            words = f"[{words}]({addresses.label_address(facet, weight.id)})"
        lines.append(f"- {side} {abs(weight.bits):.1f} bits: {words}")
    st.markdown("**What speaks for and against it**\n" + "\n".join(lines))
    if (change := explanation.turn(found.engine, found.observed, hypothesis)) is not None:
        words = explanation.turn_words(change, hypothesis, found.taxonomy, found.catalogue)
        st.markdown(f"**What would change this.** {literal(words)}")


def _show_signatures(hypothesis: str) -> None:
    catalogue = cached.catalogue()
    for signature in catalogue.of(hypothesis):
        st.markdown(f"**{signature.name}.** {signature.cause.text}")
        st.markdown(f"**Contain it now.** {signature.contain}")
        st.markdown(f"**Fix it for good.** {signature.fix.text}")
        st.markdown(f"**Prove it.** {signature.prove}")
        questions = "\n".join(f"- {catalogue.checks[check].question}" for check in signature.checks)
        st.markdown(f"**Checks that tell it apart**\n{questions}")


def _show_cases(found: Diagnosis, hypothesis: str) -> None:
    tags, symptoms = case_filter(hypothesis), found.observed.symptoms
    with cached.store() as store:
        cases = search(store, Filter(tags={**tags, "symptoms": symptoms}), order="own first", limit=CASES)
        cases = cases or search(store, Filter(tags=tags), order="own first", limit=CASES)
    for_it, against = explanation.matching(found.engine.cases, found.observed, hypothesis)
    st.caption(f"Reports with these symptoms: {len(for_it)} had this cause, {len(against)} another.")
    titles = cached.titles()
    match = [(case.id, case.title) for case in cases]
    contradict = [(case, titles.get(case, case)) for case in against[:CASES]]
    for heading, reports in (("Cases", match), ("Cases with these symptoms and another cause", contradict)):
        if reports:
            st.markdown(f"**{heading}**")
        for report_id, title in reports:
            addresses.show_title(report_id, title)

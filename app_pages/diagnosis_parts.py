"""Pieces of the Diagnose page."""

import streamlit as st

from app_pages import addresses, cached, session
from app_pages.prose import literal
from app_pages.session import Diagnosis
from corpus.store import Filter, search
from diagnostics import Observed, Step, explanation
from diagnostics.model import Answer
from diagnostics.terminal import case_filter

SHOWN = 5


def propose_symptoms(current: Diagnosis) -> None:
    """Let the classifier read a text and set the symptoms it sees."""
    text = st.text_area("What is known so far", key="diagnosis-text", height=160)
    st.button("Propose symptoms", on_click=_propose, args=(text,), icon=":material/sell:")
    if current.text:
        st.warning(current.text)


def ask(current: Diagnosis, step: Step) -> None:
    """Show the next check, large, with its three answers; or why there is none."""
    check = step.next_check
    if step.status == "decided":
        st.success(f"Most likely: {title_of(step.ranking[0][0])} ({step.ranking[0][1]:.0%}).")
    elif check is None:
        names = " and ".join(title_of(one) for one, _ in step.ranking[:2])
        st.warning(f"Not enough to decide. These remain: {names}. No further check is worth its time.")
    if check is None:
        return
    with st.container(border=True):
        st.caption(f"Question {len(current.answers) + 1} · about {check.minutes:g} min")
        st.subheader(check.question)
        st.markdown(f"**Where to look.** {check.look}")
        row = st.columns(3)
        for column, (answer, label, shortcut) in zip(
            row, (("yes", "Yes", "y"), ("no", "No", "n"), ("unknown", "Don't know", "d")), strict=True
        ):
            column.button(
                label,
                key=f"{check.id}-{answer}",
                on_click=_answer,
                args=(check.id, answer),
                shortcut=shortcut,
                width="stretch",
            )


def show_answers(current: Diagnosis) -> None:
    """Show the answers so far; each can be taken back."""
    checks = cached.catalogue().checks
    if current.answers:
        st.subheader("Answers so far")
    for check_id, answer in current.answers.items():
        row = st.columns([9, 2], vertical_alignment="center")
        row[0].markdown(f"{checks[check_id].question} **{answer}**")
        row[1].button("Take back", key=f"back-{check_id}", on_click=_take_back, args=(check_id,), type="tertiary")


def show_candidates(current: Diagnosis, step: Step) -> None:
    """Show the ranked causes, each with what to do now, the fix, the checks and the cases."""
    st.subheader("Likely causes")
    st.caption("Probabilities from the published reports and the signatures; no verdict before a check is answered.")
    for hypothesis, probability in step.ranking[:SHOWN]:
        with st.expander(f"{probability:.0%} · {title_of(hypothesis)}", expanded=hypothesis == step.ranking[0][0]):
            _show_signatures(hypothesis)
            _show_weights(current, hypothesis)
            _show_cases(hypothesis, current.symptoms)


def title_of(hypothesis: str) -> str:
    """Return what a candidate is called on screen."""
    return explanation.title_of(hypothesis, cached.taxonomy())


def offer_report(current: Diagnosis, step: Step) -> None:
    """Offer the diagnosis as a Markdown report."""
    with cached.store() as store:
        titles = {hit.id: hit.title for hit in search(store, Filter(), limit=100_000)}
    text = explanation.report(cached.engine(), step, _observed(current), cached.taxonomy(), cached.catalogue(), titles)
    st.download_button(
        "Download the diagnosis", text, "diagnosis.md", "text/markdown", icon=":material/download:", on_click="ignore"
    )


def _observed(current: Diagnosis) -> Observed:
    return Observed(current.symptoms, current.runtime, current.answers)


def _show_weights(current: Diagnosis, hypothesis: str) -> None:
    observed = _observed(current)
    weights = explanation.explain(cached.engine(), observed, hypothesis)
    lines = []
    for weight in weights:
        side = ":green[for]" if weight.bits > 0 else ":red[against]"
        words = literal(explanation.said(weight, observed, cached.taxonomy(), cached.catalogue()))
        lines.append(f"- {side} {abs(weight.bits):.1f} bits: {words}")
    st.markdown("**What speaks for and against it**\n" + "\n".join(lines))
    for_it, against = explanation.matching(cached.engine().cases, observed, hypothesis)
    st.caption(f"Reports with these symptoms: {len(for_it)} had this cause, {len(against)} another.")


def _show_signatures(hypothesis: str) -> None:
    catalogue = cached.catalogue()
    for signature in catalogue.of(hypothesis):
        st.markdown(f"**{signature.name}.** {signature.cause.text}")
        st.markdown(f"**Contain it now.** {signature.contain}")
        st.markdown(f"**Fix it for good.** {signature.fix.text}")
        st.markdown(f"**Prove it.** {signature.prove}")
        questions = "\n".join(f"- {catalogue.checks[check].question}" for check in signature.checks)
        st.markdown(f"**Checks that tell it apart**\n{questions}")


def _show_cases(hypothesis: str, symptoms: tuple[str, ...]) -> None:
    tags = case_filter(hypothesis)
    with cached.store() as store:
        cases = search(store, Filter(tags={**tags, "symptoms": symptoms}), order="own first", limit=3)
        cases = cases or search(store, Filter(tags=tags), order="own first", limit=3)
    if cases:
        st.markdown("**Cases**")
    for case in cases:
        addresses.show_title(case.id, case.title)


def _answer(check_id: str, answer: Answer) -> None:
    session.get().diagnosis.answers[check_id] = answer


def _take_back(check_id: str) -> None:
    session.get().diagnosis.answers.pop(check_id, None)


def _propose(text: str) -> None:
    current, ready = session.get().diagnosis, cached.classifier()
    if ready is None:
        current.text = "The encoder is still loading; press the button again in a few seconds."
        return
    suggestion = ready.suggest(text)
    current.text = suggestion.reason or ""
    if suggestion.reason is None:
        session.set_widget("symptoms", list(suggestion.suggested["symptoms"]))
        session.set_widget("runtime", suggestion.suggested["runtime"][0])

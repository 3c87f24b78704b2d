"""The tag editor: what is suggested, how sure, by which sentence; accepted, rejected or added with one action."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from app_pages import addresses, session
from app_pages.prose import FACET_COLOURS, literal
from app_pages.written import Filing
from classifier.decisions import Decisions, accept, reference, reject, standing, undecided
from corpus.sentences import Span, split_sentences
from taxonomy import Facet, Label, Taxonomy

EditedTags = dict[str, dict[str, str | None]]
AT_A_GLANCE = 10  # a facet with this many labels or fewer is answered by one click on a row of them


def edit_tags(taxonomy: Taxonomy, current: Filing) -> EditedTags:
    """Show every tag with what can be done about it, and return the tags as they stand, with their evidence."""
    decisions: Decisions = current.fields.setdefault("decisions", {})
    tags = standing(taxonomy, current.suggestion, decisions)
    sentences = split_sentences(current.fields["text"])
    waiting = undecided(tags, decisions)
    _head(taxonomy, decisions, waiting)
    edited: EditedTags = {}
    for name, labels in tags.items():
        facet = taxonomy.facets[name]
        if not labels and facet.choose not in ("one", "some"):
            continue
        with st.container(gap="xsmall"):
            st.markdown(f":small[**{facet.name}**]", help=facet.question)
            for label_id in labels:
                label = taxonomy.label(name, label_id)
                assert label is not None
                first = waiting[:1] == [(name, label_id)]
                edited.setdefault(name, {})[label_id] = _row(taxonomy, current, name, label, sentences, first)
            if not labels:
                _ask(taxonomy, current, facet)
    _add(taxonomy, current, tags)
    _rejected(taxonomy, decisions)
    return edited


def _head(taxonomy: Taxonomy, decisions: Decisions, waiting: list[tuple[str, str]]) -> None:
    if not waiting:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(f"{len(waiting)} to look at. Key A accepts, X rejects the next one.", width="content")
        st.button(
            "Accept all", key="accept-all", type="tertiary", on_click=_accept_all, args=(taxonomy, decisions, waiting)
        )


def _row(
    taxonomy: Taxonomy, current: Filing, facet: str, label: Label, sentences: list[Span], first: bool
) -> str | None:
    decisions, name = current.fields["decisions"], reference(facet, label.id)
    accepted, score = name in decisions, _score(current, facet, label.id)
    line: Any = {"horizontal": True, "vertical_alignment": "center", "gap": "small"}
    with st.container(key=f"row-{name.replace(':', '-').replace('.', '-')}", gap="xxsmall"):
        with st.container(**line, horizontal_alignment="distribute"):
            icon = ":material/check:" if accepted else None
            st.badge(f"{label.name}{score}", icon=icon, color=FACET_COLOURS[facet], help=rule_of(facet, label))
            with st.container(**line, width="content"):
                chosen = _actions(taxonomy, current, facet, label, sentences, first)
        if chosen:
            st.caption(f"“{literal(_short(chosen))}”")
    return chosen


def _actions(
    taxonomy: Taxonomy, current: Filing, facet: str, label: Label, sentences: list[Span], first: bool
) -> str | None:
    decisions, name = current.fields["decisions"], reference(facet, label.id)
    if name not in decisions:
        choose = partial(accept, taxonomy, decisions, facet, label.id)
        st.button("Accept", key=f"accept-{name}", type="tertiary", on_click=choose, shortcut="a" if first else None)
    drop = partial(reject, decisions, current.suggestion, facet, label.id)
    st.button("Reject", key=f"reject-{name}", type="tertiary", on_click=drop, shortcut="x" if first else None)
    return _evidence(current, facet, label, sentences)


def _evidence(current: Filing, facet: str, label: Label, sentences: list[Span]) -> str | None:
    if not label.needs_evidence or not sentences:
        return None
    name = reference(facet, label.id)
    kept: dict[str, str] = current.fields.setdefault("evidence", {})
    texts = [span.text for span in sentences]
    chosen = kept[name] if kept.get(name) in texts else _best(current, facet, label.id, sentences)
    opened = st.popover("Evidence", type="tertiary", key=f"evidence-{name}", on_change="rerun")
    if opened.open:
        with opened:
            st.markdown(rule_of(facet, label))
            key = f"sentence-{name}"
            choice = st.radio("The sentence that carries it", texts, texts.index(chosen), literal, key=key)
            if choice in texts and choice != chosen:
                chosen = kept[name] = choice
    return chosen


def _ask(taxonomy: Taxonomy, current: Filing, facet: Facet) -> None:
    labels = {label.id: label for label in taxonomy.labels(facet.facet)}
    if len(labels) > AT_A_GLANCE:
        st.caption("None yet. Add one below.")
        return
    key = f"ask-{facet.facet}-{current.id}"
    st.pills(
        facet.question,
        list(labels),
        format_func=lambda one: labels[one].name,
        key=key,
        on_change=_answer,
        args=(taxonomy, current, facet.facet, key),
        label_visibility="collapsed",
        wrap=True,
    )


def _add(taxonomy: Taxonomy, current: Filing, tags: Mapping[str, tuple[str, ...]]) -> None:
    options = [(facet, label.id) for facet in tags for label in taxonomy.labels(facet) if label.id not in tags[facet]]
    if current.suggestion:
        scores = current.suggestion.probabilities
        options.sort(key=lambda one: -scores.get(one[0], {}).get(one[1], 0.0))

    def shown(one: tuple[str, str]) -> str:  # no probability: a choice comes back by its words, which must not change
        label = taxonomy.label(*one)
        return f"{label.name if label else one[1]} · {taxonomy.facets[one[0]].name}"

    st.selectbox(
        "Add a tag",
        options,
        None,
        shown,
        key=f"add-{current.id}",
        on_change=_added,
        args=(taxonomy, current),
        placeholder="Type a word of it, such as gate, data loss, autonomous",
    )


def _rejected(taxonomy: Taxonomy, decisions: Decisions) -> None:
    names = [name for name, decision in decisions.items() if decision == "rejected"]
    if not names:
        return
    st.caption("Rejected; a click brings it back")
    with st.container(horizontal=True, gap="small"):
        for name in names:
            label = taxonomy.label(*name.split(":", 1))
            shown = label.name if label else name
            st.button(
                shown,
                key=f"back-{name}",
                icon=":material/undo:",
                type="tertiary",
                on_click=_bring_back,
                args=(decisions, name),
            )


def rule_of(facet: str, label: Label) -> str:
    """Return a label's rule in the codebook: what it means, what counts, what does not, and where all of it stands."""
    rule = f"**{label.name}.** {label.definition}\n\n**Counts:** {label.includes}\n\n**Does not:** {label.excludes}"
    return f"{rule}\n\n{addresses.label_link(facet, label.id, 'In the reference')}"


def _answer(taxonomy: Taxonomy, current: Filing, facet: str, key: str) -> None:
    chosen = session.widget(key)
    if chosen:
        accept(taxonomy, current.fields["decisions"], facet, chosen)
        session.set_widget(key, None)


def _added(taxonomy: Taxonomy, current: Filing) -> None:
    chosen = session.widget(f"add-{current.id}")
    if isinstance(chosen, tuple):
        accept(taxonomy, current.fields["decisions"], *chosen)
        session.set_widget(f"add-{current.id}", None)


def _accept_all(taxonomy: Taxonomy, decisions: Decisions, waiting: list[tuple[str, str]]) -> None:
    for facet, label in waiting:
        accept(taxonomy, decisions, facet, label)


def _bring_back(decisions: Decisions, name: str) -> None:
    decisions.pop(name, None)


def _score(current: Filing, facet: str, label: str) -> str:
    scores = current.suggestion.probabilities.get(facet, {}) if current.suggestion else {}
    return f" · {scores[label]:.0%}" if label in scores else ""


def _best(current: Filing, facet: str, label: str, sentences: list[Span]) -> str:
    span = current.suggestion.evidence.get((facet, label)) if current.suggestion else None
    return span.text if span in sentences else sentences[0].text


def _short(sentence: str, length: int = 160) -> str:
    return sentence if len(sentence) <= length else sentence[: length - 1].rstrip() + "…"

"""The tag editor: what is suggested for each facet, how sure, by which sentence; and the person's own choice."""

from collections.abc import Mapping

import streamlit as st

from app_pages.prose import FACET_COLOURS, literal
from classifier.suggest import Suggestion
from corpus.sentences import Span, split_sentences
from taxonomy import Facet, Label, Taxonomy

EditedTags = dict[str, dict[str, str | None]]


def edit_tags(taxonomy: Taxonomy, suggestion: Suggestion, key: str) -> EditedTags:
    """Show one row per facet, prefilled with the suggestion, and return the tags as they are chosen."""
    sentences = split_sentences(suggestion.text)
    tags: EditedTags = {}
    for name in taxonomy.coded_facets():
        facet = taxonomy.facets[name]
        chosen = _choose(taxonomy, facet, suggestion, f"{key}-{name}")
        if chosen:
            tags[name] = {
                label: _evidence(taxonomy, name, label, suggestion, sentences, f"{key}-{name}-{label}")
                for label in chosen
            }
    return tags


def _choose(taxonomy: Taxonomy, facet: Facet, suggestion: Suggestion, key: str) -> list[str]:
    scores = suggestion.probabilities.get(facet.facet, {})
    names = {label.id: label.name for label in taxonomy.labels(facet.facet)}
    options = sorted(names, key=lambda label: -scores.get(label, 0.0)) if scores else list(names)
    suggested = [label for label in suggestion.suggested.get(facet.facet, ()) if label in options]

    def shown(label: str) -> str:
        return f"{names[label]} · {scores[label]:.0%}" if label in scores else names[label]

    if facet.choose in ("one", "optional"):
        index = options.index(suggested[0]) if suggested else None
        one = st.selectbox(facet.name, options, index, shown, key=key, help=facet.question, placeholder="Not told")
        return [one] if one else []
    many = st.multiselect(facet.name, options, suggested, shown, key=key, help=facet.question, placeholder="None")
    return list(many)


def _evidence(
    taxonomy: Taxonomy, facet: str, label_id: str, suggestion: Suggestion, sentences: list[Span], key: str
) -> str | None:
    label = taxonomy.label(facet, label_id)
    if label is None or not label.needs_evidence or not sentences:
        return None
    best = _best(suggestion.evidence, facet, label_id, sentences)
    texts = [span.text for span in sentences]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        shown = st.empty()
        with st.popover("", icon=":material/format_quote:", type="tertiary", width="content", help=_help(label)):
            st.markdown(f"**{label.name}.** {label.definition}")
            st.caption(f"Counts: {label.includes}  \nDoes not: {label.excludes}")
            chosen = st.radio("The sentence that carries it", texts, texts.index(best), key=key) or best
        shown.markdown(f":{FACET_COLOURS[facet]}-background[{label.name}] :small[{literal(_short(chosen))}]")
    return chosen


def _help(label: Label) -> str:
    return f"{label.name}: the rule, and another sentence as evidence"


def _best(evidence: Mapping[tuple[str, str], Span], facet: str, label: str, sentences: list[Span]) -> str:
    span = evidence.get((facet, label))
    return span.text if span in sentences else sentences[0].text


def _short(sentence: str, length: int = 160) -> str:
    return sentence if len(sentence) <= length else sentence[: length - 1].rstrip() + "…"

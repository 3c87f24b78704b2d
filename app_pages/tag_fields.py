"""The tags of a report that exists as fields: labels by facet, and for each the sentence that carries it."""

from collections.abc import Sequence

import streamlit as st

from corpus.report import Tags
from corpus.sentences import locate
from taxonomy import Facet, Taxonomy


def enter_tags(
    taxonomy: Taxonomy, begin: Tags, text: str, sentences: Sequence[str], key: str
) -> dict[str, dict[str, str | None]]:
    """Show one field per facet, begun with the tags given, and one per label for its sentence; return the tags."""
    tags: dict[str, dict[str, str | None]] = {}
    for name in taxonomy.coded_facets():
        before = begin.get(name, {})
        chosen = _choose(taxonomy, taxonomy.facets[name], list(before), f"{key}-{name}")
        if chosen:
            tags[name] = {
                label: _sentence(taxonomy, name, label, before.get(label), text, sentences, f"{key}-{name}-{label}")
                for label in chosen
            }
    return tags


def _choose(taxonomy: Taxonomy, facet: Facet, before: list[str], key: str) -> list[str]:
    names = {label.id: label.name for label in taxonomy.labels(facet.facet)}
    options = [*names, *(label for label in before if label not in names)]

    def shown(label: str) -> str:
        return names.get(label, f"{label} (no longer a label)")

    if facet.choose in ("one", "optional"):
        index = options.index(before[0]) if before else None
        one = st.selectbox(facet.name, options, index, shown, key=key, help=facet.question, placeholder="Not told")
        return [one] if one else []
    return list(
        st.multiselect(
            facet.name, options, before, shown, key=key, help=facet.question, placeholder="None", select_all=False
        )
    )


def _sentence(
    taxonomy: Taxonomy, facet: str, label_id: str, before: str | None, text: str, sentences: Sequence[str], key: str
) -> str | None:
    """Ask for the sentence that carries a label; one that no longer stands in the text must be chosen anew."""
    label = taxonomy.label(facet, label_id)
    if before is None and (label is None or not label.needs_evidence):
        return None
    stands = before is not None and locate(text, before) is not None
    options = list(dict.fromkeys([*([before] if stands and before else []), *sentences]))
    name = label.name if label else label_id
    index = options.index(before) if stands and before else None
    hint = "The sentence has changed: choose it anew" if before else "Choose the sentence"
    return st.selectbox(f"Evidence for {name}", options, index, key=f"{key}-{stands}", placeholder=hint)

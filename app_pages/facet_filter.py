"""The filter that Browse and Statistics share; its choices stand in the address, so that a view can be sent on."""

from itertools import cycle

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages import addressed, cached
from corpus.store import COLUMNS, Filter

VALUES = {"product": "Product", "source_grade": "Source grade", "origin": "Origin"}
TAG_FACETS = ("locus", "sdb_parts", "patterns", "weaknesses", "symptoms", "runtime", "impact", "severity")


def choose_filter(query: str = "") -> Filter:
    """Show the facets with the number of published reports behind each choice, and return what is chosen."""
    begun = any(st.query_params.get(key) for key in (*TAG_FACETS, *VALUES))
    with st.expander("Filter", icon=":material/filter_alt:", expanded=begun):
        places = cycle(st.columns(3))
        tags = {facet: chosen for facet in TAG_FACETS if (chosen := _choose_labels(facet, next(places)))}
        chosen_values = {column: _choose_values(column, next(places)) for column in VALUES}
    columns = {"state": ("published",), **{column: chosen for column, chosen in chosen_values.items() if chosen}}
    return Filter(query=query, tags=tags, columns={name: columns[name] for name in COLUMNS if name in columns})


def _choose_labels(facet: str, place: DeltaGenerator) -> tuple[str, ...]:
    taxonomy = cached.taxonomy()
    counts = {share.label: share.count for share in cached.shares(facet, Filter())}
    names = {label.id: label.name for label in taxonomy.labels(facet)}
    options = sorted((label for label in names if counts[label]), key=lambda label: -counts[label])
    shown = {label: f"{names[label]} ({counts[label]})" for label in options}
    with place:
        return addressed.multiselect(taxonomy.facets[facet].name, options, shown.__getitem__, facet, "Any")


def _choose_values(column: str, place: DeltaGenerator) -> tuple[str, ...]:
    counts = cached.values(column)
    options = sorted(counts, key=lambda value: (-counts[value], value))
    with place:
        return addressed.multiselect(VALUES[column], options, lambda one: f"{one} ({counts[one]})", column, "Any")

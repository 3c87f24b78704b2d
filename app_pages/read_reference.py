"""Reference page: the codebook to read, with how often each label occurs and three real cases."""

import streamlit as st

from app_pages import addressed, cached
from app_pages.reference_parts import named_label, show_label, show_pattern, show_reverse_lookup, show_rules
from corpus.store import Filter

taxonomy = cached.taxonomy()
st.title("Reference")
st.caption(
    f"{taxonomy.edition.title}, version {taxonomy.version}. The ideas come from {taxonomy.edition.source.title} "
    f"({', '.join(taxonomy.edition.source.authors)}, arXiv {taxonomy.edition.source.arxiv}); the rules are ours."
)
named = named_label(taxonomy)
order = sorted(taxonomy.facets, key=lambda name: name != "weaknesses")
chosen = addressed.selectbox("Facet", order, lambda name: taxonomy.facets[name].name, "facet")
facet = taxonomy.facets[chosen]
st.markdown(f"*{facet.question}*")
counts = {share.label: share for share in cached.shares(chosen, Filter())}
for label in sorted(taxonomy.labels(chosen), key=lambda label: label.id != named):
    if chosen == "patterns":
        show_pattern(taxonomy.patterns[label.id], counts[label.id], opened=label.id == named)
    else:
        show_label(chosen, label, counts[label.id], opened=label.id == named)
show_reverse_lookup()
show_rules(taxonomy)

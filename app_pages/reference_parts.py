"""Pieces of the Reference page."""

import streamlit as st

from app_pages import addresses, cached
from corpus.statistics import Share
from corpus.store import Filter, search
from taxonomy import Label, Pattern, Taxonomy
from taxonomy.crosswalk import shipped_crosswalk
from taxonomy.model import Claim

RELATIONS = {"exact": "the same", "broader": "broader", "narrower": "narrower", "related": "related"}
CERTAINTY = {"seen": "said by", "inferred": "inferred,", "not-found": "not found,"}


def show_label(facet: str, label: Label, share: Share) -> None:
    """Show what a label means, how often it occurs, and three cases."""
    with st.expander(f"**{label.name}** · {label.id} · {share.count} of {share.total} reports"):
        st.markdown(f"{label.definition}\n\n**Counts:** {label.includes}\n\n**Does not:** {label.excludes}")
        st.markdown("**For example**\n" + "\n".join(f"- {example}" for example in label.examples))
        if label.mitigation:
            st.markdown(f"**What mends it:** {_claim(label.mitigation)}")
        _show_elsewhere(facet, label)
        with cached.store() as store:
            cases = search(store, Filter(tags={facet: (label.id,)}), limit=3)
        for case in cases:
            addresses.show_title(case.id, case.title)
        if share.count > len(cases):
            st.page_link(
                addresses.BROWSE,
                label=f"All {share.count} reports",
                icon=":material/search:",
                query_params={facet: label.id},
            )


def _show_elsewhere(facet: str, label: Label) -> None:
    crosswalk = shipped_crosswalk()
    found = [line for line in crosswalk.targets(facet, label.id) if line.target]
    if found:
        st.markdown("**In other schemes**")
    for line in found:
        scheme = crosswalk.schemes[line.scheme]
        also = [other for _, other, _ in crosswalk.reverse(line.scheme, str(line.target)) if other != label.id]
        shared = f"; so is {', '.join(also)}" if also else ""
        st.markdown(
            f"- [{scheme.name}]({scheme.url}) {line.target} {scheme.entries[str(line.target)]}: "
            f"ours is {RELATIONS[line.relation]}{shared}"
        )


def show_pattern(pattern: Pattern, share: Share) -> None:
    """Show one of the six patterns: what it is for, when not, what it consists of, its weaknesses."""
    with st.expander(f"**{pattern.id} {pattern.name}** · {pattern.concern} · {share.count} of {share.total} reports"):
        st.markdown(pattern.summary)
        use, avoid = st.columns(2)
        use.markdown("**Use it when**\n" + "\n".join(f"- {_claim(claim)}" for claim in pattern.use_when))
        avoid.markdown("**Avoid it when**\n" + "\n".join(f"- {_claim(claim)}" for claim in pattern.avoid_when))
        if pattern.mechanisms:
            st.markdown("**It consists of**\n" + "\n".join(f"- {m.name}: {_claim(m)}" for m in pattern.mechanisms))
        st.markdown(f"**When the worker is a model:** {_claim(pattern.stochastic_worker)}")
        st.markdown("**Comes from:** " + "; ".join(pattern.lineage))
        weaknesses = cached.taxonomy().weaknesses_of(pattern.id)
        st.markdown("**Weaknesses:** " + "; ".join(f"{label.name} ({label.id})" for label in weaknesses))


def show_rules(taxonomy: Taxonomy) -> None:
    """Show the consistency rules and the rulings."""
    st.subheader("Rules between facets")
    st.markdown("\n".join(f"- {rule.text}" for rule in taxonomy.rules))
    if taxonomy.rulings:
        st.subheader("Rulings")
        st.markdown("\n".join(f"- {ruling.text} :small[({', '.join(ruling.labels)})]" for ruling in taxonomy.rulings))


def _claim(claim: Claim) -> str:
    return f"{claim.text} :small[:gray[({CERTAINTY[claim.certainty]} {claim.source})]]"

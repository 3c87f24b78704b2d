"""Pieces of the Reference page: what a label means, how often it occurs, where, and what mends it."""

import re

import streamlit as st

from app_pages import addressed, addresses, cached, session
from app_pages.prose import literal
from corpus.statistics import Share
from corpus.store import Filter, search
from diagnostics.model import UNKNOWN_SIGNATURE
from taxonomy import Label, Pattern, Taxonomy
from taxonomy.crosswalk import FACETS, shipped_crosswalk
from taxonomy.drawings import KEY, shipped_drawings
from taxonomy.model import Claim, Part

CERTAINTY = {"seen": "said by", "inferred": "inferred,", "not-found": "not found,"}
RELATIONS = {
    "exact": "the same as",
    "broader": "broader than",
    "narrower": "narrower than",
    "related": "related to",
    "none": "nothing close enough in",
}
# The same, read from the other scheme's entry.
ENTRY_RELATIONS = {
    "exact": "the same",
    "broader": "ours is broader",
    "narrower": "ours is narrower",
    "related": "related",
}


def named_label(taxonomy: Taxonomy) -> str | None:
    """Return the label that the address names; find the facet if it does not, and say if nobody knows the label."""
    named = st.query_params.get("label")
    facets = [facet for facet in taxonomy.facets for label in taxonomy.labels(facet) if label.id == named]
    if named and not facets:
        st.warning(literal(f'No label is called "{named[:60]}". Choose a facet and read which labels it has.'))
    elif facets and "facet" not in st.query_params:
        st.query_params["facet"] = facets[0]
    return named


def show_label(facet: str, label: Label, share: Share, *, opened: bool) -> None:
    """Show what a label means, how often it occurs, three cases, what mends it, and its neighbours elsewhere."""
    with st.expander(f"**{label.name}** · {label.id} · {share.count} of {share.total} reports", expanded=opened):
        told = f"{label.definition}\n\n**Counts:** {label.includes}\n\n**Is not:** {label.excludes}"
        st.markdown(_with_links(told))
        if facet == "sdb_parts":
            _show_part(cached.taxonomy().parts[label.id])
        st.markdown("**For example**\n" + "\n".join(f"- {example}" for example in label.examples))
        for rule in cached.taxonomy().rules:
            if _concerns(facet, label.id, rule.when | rule.require_any | rule.allow_only):
                st.markdown(f"**Rule:** {rule.text}")
        if label.mitigation:
            st.markdown(f"**What mends it:** {_claim(label.mitigation)}")
        _show_fixes(label)
        _show_cases(facet, label.id, share)
        if facet in FACETS:
            _show_neighbours(facet, label.id)


def show_pattern(pattern: Pattern, share: Share, *, opened: bool) -> None:
    """Show one of the six patterns: its drawing, what it is for, when not, what it consists of, its weaknesses."""
    heading = f"**{pattern.id} {pattern.name}** · {pattern.concern} · {share.count} of {share.total} reports"
    with st.expander(heading, expanded=opened):
        told, drawn = st.columns([3, 2], gap="large")
        with told:
            st.markdown(pattern.summary)
            st.markdown("**Use it when**\n" + "\n".join(f"- {_claim(claim)}" for claim in pattern.use_when))
            st.markdown("**Avoid it when**\n" + "\n".join(f"- {_claim(claim)}" for claim in pattern.avoid_when))
        drawing = shipped_drawings()[pattern.id]
        with drawn:
            st.graphviz_chart(drawing.dot(session.ink()), width="stretch", alt=f"{pattern.name}: {drawing.words}")
            st.caption(f"{drawing.words} {KEY}")
        if pattern.mechanisms:
            st.markdown("**It consists of**\n" + "\n".join(f"- {m.name}: {_claim(m)}" for m in pattern.mechanisms))
        st.markdown(f"**When the worker is a model:** {_claim(pattern.stochastic_worker)}")
        st.markdown("**Comes from:** " + "; ".join(pattern.lineage))
        weaknesses = cached.taxonomy().weaknesses_of(pattern.id)
        links = "; ".join(addresses.label_link("weaknesses", label.id, label.name) for label in weaknesses)
        st.markdown(f"**Weaknesses:** {links}")
        if pattern.id == UNKNOWN_SIGNATURE[0]:
            st.caption(UNKNOWN_SIGNATURE[1])
        _show_cases("patterns", pattern.id, share)


def show_reverse_lookup() -> None:
    """Show which of our labels correspond to an entry of another scheme."""
    st.subheader("From another scheme to ours")
    crosswalk = shipped_crosswalk()
    schemes, entries = st.columns(2)
    with schemes:
        name = addressed.selectbox("Scheme", list(crosswalk.schemes), lambda one: crosswalk.schemes[one].name, "scheme")
    scheme = crosswalk.schemes[name]
    counts = {entry: len(crosswalk.reverse(name, entry)) for entry in scheme.entries}
    with entries:
        entry = addressed.selectbox(
            "Entry",
            list(scheme.entries),
            lambda one: f"{one} {scheme.entries[one]} ({counts[one]})",
            f"entry-{name}",
        )
    found = crosswalk.reverse(name, entry)
    lines = [f"- {_linked(facet, label)} ({ENTRY_RELATIONS[relation]})" for facet, label, relation in found]
    st.markdown("\n".join(lines) if lines else f"No label of ours corresponds to {literal(entry)}.")
    st.caption(
        f"[{literal(scheme.name)}]({scheme.url}), version {scheme.version}. The correspondences are our judgement."
    )


def show_rules(taxonomy: Taxonomy) -> None:
    """Show the consistency rules and the rulings."""
    st.subheader("Rules between facets")
    st.markdown("\n".join(f"- {rule.text}" for rule in taxonomy.rules))
    if taxonomy.rulings:
        st.subheader("Rulings")
        st.markdown(
            "\n".join(
                f"- {ruling.text} :small[({', '.join(map(_label_of, ruling.labels))})]" for ruling in taxonomy.rulings
            )
        )


def _show_part(part: Part) -> None:
    st.markdown(f"**Its role:** {_claim(part.role)}")
    st.markdown("**It must**\n" + "\n".join(f"- {_claim(claim)}" for claim in part.must_satisfy))
    st.markdown("**It fails when**\n" + "\n".join(f"- {_claim(claim)}" for claim in part.fails_when))


def _show_fixes(label: Label) -> None:
    for signature in cached.catalogue().of(label.id):
        own = f", the source's {signature.source_id}" if signature.source_id else ""
        text = f"**Fix** (signature *{literal(signature.name)}*{own}): {_claim(signature.fix)}"
        pattern = cached.taxonomy().patterns.get(signature.fix.pattern or "")
        if pattern:
            text += f" See {addresses.label_link('patterns', pattern.id, f'{pattern.id} {pattern.name}')}."
        st.markdown(f"{text}\n\n**Prove it:** {literal(signature.prove)}")


def _show_cases(facet: str, label: str, share: Share) -> None:
    st.markdown(
        f"**How often:** {share.count} of {share.total} reports, {share.share:.1%} "
        f"(95 % interval {share.low:.1%} to {share.high:.1%})"
    )
    with cached.store() as store:
        cases = search(store, Filter(tags={facet: (label,)}), limit=3)
    if cases:
        st.markdown("**Real cases**" if len(cases) > 1 else "**A real case**")
    for case in cases:
        addresses.show_title(case.id, case.title)
    if share.count > len(cases):
        st.page_link(
            addresses.BROWSE,
            label=f"All {share.count} reports",
            icon=":material/search:",
            query_params={facet: label},
        )


def _show_neighbours(facet: str, label: str) -> None:
    crosswalk = shipped_crosswalk()
    lines = []
    for line in crosswalk.targets(facet, label):
        scheme = crosswalk.schemes[line.scheme]
        entry = f"{line.target} {scheme.entries[line.target]} in " if line.target else ""
        lines.append(f"- {RELATIONS[line.relation]} {literal(entry)}[{literal(scheme.name)}]({scheme.url})")
    st.markdown("**In other schemes, this is**\n" + "\n".join(lines))


def _concerns(facet: str, label: str, named: dict[str, tuple[str, ...]]) -> bool:
    return label in named.get(facet, ())


def _label_of(named: str) -> str:
    """Return Markdown that links a label named as "facet:label" to its place."""
    facet, _, label = named.partition(":")
    return addresses.label_link(facet, label, label)


def _linked(facet: str, label_id: str) -> str:
    taxonomy = cached.taxonomy()
    label = taxonomy.label(facet, label_id)
    return (
        f"{literal(taxonomy.facets[facet].name)}: {addresses.label_link(facet, label_id, label.name if label else '')}"
    )


def _with_links(text: str) -> str:
    """Return a text of the codebook in which every label that stands in backticks leads to its place."""
    taxonomy = cached.taxonomy()
    facets = {label.id: facet for facet in taxonomy.facets for label in taxonomy.labels(facet)}

    def link(found: re.Match[str]) -> str:
        facet = facets.get(found[1])
        return addresses.label_link(facet, found[1], found[1]) if facet else found[0]

    return re.sub(r"`([^`]+)`", link, text)


def _claim(claim: Claim) -> str:
    return f"{claim.text} :small[:gray[({CERTAINTY[claim.certainty]} {claim.source})]]"

"""What became of the suggestions, label by label: shown with the model and where people decide."""

import streamlit as st

from app_pages import cached
from app_pages.prose import literal
from app_pages.review_parts import label_name
from corpus.acceptance import NO_DECISIONS, READING, LabelUse
from corpus.statistics import Share
from taxonomy import Taxonomy


def show_use() -> None:
    """Show how often suggestions were kept, taken away and added to, with intervals; counted when it is opened."""
    opened = st.expander("What became of the suggestions", key="use", on_change="rerun")
    if not opened.open:  # counting thousands of suggestions takes a while
        return
    use, taxonomy = cached.use(), cached.taxonomy()
    with opened:
        if not use.reports:
            st.info(NO_DECISIONS, icon=":material/info:")
            return
        models = ", ".join(f"{version}: {count}" for version, count in use.models.items())
        st.caption(READING)
        rows = [_use_row(one, taxonomy) for one in (use.total, *use.labels)]
        st.dataframe(rows, hide_index=True, alt="What became of the suggestions, as a table")
        st.caption(literal(f"Published reports by the model that suggested: {models}; declined: {use.declined}."))


def _use_row(one: LabelUse, taxonomy: Taxonomy) -> dict[str, str]:
    facet = taxonomy.facets.get(one.facet)
    names = (facet.name, label_name(taxonomy, one.facet, one.label)) if facet else ("All", "All labels")
    accepted, rejected, added = map(_share, (one.accepted, one.rejected, one.added))
    return {"Label": names[1], "Accepted": accepted, "Rejected": rejected, "Added": added, "Facet": names[0]}


def _share(one: Share | None) -> str:
    return f"{one.count} of {one.total}: {one.share:.0%} ({one.low:.0%} to {one.high:.0%})" if one else "none"

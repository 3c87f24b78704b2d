"""What became of the suggestions, label by label: shown with the model and where people decide."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.chart_frame import DEFINITION
from app_pages.prose import literal
from corpus.acceptance import NO_DECISIONS, READING, LabelUse
from corpus.statistics import Share
from taxonomy import Taxonomy


def show_use() -> None:
    """Offer to show what became of the suggestions; counted when it is opened, since thousands take a while."""
    opened = st.expander("What became of the suggestions", key="use", on_change="rerun")
    if opened.open:
        with opened:
            list_use()


def list_use() -> None:
    """Show how often suggestions were kept, taken away and added to, with intervals."""
    use, taxonomy = cached.use(), cached.taxonomy()
    if not use.reports:
        st.info(NO_DECISIONS, icon=":material/info:")
        return
    models = ", ".join(f"{version}: {count}" for version, count in use.models.items())
    st.caption(READING)
    st.dataframe(
        [_use_row(one, taxonomy) for one in (use.total, *use.labels)],
        hide_index=True,
        column_config={"Definition": DEFINITION},
        alt="What became of the suggestions, as a table",
    )
    st.caption(literal(f"Published reports by the model that suggested: {models}; declined: {use.declined}."))


def _use_row(one: LabelUse, taxonomy: Taxonomy) -> dict[str, str | None]:
    facet, label = taxonomy.facets.get(one.facet), taxonomy.label(one.facet, one.label)
    accepted, rejected, added = map(_share, (one.accepted, one.rejected, one.added))
    return {
        "Label": label.name if label else one.label if facet else "All labels",
        "Accepted": accepted,
        "Rejected": rejected,
        "Added": added,
        "Facet": facet.name if facet else "All",
        "Definition": addresses.label_address(one.facet, one.label) if label else None,
    }


def _share(one: Share | None) -> str:
    return f"{one.count} of {one.total}: {one.share:.0%} ({one.low:.0%} to {one.high:.0%})" if one else "none"

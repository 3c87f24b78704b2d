"""Training on the Model page: a candidate is trained, judged by what it would change, put in service, taken back."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.prose import literal
from app_pages.work_parts import follow_work, is_running, offer_work
from classifier import in_service
from classifier.errors import ModelError
from classifier.model import Manifest
from corpus.store import Filter

TRAIN, DIFF = "train", "diff"


def point_to_training() -> None:
    """Say, wherever one is on the page, that training runs or that a candidate waits."""
    if is_running(TRAIN) or in_service.has_candidate():
        words = "Training is running" if is_running(TRAIN) else "A candidate waits to be put in service"
        where = {"section": "Another model"}
        st.page_link(addresses.MODEL, label=words, icon=":material/model_training:", query_params=where)


def show_training() -> None:
    """Show the steps from the published reports to another model in service, and the way back."""
    st.caption(
        f"Trained on all {cached.total(Filter()):,} published reports, in the background; this takes minutes. "
        "It is a candidate, and serves nobody before it is put in service."
    )
    offer_work(TRAIN, "Train a candidate", ["model", "train"], icon=":material/model_training:")
    follow_work(TRAIN, "Training")
    _show_candidate()
    _offer_return()


def _show_candidate() -> None:
    if not in_service.has_candidate() or is_running(TRAIN):
        return
    st.subheader("The candidate")
    try:
        manifest, comparison = in_service.read_candidate(cached.taxonomy())
    except ModelError as error:
        st.error(literal(str(error)), icon=":material/error:")
        return
    st.markdown(
        f"Model **{literal(manifest.version)}** from {manifest.reports:,} reports, {literal(manifest.created)}."
    )
    st.markdown(comparison)
    command = ["model", "diff", in_service.CURRENT, in_service.CANDIDATE]
    with st.container(horizontal=True):
        offer_work(
            DIFF, "See what it would tag differently", command, icon=":material/difference:",
            help="Tags every published report with both models, in the background.",
        )  # fmt: skip
        with st.popover("Put it in service", icon=":material/published_with_changes:"):
            st.write("All suggestions come from it from now on. The model in service now is kept.")
            st.button("Put the candidate in service", on_click=_accept)
    work = follow_work(DIFF, "The comparison")
    if work and manifest.version in work.result:  # not one with an earlier candidate
        *changes, total = work.result.splitlines()
        st.markdown(literal(total))
        if changes:
            with st.expander(f"Changes ({len(changes):,})"):
                st.code("\n".join(changes), language=None, height=400)


def _offer_return() -> None:
    kept = in_service.restorable()
    if not kept:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Models that can be put back", kept, key="kept-model", width=420)
        st.button("Put it back", icon=":material/history:", on_click=_restore, args=(name,))


def _accept() -> None:
    try:
        _say_switched(*in_service.accept(cached.taxonomy()))
    except ModelError as error:
        st.error(literal(str(error)), icon=":material/error:")


def _restore(name: str) -> None:
    try:
        _say_switched(*in_service.restore(cached.taxonomy(), name))
    except ModelError as error:
        st.error(literal(str(error)), icon=":material/error:")


def _say_switched(manifest: Manifest, kept: str) -> None:
    cached.load_again()
    st.toast(f"In service: {manifest.version}. The one before is kept as {kept}.", icon=":material/check:")

"""Model page: which model suggests, how well it does on reports it had not seen, its limits, and how it was made."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.model_parts import (
    show_ablations,
    show_both,
    show_card,
    show_headline,
    show_labels,
    show_manifest,
    show_pictures,
)
from app_pages.use_parts import show_use
from classifier.errors import ModelError

st.title("The model behind the suggestions")
evaluation = None
try:
    show_manifest(cached.manifest())
    evaluation = cached.evaluation()
    if evaluation is None:
        st.info(
            "No evaluation is kept beside this installation. Write one with `faultline model evaluate --write`; "
            "it takes a long time.",
            icon=":material/info:",
        )
except ModelError as error:
    st.error(str(error), icon=":material/error:")
if evaluation is not None:
    st.header("How well it does")
    show_headline(evaluation)
    show_both(evaluation)
    show_pictures(evaluation)
    show_labels(evaluation)
    show_ablations(evaluation)
st.header("How people decided")
show_use()
show_card(("Limits", "Method", "Fast mode", "Data"))
st.page_link(addresses.REFERENCE, label="What the labels mean", icon=":material/menu_book:")

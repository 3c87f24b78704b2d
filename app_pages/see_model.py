"""Model page: which model suggests, how it was made, how well it does on reports it had not seen, and its limits."""

import streamlit as st

from app_pages import addresses, cached
from app_pages.model_parts import show_ablations, show_calibration, show_card, show_headline, show_labels, show_manifest
from app_pages.training_parts import show_training
from classifier.errors import ModelError

st.title("The model behind the suggestions")
try:
    show_manifest(cached.manifest())
except ModelError as error:
    st.error(str(error), icon=":material/error:")
show_training()
show_card(("Method", "Data", "Limits"))
st.header("How well it does")
try:
    evaluation = cached.evaluation()
except ModelError as error:
    st.error(str(error), icon=":material/error:")
    st.stop()
if evaluation is None:
    st.info(
        "No evaluation is kept beside this installation. Write one with `faultline model evaluate --write`; "
        "it takes a long time.",
        icon=":material/info:",
    )
    st.stop()
show_headline(evaluation)
show_calibration(evaluation.model)
show_ablations(evaluation)
show_labels(evaluation.model)
st.page_link(addresses.REFERENCE, label="What the labels mean", icon=":material/menu_book:")

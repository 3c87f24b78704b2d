"""Model page: how well suggestions do on unseen reports, what people kept of them, how they come about, training."""

import streamlit as st

from app_pages import cached
from app_pages.model_parts import show_card, show_evaluation, show_manifest
from app_pages.training_parts import point_to_training, show_training
from app_pages.use_parts import list_use
from classifier.errors import ModelError

st.title("The model behind the suggestions")
try:
    show_manifest(cached.manifest())
except ModelError as error:
    st.error(str(error), icon=":material/error:")
point_to_training()
figures, use, method, training = st.tabs(
    ["How well it does", "What people kept", "How it works", "Another model"],
    key="section",
    on_change="rerun",
    bind="query-params",
)
if figures.open:
    with figures:
        try:
            show_evaluation(cached.evaluation())
        except ModelError as error:
            st.error(str(error), icon=":material/error:")
if use.open:
    with use:
        list_use()
if method.open:
    with method:
        show_card(("Limits", "Method", "Fast mode", "What was tried", "Data"))
if training.open:
    with training:
        show_training()

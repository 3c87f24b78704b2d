"""Sends what is typed to the server in every pause, as the page's own small script does it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

SCRIPT = Path(__file__).parent / "texts" / "typing.js"


def send_while_typing(labels: Sequence[str]) -> None:
    """Have the fields with these labels sent while a person types in them, without leaving the field."""
    _component()(data={"labels": list(labels)}, key="typing", height=1)


@cache
def _component() -> Any:
    return st.components.v2.component("faultline_typing", js=SCRIPT.read_text(encoding="utf-8"))

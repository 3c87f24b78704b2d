"""Reliability page: the source's picture of trend and noise, to be played with; nothing in it is measured."""

import pandas as pd
import streamlit as st

from app_pages import addresses, charts
from app_pages.chart_frame import show_chart
from diagnostics.reliability import picture

st.title("Trend and noise")
st.markdown(
    "The source pictures the reliability of an agent over time as $y(t) = \\mu\\,t + \\sigma\\,\\xi(t)$. Sigma is how "
    "much single calls of the model vary; it shrinks from one generation of models to the next. Mu is what the "
    "architecture adds up to over time, by the patterns chosen and the strength of the boundary; a change of model "
    "leaves it as it is."
)
st.warning(
    "This is the source's metaphor. Nothing is estimated from it, here or anywhere in Faultline, and the picture "
    "has no units. Not known: whether a positive mu means gain or decay, and what properties the noise xi has. Here a "
    "positive mu points upward and xi is independent normal noise; both are our choice for drawing.",
    icon=":material/info:",
)
first, second, third = st.columns(3)
mu = first.slider("Mu, trend by architecture", -3.0, 3.0, 1.5, 0.1, key="mu", bind="query-params")
sigma = second.slider("Sigma, variance of single calls", 0.0, 1.0, 0.6, 0.05, key="sigma", bind="query-params")
seed = third.slider("Seed of the noise", 1, 20, 1, key="seed", bind="query-params")
show_chart(
    "trend",
    pd.DataFrame([vars(point) for point in picture(mu, sigma, seed)]),
    charts.reliability_lines,
    f"Made-up noise around a dashed straight line, mu times t, for mu {mu:g} and sigma {sigma:g}; no units",
)
st.caption("Solid: y(t), with made-up noise. Dashed: the trend alone, mu times t.")
st.markdown(
    "What it is meant to show: draw sigma down, as better models do, and what remains is the trend. So the source "
    "holds that the choice of architecture matters more with better models, not less."
)
st.page_link(addresses.CHOOSE, label="Choose patterns", icon=":material/account_tree:")

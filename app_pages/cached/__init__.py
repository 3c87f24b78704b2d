"""The only package that caches: what pages open, the encoder as it loads, what is counted, drawn, read."""

from app_pages.cached.counts import engine, pairs, shares, tags, titles, total, use, values
from app_pages.cached.drawn import chart
from app_pages.cached.encoder import classifier, classifier_within, index, load_again, start_loading, trouble
from app_pages.cached.files import comparison, evaluation, manifest, model_card, reruns
from app_pages.cached.opened import catalogue, revision, selection, store, taxonomy

__all__ = [
    "catalogue",
    "chart",
    "classifier",
    "classifier_within",
    "comparison",
    "engine",
    "evaluation",
    "index",
    "load_again",
    "manifest",
    "model_card",
    "pairs",
    "reruns",
    "revision",
    "selection",
    "shares",
    "start_loading",
    "store",
    "tags",
    "taxonomy",
    "titles",
    "total",
    "trouble",
    "use",
    "values",
]

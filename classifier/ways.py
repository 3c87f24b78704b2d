"""Ways to score labels: the model, the plain ways it must beat, and the model with a part left out or added."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from classifier.features import Matrix, report_features
from classifier.keywords import keyword_scores
from classifier.model import Space
from classifier.training import Examples, Fit, Scorer, fit_scorer
from classifier.views import SEED, Linear, fit_linear
from taxonomy import Taxonomy

T = TypeVar("T")
REPORT, SENTENCES, WORDS = range(3)


@dataclass(frozen=True)
class Way:
    """A named way: `fit` learns from tagged reports and returns what scores others.

    What takes long is learned by `prepare`, once from the whole of an outer training part; it returns the `fit` for it.
    """

    name: str
    fit: Fit
    prepare: Callable[[Examples, Space], Fit] | None = None


def model_way(name: str = "model") -> Way:
    """Return the model as it is; the encoder makes it the full one or the fast one."""
    return Way(name, fit_scorer)


def baselines(taxonomy: Taxonomy) -> tuple[Way, ...]:
    """Return the plain ways: keywords, nearness to the codebook's descriptions, words, and the encoder's vector."""
    return (
        Way("keywords", lambda _, space: lambda one: keyword_scores(one.texts, space.columns, taxonomy)[:, :, None]),
        Way("descriptions, untrained", _descriptions),
        Way("TF-IDF, logistic regression", _words),
        Way("encoder, logistic regression", _encoder),
    )


def ablations() -> tuple[Way, ...]:
    """Return the model, then without one of its views, then with one of the additions that were tried."""
    whole = once(fit_scorer)
    return (
        Way("model", whole),
        Way("without the whole report", _only(whole, SENTENCES, WORDS)),
        Way("without the sentences", _only(whole, REPORT, WORDS)),
        Way("without the words", _only(whole, REPORT, SENTENCES)),
        Way("with character n-grams", added(whole, _characters)),
        Way("with a kernel machine on the vectors", added(whole, _kernel)),
        Way("with trees on the descriptions' nearness", added(whole, _trees)),
    )


def fast_ablations() -> tuple[Way, ...]:
    """Return the fast mode, then without its words, then without its vectors."""
    whole = once(fit_scorer)
    return (
        Way("fast mode", whole),
        Way("fast mode without the words", _only(whole, REPORT, SENTENCES)),
        Way("fast mode, words alone", _only(whole, WORDS)),
    )


def once(fit: Callable[[Examples, Space], T]) -> Callable[[Examples, Space], T]:
    """Return a fit that keeps what it made of each set of reports, for ways that differ in what they do with it."""
    kept: dict[tuple[Any, ...], T] = {}

    def fit_once(seen: Examples, space: Space) -> T:
        key = (seen.texts, space.columns)
        if key not in kept:
            kept[key] = fit(seen, space)
        return kept[key]

    return fit_once


def added(whole: Fit, addition: Fit) -> Fit:
    """Return a fit whose scorer gives the scores of both as views, side by side."""

    def fit(seen: Examples, space: Space) -> Scorer:
        scorer, more = whole(seen, space), addition(seen, space)
        return lambda one: np.concatenate([scorer(one), more(one)], axis=2)

    return fit


def _descriptions(_: Examples, space: Space) -> Scorer:
    return lambda one: report_features(one.encoded, space.anchors).own[:, :, 1:2]


def _words(seen: Examples, _: Space) -> Scorer:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(min_df=2, sublinear_tf=True, stop_words="english")
    bank = fit_linear(vectorizer.fit_transform(seen.texts), seen.labels, 10.0)
    return lambda one: bank.scores(vectorizer.transform(one.texts))[:, :, None]


def _encoder(seen: Examples, _: Space) -> Scorer:
    bank: Linear = fit_linear(_documents(seen), seen.labels, 2.0)
    return lambda one: bank.scores(_documents(one))[:, :, None]


def _only(whole: Fit, *views: int) -> Fit:
    def fit(seen: Examples, space: Space) -> Scorer:
        scorer = whole(seen, space)
        return lambda one: scorer(one)[:, :, list(views)]

    return fit


def _characters(seen: Examples, _: Space) -> Scorer:
    from sklearn.feature_extraction.text import TfidfVectorizer

    settings: Mapping[str, Any] = {"analyzer": "char_wb", "ngram_range": (3, 5), "max_features": 20_000}
    vectorizer = TfidfVectorizer(min_df=3, sublinear_tf=True, **settings)
    bank = fit_linear(vectorizer.fit_transform(seen.texts), seen.labels, 10.0)
    return lambda one: bank.scores(vectorizer.transform(one.texts))[:, :, None]


def _kernel(seen: Examples, space: Space) -> Scorer:
    from sklearn.svm import SVC

    inputs = _nearness(seen, space)
    fitted = [
        SVC(C=2.0, gamma=0.7, class_weight="balanced").fit(inputs, labels) if len(set(labels)) > 1 else None
        for labels in seen.labels.T
    ]

    def score(one: Examples) -> Matrix:
        rows = _nearness(one, space)
        columns = [machine.decision_function(rows) if machine else np.zeros(len(rows)) for machine in fitted]
        return np.stack(columns, axis=1)[:, :, None]

    return score


def _trees(seen: Examples, space: Space) -> Scorer:
    from sklearn.ensemble import ExtraTreesRegressor

    forest = ExtraTreesRegressor(200, min_samples_leaf=3, max_features=0.3, random_state=SEED)
    forest.fit(_nearness(seen, space), seen.labels)
    return lambda one: np.asarray(forest.predict(_nearness(one, space)))[:, :, None]


def _documents(examples: Examples) -> Matrix:
    return np.array([one.document for one in examples.encoded], dtype=np.float64)


def _nearness(examples: Examples, space: Space) -> Matrix:
    own = report_features(examples.encoded, space.anchors).own
    return np.hstack([_documents(examples), own[:, :, 1]])

"""Three views of a report, each one logistic regression per label: the whole, its sentences, its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.encoder import Encoded
from classifier.features import Anchors, Features, Matrix, features_of, report_features
from classifier.labels import Descriptions

Indicator = NDArray[np.int8]

SEED = 20260522
REPORT_STRENGTH, SENTENCE_STRENGTH, WORDS_STRENGTH = 2.0, 0.5, 10.0  # inverses of the L2 penalties
AMBIGUOUS = 0.2  # weight of a sentence that is not the evidence, in a report that carries the label
MAX_WORDS = 2000
TOP_SENTENCES = 2
CERTAIN = 6.0  # log-odds of a label that every report agreed about


@dataclass(frozen=True)
class Linear:
    """A bank of linear scorers: `weights` (n, columns), `own` (k, columns) and `bias` (columns,)."""

    weights: Matrix
    own: Matrix
    bias: Matrix

    def scores(self, shared: Any, own: Matrix | None = None) -> Matrix:
        """Return (rows, columns) log-odds; `shared` (rows, n) may be sparse, `own` is (rows, columns, k)."""
        scores = np.asarray(shared @ self.weights) + self.bias
        return scores if own is None else scores + np.einsum("rck,kc->rc", own, self.own)


@dataclass(frozen=True)
class Views:
    """The three fitted views; `vectorizer` turns a text into TF-IDF weights of its words."""

    report: Linear
    sentence: Linear
    words: Linear
    vectorizer: Any

    def scores(self, encoded: Sequence[Encoded], texts: Sequence[str], anchors: Anchors) -> Matrix:
        """Return (reports, columns, 3) log-odds: by the whole, by the strongest sentences, by the words."""
        return np.array([self.judge(one, text, anchors)[0] for one, text in zip(encoded, texts, strict=True)])

    def judge(self, one: Encoded, text: str, anchors: Anchors) -> tuple[Matrix, Matrix]:
        """Return a report's (columns, 3) log-odds, and the (sentences, columns) of each sentence carrying a label."""
        whole, parts = features_of(one, anchors)
        sentences = self.sentence.scores(parts.shared, parts.own)
        by_report = self.report.scores(whole.shared, whole.own)[0]
        by_words = self.words.scores(self.vectorizer.transform([text]))[0]
        return np.stack([by_report, _strongest(sentences, self.sentence), by_words], axis=1), sentences


def fit_views(
    encoded: Sequence[Encoded],
    texts: Sequence[str],
    labels: Indicator,
    evidence: Sequence[Indicator],
    anchors: Anchors,
    descriptions: Descriptions,
) -> Views:
    """Fit the three views to tagged reports and, for sentences and words, to the codebook's own descriptions.

    `labels` is (reports, columns); `evidence`, per report, is (sentences, columns): which sentence carries which.
    """
    from scipy.sparse import vstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(min_df=2, max_features=MAX_WORDS, sublinear_tf=True, stop_words="english")
    words = vstack([vectorizer.fit_transform(texts), vectorizer.transform(descriptions.texts)]).tocsr()
    targets = np.vstack([labels, descriptions.targets])
    weights = np.vstack([np.ones(labels.shape), descriptions.known])
    whole = report_features(encoded, anchors)
    return Views(
        fit_linear(whole.shared, labels, REPORT_STRENGTH, own=whole.own),
        _fit_sentences(encoded, labels, evidence, anchors, descriptions),
        fit_linear(words, targets, WORDS_STRENGTH, weights=weights),
        vectorizer,
    )


def _fit_sentences(
    encoded: Sequence[Encoded],
    labels: Indicator,
    evidence: Sequence[Indicator],
    anchors: Anchors,
    descriptions: Descriptions,
) -> Linear:
    parts: list[Features] = [features_of(one, anchors)[1] for one in encoded]
    carried = np.repeat(labels, [len(part.shared) for part in parts], axis=0)
    targets = np.vstack([*evidence, descriptions.targets])
    weights = np.where((np.vstack(evidence) == 0) & (carried == 1), AMBIGUOUS, 1.0)
    own = np.concatenate([part.own for part in parts])
    # A description is its own nearest description; so that this teaches nothing, it gets a middling nearness.
    middling = np.broadcast_to(np.median(own, axis=0), (len(descriptions.texts), *own.shape[1:]))
    return fit_linear(
        np.vstack([*(part.shared for part in parts), anchors.vectors]),
        targets,
        SENTENCE_STRENGTH,
        own=np.concatenate([own, middling]),
        weights=np.vstack([weights, descriptions.known]),
    )


def fit_linear(
    shared: Any, targets: Indicator, strength: float, *, own: Matrix | None = None, weights: Matrix | None = None
) -> Linear:
    """Fit one balanced logistic regression per column to the rows that have a weight there."""
    width, columns = shared.shape[1], targets.shape[1]
    depth = own.shape[2] if own is not None else 0
    coefficients, bias = np.zeros((width + depth, columns)), np.zeros(columns)
    for column in range(columns):
        rows = np.flatnonzero(weights[:, column]) if weights is not None else np.arange(len(targets))
        matrix = shared[rows] if own is None else np.hstack([shared[rows], own[rows, column, :]])
        weight = weights[rows, column] if weights is not None else None
        coefficients[:, column], bias[column] = _fit_column(matrix, targets[rows, column], strength, weight)
    rounded = coefficients.astype(np.float16).astype(np.float64)  # as they are kept, so that nothing changes on saving
    return Linear(rounded[:width], rounded[width:], bias)


def _fit_column(matrix: Any, target: Indicator, strength: float, weight: Matrix | None) -> tuple[Matrix, float]:
    from sklearn.linear_model import LogisticRegression

    if target.min() == target.max():
        return np.zeros(matrix.shape[1]), CERTAIN if target.max() else -CERTAIN
    estimator = LogisticRegression(C=strength, class_weight="balanced", max_iter=1000, random_state=SEED)
    estimator.fit(matrix, target, sample_weight=weight)
    return estimator.coef_[0], float(estimator.intercept_[0])


def _strongest(scores: Matrix, linear: Linear) -> Matrix:
    if not len(scores):
        return linear.bias
    return np.asarray(np.sort(scores, axis=0)[::-1][:TOP_SENTENCES].mean(axis=0))

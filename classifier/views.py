"""Three views of a report, each one logistic regression per label: the whole, its sentences, its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.encoder import Encoded
from classifier.features import Anchors, Features, Matrix, report_features, sentence_features

Indicator = NDArray[np.int8]

SEED = 20260522
REPORT_STRENGTH, SENTENCE_STRENGTH, WORDS_STRENGTH = 2.0, 0.5, 10.0  # inverses of the L2 penalties
AMBIGUOUS = 0.2  # weight of a sentence that is not the evidence, in a report that carries the label
MAX_WORDS = 2000
TOP_SENTENCES = 2


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
        whole = report_features(encoded, anchors)
        by_report = self.report.scores(whole.shared, whole.own)
        by_sentence = np.array([_strongest(self.sentence_scores(one, anchors), self.sentence) for one in encoded])
        by_words = self.words.scores(self.vectorizer.transform(texts))
        return np.stack([by_report, by_sentence, by_words], axis=2)

    def sentence_scores(self, encoded: Encoded, anchors: Anchors) -> Matrix:
        """Return (sentences, columns) log-odds that a sentence is what carries a label."""
        features = sentence_features(encoded, anchors)
        return self.sentence.scores(features.shared, features.own)


def fit_views(
    encoded: Sequence[Encoded], texts: Sequence[str], labels: Indicator, evidence: Sequence[Indicator], anchors: Anchors
) -> Views:
    """Fit the three views to tagged reports.

    `labels` is (reports, columns); `evidence`, per report, is (sentences, columns): which sentence carries which.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(min_df=2, max_features=MAX_WORDS, sublinear_tf=True, stop_words="english")
    words = vectorizer.fit_transform(texts)
    whole = report_features(encoded, anchors)
    return Views(
        _fit(whole.shared, labels, REPORT_STRENGTH, own=whole.own),
        _fit_sentences(encoded, labels, evidence, anchors),
        _fit(words, labels, WORDS_STRENGTH),
        vectorizer,
    )


def _fit_sentences(
    encoded: Sequence[Encoded], labels: Indicator, evidence: Sequence[Indicator], anchors: Anchors
) -> Linear:
    parts: list[Features] = [sentence_features(one, anchors) for one in encoded]
    targets = np.vstack(evidence)
    carried = np.repeat(labels, [len(part.shared) for part in parts], axis=0)
    weights = np.where((targets == 0) & (carried == 1), AMBIGUOUS, 1.0)
    shared, own = np.vstack([part.shared for part in parts]), np.concatenate([part.own for part in parts])
    return _fit(shared, targets, SENTENCE_STRENGTH, own=own, weights=weights)


def _fit(
    shared: Any, targets: Indicator, strength: float, *, own: Matrix | None = None, weights: Matrix | None = None
) -> Linear:
    from sklearn.linear_model import LogisticRegression

    width, columns = shared.shape[1], targets.shape[1]
    depth = own.shape[2] if own is not None else 0
    coefficients, bias = np.zeros((width + depth, columns)), np.zeros(columns)
    for column in range(columns):
        target = targets[:, column]
        if target.min() == target.max():
            bias[column] = -6.0 if target.max() == 0 else 6.0
            continue
        matrix = shared if own is None else np.hstack([shared, own[:, column, :]])
        estimator = LogisticRegression(C=strength, class_weight="balanced", max_iter=1000, random_state=SEED)
        estimator.fit(matrix, target, sample_weight=None if weights is None else weights[:, column])
        coefficients[:, column], bias[column] = estimator.coef_[0], estimator.intercept_[0]
    rounded = coefficients.astype(np.float16).astype(np.float64)  # as they are kept, so that nothing changes on saving
    return Linear(rounded[:width], rounded[width:], bias)


def _strongest(scores: Matrix, linear: Linear) -> Matrix:
    if not len(scores):
        return linear.bias
    return np.asarray(np.sort(scores, axis=0)[::-1][:TOP_SENTENCES].mean(axis=0))

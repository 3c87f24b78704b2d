"""Training: heads fitted to tagged reports, and thresholds chosen on reports that the heads had not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.encoder import Encoded
from classifier.features import Anchors, Features, Matrix, report_features
from classifier.labels import Column
from classifier.model import Heads

SEED = 20260522
FOLDS = 5
STRENGTH = 1.0  # inverse of the L2 penalty
PRECISION = 0.75  # what a suggested label should be right at, on reports the heads had not seen
LEAST_THRESHOLD = 0.15

Indicator = NDArray[np.int8]


@dataclass(frozen=True)
class Space:
    """What the labels are: the columns, the facets with exactly one label, and the encoded descriptions."""

    columns: tuple[Column, ...]
    exclusive: tuple[str, ...]
    anchors: Anchors


def fit_heads(encoded: Sequence[Encoded], labels: Indicator, space: Space) -> Heads:
    """Fit one logistic regression per column of the indicator matrix `labels` (reports, columns)."""
    features = report_features(encoded, space.anchors)
    estimators = tuple(_fit(features, labels[:, index], index) for index in range(len(space.columns)))
    base = (labels.sum(axis=0) + 0.5) / (len(labels) + 1.0)
    return Heads(space.columns, space.exclusive, estimators, base, space.anchors)


def out_of_fold(encoded: Sequence[Encoded], labels: Indicator, space: Space, seed: int = SEED) -> Matrix:
    """Return (reports, columns) probabilities, each from heads fitted without the report's fold."""
    from sklearn.model_selection import KFold

    scores = np.zeros(labels.shape, dtype=np.float64)
    for train, held_back in KFold(FOLDS, shuffle=True, random_state=seed).split(labels):
        heads = fit_heads([encoded[i] for i in train], labels[train], space)
        scores[held_back] = heads.probabilities([encoded[i] for i in held_back])
    return scores


def choose_thresholds(scores: Matrix, labels: Indicator, space: Space) -> dict[str, float]:
    """Return facet -> the least probability at which its suggestions reach PRECISION on held-back reports.

    One threshold per facet, not per label: with few positives a label's own would be noise.
    """
    columns = space.columns
    facets = dict.fromkeys(column.facet for column in columns if column.facet not in space.exclusive)
    return {
        facet: _threshold(scores[:, members].ravel(), labels[:, members].ravel())
        for facet in facets
        if (members := [index for index, column in enumerate(columns) if column.facet == facet])
    }


def _fit(features: Features, target: Indicator, column: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    if target.min() == target.max():
        return None
    estimator = LogisticRegression(C=STRENGTH, max_iter=1000, random_state=SEED)
    estimator.fit(features.of(column), target)
    estimator.coef_ = estimator.coef_.astype(np.float32)  # halves the model's file; scores move by less than 1e-6
    return estimator


def _threshold(scores: NDArray[np.float64], truths: Indicator) -> float:
    order = np.argsort(-scores, kind="stable")
    precision = np.cumsum(truths[order]) / np.arange(1, len(order) + 1)
    reached = np.flatnonzero(precision >= PRECISION)
    lowest = float(scores[order][reached[-1]]) if len(reached) else 0.5
    return float(np.clip(lowest, LEAST_THRESHOLD, 0.9))

"""The model: one logistic regression per label over the report's features, one-vs-rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.encoder import Encoded
from classifier.features import Anchors, Features, Matrix, report_features, sentence_features
from classifier.labels import Column


@dataclass(frozen=True)
class Manifest:
    """What a model was made from and how well it did; kept beside it and checked before it is used."""

    version: str
    created: str
    taxonomy_version: str
    encoder_sha256: str
    corpus_sha256: str
    reports: int
    seed: int
    columns: tuple[str, ...]
    thresholds: Mapping[str, float]
    libraries: Mapping[str, str]
    files: Mapping[str, str]


@dataclass(frozen=True)
class Heads:
    """The trained heads, in column order, and the label descriptions they compare with.

    `exclusive` names the facets with exactly one label. A head is None where every training report agreed about
    the label; its base rate then stands for it.
    """

    columns: tuple[Column, ...]
    exclusive: tuple[str, ...]
    estimators: tuple[Any, ...]
    base_rates: NDArray[np.float64]
    anchors: Anchors

    def probabilities(self, encoded: Sequence[Encoded]) -> Matrix:
        """Return (reports, columns) probabilities; those of an exclusive facet sum to one."""
        return self._normalised(self._raw(report_features(encoded, self.anchors)))

    def sentence_scores(self, encoded: Encoded) -> Matrix:
        """Return (sentences, columns): how strongly each sentence by itself speaks for each label."""
        return self._raw(sentence_features(encoded, self.anchors))

    def _raw(self, features: Features) -> Matrix:
        scores = np.tile(self.base_rates, (len(features.shared), 1))
        for index, estimator in enumerate(self.estimators):
            if estimator is not None:
                scores[:, index] = estimator.predict_proba(features.of(index))[:, 1]
        return scores

    def _normalised(self, scores: Matrix) -> Matrix:
        for facet in self.exclusive:
            members = [index for index, column in enumerate(self.columns) if column.facet == facet]
            scores[:, members] /= scores[:, members].sum(axis=1, keepdims=True)
        return scores


@dataclass(frozen=True)
class Model:
    """Heads with their manifest: everything a suggestion needs but the encoder."""

    manifest: Manifest
    heads: Heads

"""The model: three views of a report, and a calibrator per facet that weighs them into probabilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from classifier.encoder import Encoded
from classifier.features import Anchors, Matrix
from classifier.labels import Column, Descriptions
from classifier.relevance import Relevance
from classifier.views import Views


@dataclass(frozen=True)
class Manifest:
    """What a model was made from; kept beside it and checked before it is used.

    `corpus_sha256` is the digest of everything it learned from; `learned_from` has the digest of every single report,
    by which they are known again without being kept; a model of an earlier Faultline has none.
    """

    version: str
    created: str
    taxonomy_version: str
    encoder_sha256: str
    corpus_sha256: str
    reports: int
    seed: int
    columns: tuple[str, ...]
    thresholds: Mapping[str, float]
    sure: Mapping[str, float]
    libraries: Mapping[str, str]
    files: Mapping[str, str]
    learned_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Space:
    """What the labels are: the columns, the facets with exactly one label, and the encoded descriptions.

    `descriptions` are the same descriptions as text; only training needs them.
    """

    columns: tuple[Column, ...]
    exclusive: tuple[str, ...]
    anchors: Anchors
    descriptions: Descriptions | None = None

    @cached_property
    def facets(self) -> dict[str, list[int]]:
        """The column numbers of every facet."""
        members: dict[str, list[int]] = {}
        for index, column in enumerate(self.columns):
            members.setdefault(column.facet, []).append(index)
        return members

    def only(self, members: Sequence[int]) -> "Space":
        """Return the space of some of the columns, which must be whole facets."""
        columns = tuple(self.columns[index] for index in members)
        exclusive = tuple(name for name in self.exclusive if any(column.facet == name for column in columns))
        descriptions = self.descriptions and self.descriptions.only(self.anchors.rows(members), members)
        return Space(columns, exclusive, self.anchors.only(members), descriptions)


@dataclass(frozen=True)
class Calibration:
    """Platt scaling per facet (Platt 1999), over the views and the label's base rate.

    `weights` (columns, views + 1) multiply the views' log-odds and `prior` (columns,), the log-odds of the base rate.
    """

    weights: Matrix
    bias: Matrix
    prior: Matrix

    def probabilities(self, scores: Matrix, space: Space) -> Matrix:
        """Return (reports, columns) probabilities of views' scores (reports, columns, views)."""
        prior = np.broadcast_to(self.prior[None, :, None], (*scores.shape[:2], 1))
        odds = np.einsum("rcv,cv->rc", np.concatenate([scores, prior], axis=2), self.weights) + self.bias
        values: Matrix = np.exp(-np.logaddexp(0.0, -odds))  # the logistic function, without importing SciPy
        for facet in space.exclusive:
            members = space.facets[facet]
            values[:, members] /= values[:, members].sum(axis=1, keepdims=True)
        return values


@dataclass(frozen=True)
class Heads:
    """Everything that was learned."""

    space: Space
    views: Views
    calibration: Calibration

    def judge(self, one: Encoded, text: str) -> tuple[Matrix, Matrix]:
        """Return a report's (columns,) probabilities, and how strongly each sentence speaks: (sentences, columns).

        The probabilities of a facet with exactly one label sum to one.
        """
        scores, sentences = self.views.judge(one, text, self.space.anchors)
        return self.calibration.probabilities(scores[None], self.space)[0], sentences


@dataclass(frozen=True)
class Model:
    """Heads with their manifest: everything a suggestion needs but the encoder."""

    manifest: Manifest
    heads: Heads
    relevance: Relevance

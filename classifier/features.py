"""Features: vectors, and for each label how near a text comes to the label's own description."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.encoder import Encoded, Encoder, Vectors
from classifier.labels import Column, anchor_texts
from taxonomy import Taxonomy

OWN_SCALE = 4.0  # similarities differ by tenths where unit vectors differ by hundredths
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Anchors:
    """The encoded descriptions of all labels: `vectors[starts[i]:starts[i + 1]]` belong to column i."""

    vectors: Vectors
    starts: NDArray[np.intp]

    def similarities(self, vectors: Vectors) -> Matrix:
        """Return (vectors, columns): each vector's cosine to the nearest description of each label."""
        cosines = vectors @ self.vectors.T
        return np.maximum.reduceat(cosines, self.starts[:-1], axis=1).astype(np.float64)

    def rows(self, members: Sequence[int]) -> list[int]:
        """Return the numbers of the descriptions that belong to some columns."""
        return [row for index in members for row in range(self.starts[index], self.starts[index + 1])]

    def only(self, members: Sequence[int]) -> "Anchors":
        """Return the descriptions of some columns."""
        sizes = [self.starts[index + 1] - self.starts[index] for index in members]
        return Anchors(self.vectors[self.rows(members)], np.cumsum([0, *sizes]).astype(np.intp))


def encode_anchors(encoder: Encoder, taxonomy: Taxonomy, columns: Sequence[Column]) -> Anchors:
    """Encode the description of every label."""
    labels = [taxonomy.label(column.facet, column.label) for column in columns]
    texts = [anchor_texts(label) if label else () for label in labels]
    flat = encoder.encode([text for group in texts for text in group])
    starts = np.cumsum([0, *(len(group) for group in texts)])
    # Kept in half precision, which halves the model's file; rounded here, so that training sees what is kept.
    vectors = np.array([one.document for one in flat]).astype(np.float16).astype(np.float32)
    return Anchors(vectors, starts.astype(np.intp))


@dataclass(frozen=True)
class Features:
    """What a view sees: `shared` (rows, n) for every label, `own` (rows, columns, k) for each label its own."""

    shared: Matrix
    own: Matrix


def report_features(encoded: Sequence[Encoded], anchors: Anchors) -> Features:
    """Return the features of whole reports: the document vector, and its similarities to the descriptions."""
    both = [features_of(one, anchors)[0] for one in encoded]
    return Features(np.concatenate([one.shared for one in both]), np.concatenate([one.own for one in both]))


def features_of(one: Encoded, anchors: Anchors) -> tuple[Features, Features]:
    """Return the features of one report, as a single row, and those of each of its sentences.

    A report's own are the nearness of the whole, of its nearest sentence and of its two nearest; a sentence's own is
    its nearness.
    """
    near = OWN_SCALE * anchors.similarities(np.concatenate([one.document[None, :], one.sentences]))
    whole, sentences = near[0], near[1:]
    ranked = np.sort(sentences if len(sentences) else near, axis=0)[::-1]
    own = np.stack([whole, ranked[0], ranked[:2].mean(axis=0)], axis=1)
    report = Features(one.document.astype(np.float64)[None, :], own[None])
    return report, Features(one.sentences.astype(np.float64), sentences[:, :, None])

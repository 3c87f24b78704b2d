"""Reports that may tell the same event: near in meaning, or near in meaning and alike in title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.encoder import Encoder
from corpus.report import Report

SAME_TEXT = 0.85  # cosine from which two reports are taken for one event, whatever their titles
LIKE_TEXT, LIKE_TITLE = 0.65, 0.80  # cosine and title similarity from which they are


@dataclass(frozen=True)
class Pair:
    """Two reports that may tell one event: cosine of their texts and similarity of their titles, both up to 1."""

    first: str
    second: str
    text: float
    title: float


def near_duplicates(reports: Sequence[Report], encoder: Encoder) -> list[Pair]:
    """Return the pairs of reports that may tell the same event, the nearest first."""
    vectors = np.array([one.document for one in encoder.encode([report.text for report in reports])])
    return sorted(_pairs(reports, vectors @ vectors.T), key=lambda pair: -pair.text)


def _pairs(reports: Sequence[Report], cosines: np.ndarray) -> Iterator[Pair]:
    from rapidfuzz.fuzz import token_set_ratio

    for i, j in np.argwhere(np.triu(cosines, k=1) >= LIKE_TEXT):
        title = token_set_ratio(reports[i].title, reports[j].title) / 100
        if cosines[i, j] >= SAME_TEXT or title >= LIKE_TITLE:
            yield Pair(reports[i].id, reports[j].id, round(float(cosines[i, j]), 3), round(title, 3))

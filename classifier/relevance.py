"""Whether a text is an incident report at all, judged by its vector against texts of other kinds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from classifier.encoder import Encoder, Vectors
from classifier.errors import ModelError
from classifier.features import Matrix
from classifier.views import SEED
from corpus.sentences import split_sentences
from taxonomy.files import read_records

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

OTHER_TEXTS = Path(__file__).parent / "other_texts.yaml"
DECLINED = 0.02  # at most this share of incident reports and their beginnings may be declined
BEGINNINGS = (2, 4)  # sentences
STRENGTH = 10.0  # inverse of the L2 penalty
FOLDS = 10
REASON = "the text does not read like a report of an incident with an agent. Tell what happened, and what was affected."


class _Others(BaseModel):
    model_config = ConfigDict(extra="forbid")
    texts: tuple[str, ...] = Field(min_length=FOLDS)


@dataclass(frozen=True)
class Relevance:
    """A linear scorer of document vectors: `weights` (dimension,); below `least` log-odds a text is declined."""

    weights: Matrix
    bias: float
    least: float

    def score(self, document: Vectors) -> float:
        """Return the log-odds that a text with this vector (dimension,) is an incident report."""
        return float(document.astype(np.float64) @ self.weights + self.bias)

    def reason(self, document: Vectors) -> str | None:
        """Return why a text with this vector is declined, or None."""
        return REASON if self.score(document) < self.least else None


@dataclass(frozen=True)
class Declined:
    """What is declined by a scorer that has not seen it: shares of reports, of their beginnings, of other texts."""

    reports: float
    beginnings: float
    others: float
    other_texts: int


def encode_beginnings(encoder: Encoder, texts: Sequence[str]) -> list[Matrix]:
    """Return per text the vectors (1 + beginnings, dimension) of the whole and of its first sentences by themselves.

    People also paste two sentences; a scorer that has seen whole stories only would decline them.
    """
    groups = [_beginnings(text) for text in texts]
    encoded = encoder.encode([text for group in groups for text in group])
    vectors = np.array([one.document for one in encoded], dtype=np.float64)
    return list(np.split(vectors, np.cumsum([len(group) for group in groups])[:-1]))


def encode_others(encoder: Encoder, path: Path = OTHER_TEXTS) -> list[Matrix]:
    """Return the same of the shipped texts that are no incident reports."""
    problems: list[str] = []
    others = read_records(path, _Others, problems)
    if others is None:
        raise ModelError("\n".join(problems))
    return encode_beginnings(encoder, others.texts)


def fit_relevance(reports: Sequence[Matrix], others: Sequence[Matrix]) -> Relevance:
    """Fit the scorer to reports and other texts, each as the vectors of `encode_beginnings`.

    `least` is the conformal quantile (Vovk 2005; here cross-conformal) of the held-back scores of reports and their
    beginnings: of texts like these, no more than the share `DECLINED` scores below it.
    """
    pool = _pool(reports, others)
    estimator = _estimator().fit(pool.vectors, pool.kinds, sample_weight=pool.weights)
    known = np.sort(_held_back_scores(pool)[pool.kinds == 1])
    rank = int(DECLINED * (len(known) + 1))
    least = float(known[rank - 1]) if rank else -np.inf
    return Relevance(estimator.coef_[0], float(estimator.intercept_[0]), least)


def declined_shares(reports: Sequence[Matrix], others: Sequence[Matrix]) -> Declined:
    """Return how much is declined when neither scorer nor limit has seen it."""
    pool = _pool(reports, others)
    texts = [*reports, *others]
    declined = np.zeros(len(pool.vectors), dtype=bool)
    for train, rest in _folds(pool):
        seen = [texts[number] for number in np.unique(pool.texts[train])]
        split = sum(number < len(reports) for number in np.unique(pool.texts[train]))
        fitted = fit_relevance(seen[:split], seen[split:])
        declined[rest] = pool.vectors[rest] @ fitted.weights + fitted.bias < fitted.least
    known, whole = pool.kinds == 1, pool.whole
    shares = (declined[rows].mean() for rows in (known & whole, known & ~whole, ~known & whole))
    whole_reports, parts, other = (float(share) for share in shares)
    return Declined(whole_reports, parts, other, len(others))


@dataclass(frozen=True)
class _Pool:
    """Vectors of texts and beginnings, with the text's number, kind (1 report) and weight; `whole` says which."""

    vectors: Matrix
    texts: NDArray[np.intp]
    kinds: NDArray[np.intp]
    whole: NDArray[np.bool_]
    weights: Matrix


def _pool(reports: Sequence[Matrix], others: Sequence[Matrix]) -> _Pool:
    groups = [*reports, *others]
    sizes = np.array([len(group) for group in groups])
    texts = np.repeat(np.arange(len(groups)), sizes)
    starts = np.cumsum(sizes) - sizes
    whole = np.isin(np.arange(sizes.sum()), starts)
    # A text counts once, however many beginnings it has; the scale keeps the penalty what it is for whole texts.
    weights = len(texts) / len(groups) / sizes[texts]
    return _Pool(np.vstack(groups), texts, (texts < len(reports)).astype(np.intp), whole, weights)


def _folds(pool: _Pool) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    from sklearn.model_selection import StratifiedGroupKFold

    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    yield from folds.split(pool.vectors, pool.kinds, pool.texts)


def _held_back_scores(pool: _Pool) -> Matrix:
    """Return each vector's log-odds from a scorer that has not seen its text."""
    scores = np.zeros(len(pool.vectors))
    for train, rest in _folds(pool):
        fitted = _estimator().fit(pool.vectors[train], pool.kinds[train], sample_weight=pool.weights[train])
        scores[rest] = fitted.decision_function(pool.vectors[rest])
    return scores


def _estimator() -> "LogisticRegression":
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000)


def _beginnings(text: str) -> list[str]:
    spans = split_sentences(text)
    shorter = (" ".join(span.text for span in spans[:count]) for count in BEGINNINGS if count < len(spans))
    return [text, *shorter]

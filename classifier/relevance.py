"""Whether a text is an incident report at all, judged by its vector against texts of other kinds."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from classifier.encoder import Encoder, Vectors
from classifier.errors import ModelError
from classifier.features import Matrix
from classifier.views import SEED
from taxonomy.files import read_records

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

OTHER_TEXTS = Path(__file__).parent / "other_texts.yaml"
DECLINED = 0.01  # at most this share of true incident reports may be declined
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
    """What share of incident reports and of other texts is declined, each by a scorer that has not seen it."""

    reports: float
    others: float
    other_texts: int


def encode_others(encoder: Encoder, path: Path = OTHER_TEXTS) -> Matrix:
    """Return the vectors (texts, dimension) of the shipped texts that are no incident reports."""
    problems: list[str] = []
    others = read_records(path, _Others, problems)
    if others is None:
        raise ModelError("\n".join(problems))
    return np.array([one.document for one in encoder.encode(others.texts)], dtype=np.float64)


def fit_relevance(reports: Matrix, others: Matrix) -> Relevance:
    """Fit the scorer to vectors (texts, dimension) of both kinds.

    `least` is the conformal quantile (Vovk 2005; here cross-conformal) of the reports' held-back scores: of reports
    like these, no more than the share `DECLINED` scores below it.
    """
    vectors, kinds = np.vstack([reports, others]), np.repeat([1, 0], [len(reports), len(others)])
    estimator = _estimator().fit(vectors, kinds)
    held_back = np.sort(_held_back_scores(reports, others)[: len(reports)])
    rank = int(DECLINED * (len(reports) + 1))
    least = float(held_back[rank - 1]) if rank else -np.inf
    return Relevance(estimator.coef_[0], float(estimator.intercept_[0]), least)


def declined_shares(reports: Matrix, others: Matrix) -> Declined:
    """Return how many texts of both kinds (texts, dimension) are declined when neither scorer nor limit saw them."""
    from sklearn.model_selection import StratifiedKFold

    vectors, kinds = np.vstack([reports, others]), np.repeat([1, 0], [len(reports), len(others)])
    declined = np.zeros(len(vectors), dtype=bool)
    for train, rest in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED + 1).split(vectors, kinds):
        fitted = fit_relevance(vectors[train][kinds[train] == 1], vectors[train][kinds[train] == 0])
        declined[rest] = vectors[rest] @ fitted.weights + fitted.bias < fitted.least
    return Declined(float(declined[kinds == 1].mean()), float(declined[kinds == 0].mean()), len(others))


def _held_back_scores(reports: Matrix, others: Matrix) -> Matrix:
    """Return each text's log-odds, reports first, from scorers that have not seen its fold."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    vectors, kinds = np.vstack([reports, others]), np.repeat([1, 0], [len(reports), len(others)])
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    return np.asarray(cross_val_predict(_estimator(), vectors, kinds, cv=folds, method="decision_function"))


def _estimator() -> "LogisticRegression":
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000)

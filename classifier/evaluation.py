"""Evaluation that cannot flatter: whatever is fitted or chosen has not seen the fold it is judged on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.decode import decode
from classifier.features import Matrix
from classifier.keywords import keyword_scores
from classifier.labels import Column, indicator
from classifier.model import Space
from classifier.training import Examples, choose_thresholds, fit_heads
from classifier.views import SEED, Indicator
from taxonomy import Taxonomy

OUTER_FOLDS = 5
CORE = ("sdb_parts", "patterns")
BINS = 10


@dataclass(frozen=True)
class Score:
    """How one label is suggested: precision, recall and F1 of the suggestions, average precision of the ranking."""

    key: str
    support: int
    precision: float
    recall: float
    f1: float
    average_precision: float


@dataclass(frozen=True)
class Evaluation:
    """Scores per label of a way to suggest, with the means over the ten core labels (four parts, six patterns)."""

    name: str
    scores: tuple[Score, ...]
    macro_f1: float
    micro_f1: float
    calibration_error: float | None


def cross_validate(examples: Examples, space: Space, taxonomy: Taxonomy, seed: int = SEED) -> list[Evaluation]:
    """Evaluate the model and the keyword baseline on the same held-back folds.

    Calibration and thresholds are chosen within each training part, by folds of its own (nested cross-validation).
    """
    from sklearn.model_selection import KFold

    shape = examples.labels.shape
    probabilities, suggested = np.zeros(shape), np.zeros(shape, dtype=np.int8)
    words, by_words = keyword_scores(examples.texts, space.columns, taxonomy), np.zeros(shape, dtype=np.int8)
    for train, rest in KFold(OUTER_FOLDS, shuffle=True, random_state=seed).split(examples.labels):
        seen, unseen = examples.take(train), examples.take(rest)
        heads, held_back = fit_heads(seen, space)
        thresholds = choose_thresholds(held_back, seen.labels, space)
        probabilities[rest] = heads.probabilities(unseen.encoded, unseen.texts)
        suggested[rest] = _decoded(probabilities[rest], thresholds, space.columns, taxonomy)
        least = choose_thresholds(words[train], seen.labels, space)
        by_words[rest] = words[rest] >= np.array([least.get(column.facet, 0.5) for column in space.columns])
    return [
        _evaluation("keywords", words, by_words, examples.labels, space.columns),
        _evaluation("model", probabilities, suggested, examples.labels, space.columns, calibrated=True),
    ]


def _decoded(rows: Matrix, thresholds: Mapping[str, float], columns: Sequence[Column], taxonomy: Taxonomy) -> Indicator:
    tag_sets = []
    for row in rows:
        by_facet: dict[str, dict[str, float]] = {}
        for column, value in zip(columns, row, strict=True):
            by_facet.setdefault(column.facet, {})[column.label] = float(value)
        tag_sets.append(decode(by_facet, thresholds, taxonomy))
    return indicator(tag_sets, columns)


def _evaluation(
    name: str,
    ranking: Matrix,
    suggested: Indicator,
    truths: Indicator,
    columns: Sequence[Column],
    *,
    calibrated: bool = False,
) -> Evaluation:
    from sklearn.metrics import f1_score

    scores = tuple(_score(c.key, ranking[:, i], suggested[:, i], truths[:, i]) for i, c in enumerate(columns))
    core = [index for index, column in enumerate(columns) if column.facet in CORE]
    macro = f1_score(truths[:, core], suggested[:, core], average="macro", zero_division=0.0)
    micro = f1_score(truths[:, core], suggested[:, core], average="micro", zero_division=0.0)
    error = calibration_error(ranking[:, core], truths[:, core]) if calibrated else None
    return Evaluation(name, scores, float(macro), float(micro), error)


def calibration_error(probabilities: Matrix, truths: Indicator) -> float:
    """Return the expected calibration error over equal-width bins (Naeini et al. 2015)."""
    flat, hits = probabilities.ravel(), truths.ravel()
    bins = np.minimum((flat * BINS).astype(int), BINS - 1)
    gaps = [abs(flat[bins == b].mean() - hits[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return float(np.sum(gaps))


def _score(key: str, ranking: Matrix, suggested: Indicator, truths: Indicator) -> Score:
    from sklearn.metrics import average_precision_score, precision_recall_fscore_support

    if not truths.any():
        return Score(key, 0, 0.0, 0.0, 0.0, 0.0)
    precision, recall, f1, _ = precision_recall_fscore_support(truths, suggested, average="binary", zero_division=0.0)
    average = float(average_precision_score(truths, ranking))
    return Score(key, int(truths.sum()), float(precision), float(recall), float(f1), average)

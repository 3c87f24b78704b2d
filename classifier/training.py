"""Training: views fitted to tagged reports; calibration and thresholds from reports that the views had not seen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.encoder import Encoded, Encoder
from classifier.features import Matrix
from classifier.labels import Column, indicator
from classifier.model import Calibration, Heads, Space
from classifier.views import SEED, Indicator, Views, fit_views
from corpus.report import Report, labels_by_facet
from taxonomy import pattern_of

FOLDS = 5
THRESHOLDS = np.linspace(0.1, 0.7, 61)  # what may be chosen


@dataclass(frozen=True)
class Examples:
    """Tagged reports as arrays: labels are (reports, columns), evidence is (sentences, columns) per report."""

    texts: tuple[str, ...]
    encoded: tuple[Encoded, ...]
    labels: Indicator
    evidence: tuple[Indicator, ...]

    def take(self, rows: Sequence[int] | NDArray[np.intp]) -> "Examples":
        """Return some of the reports."""
        texts, encoded = tuple(self.texts[i] for i in rows), tuple(self.encoded[i] for i in rows)
        return Examples(texts, encoded, self.labels[np.asarray(rows)], tuple(self.evidence[i] for i in rows))

    def only(self, members: Sequence[int]) -> "Examples":
        """Return the same reports with some of the columns."""
        evidence = tuple(one[:, members] for one in self.evidence)
        return Examples(self.texts, self.encoded, self.labels[:, members], evidence)


Scorer = Callable[[Examples], Matrix]  # (reports, columns, views): whatever grows with the log-odds
Fit = Callable[[Examples, Space], Scorer]


def make_examples(reports: Sequence[Report], encoder: Encoder, columns: Sequence[Column]) -> Examples:
    """Encode tagged reports and turn their tags into matrices."""
    texts = tuple(report.text for report in reports)
    encoded = tuple(encoder.encode(texts))
    tag_sets = [{**labels_by_facet(report.tags), "patterns": report.patterns} for report in reports]
    evidence = tuple(_evidence(report, one, columns) for report, one in zip(reports, encoded, strict=True))
    return Examples(texts, encoded, indicator(tag_sets, columns), evidence)


def fit_heads(examples: Examples, space: Space) -> tuple[Heads, Matrix]:
    """Fit views and calibration; return them with the held-back probabilities (reports, columns)."""
    held_back = out_of_fold(examples, space, fit_scorer)
    calibration = calibrate(held_back, examples.labels, space)
    heads = Heads(space, fit_examples(examples, space), calibration)
    return heads, calibration.probabilities(held_back, space)


def fit_examples(examples: Examples, space: Space) -> Views:
    """Fit the three views to tagged reports; `space` must be one that can train."""
    assert space.descriptions is not None, "a space that was loaded from disk cannot train"
    parts = (examples.encoded, examples.texts, examples.labels, examples.evidence)
    return fit_views(*parts, space.anchors, space.descriptions)


def fit_scorer(examples: Examples, space: Space) -> Scorer:
    """Fit the three views and return what scores other reports by them."""
    views = fit_examples(examples, space)
    return lambda one: views.scores(one.encoded, one.texts, space.anchors)


def out_of_fold(examples: Examples, space: Space, fit: Fit, seed: int = SEED) -> Matrix:
    """Return (reports, columns, views) scores, each by a scorer that was fitted without the report's fold."""
    from sklearn.model_selection import KFold

    folds = KFold(FOLDS, shuffle=True, random_state=seed).split(examples.labels)
    parts = [(rest, fit(examples.take(train), space)(examples.take(rest))) for train, rest in folds]
    order = np.argsort(np.concatenate([rest for rest, _ in parts]))
    return np.concatenate([scores for _, scores in parts])[order]


def choose_thresholds(probabilities: Matrix, labels: Indicator, space: Space) -> dict[str, float]:
    """Return facet -> the probability from which its labels are suggested: best macro-F1 on held-back reports.

    One threshold per facet, not per label: with few positives a label's own would be noise.
    """
    return {
        facet: _threshold(probabilities[:, members], labels[:, members])
        for facet, members in space.facets.items()
        if facet not in space.exclusive
    }


def calibrate(scores: Matrix, labels: Indicator, space: Space) -> Calibration:
    """Fit Platt scaling per facet to held-back scores (reports, columns, views) and labels (reports, columns)."""
    from scipy.special import logit
    from sklearn.linear_model import LogisticRegression

    prior = np.asarray(logit((labels.sum(axis=0) + 0.5) / (len(labels) + 1.0)))
    weights, bias = np.zeros((len(space.columns), scores.shape[2] + 1)), np.zeros(len(space.columns))
    for members in space.facets.values():
        priors = np.broadcast_to(prior[None, members, None], (len(labels), len(members), 1))
        inputs = np.concatenate([scores[:, members], priors], axis=2).reshape(-1, scores.shape[2] + 1)
        estimator = LogisticRegression(C=100.0, max_iter=5000).fit(inputs, labels[:, members].ravel())
        weights[members], bias[members] = estimator.coef_[0], estimator.intercept_[0]
    return Calibration(weights, bias, prior)


def _threshold(probabilities: Matrix, truths: Indicator) -> float:
    from sklearn.metrics import f1_score

    scores = [f1_score(truths, probabilities >= at, average="macro", zero_division=0.0) for at in THRESHOLDS]
    return float(round(THRESHOLDS[int(np.argmax(scores))], 2))


def _evidence(report: Report, encoded: Encoded, columns: Sequence[Column]) -> Indicator:
    rows = {" ".join(span.text.split()): row for row, span in enumerate(encoded.spans)}
    matrix = np.zeros((len(encoded.spans), len(columns)), dtype=np.int8)
    for index, column in enumerate(columns):
        for sentence in _sentences_for(report, column):
            row = rows.get(" ".join(sentence.split()))
            if row is not None:
                matrix[row, index] = 1
    return matrix


def _sentences_for(report: Report, column: Column) -> Iterator[str]:
    facet = "weaknesses" if column.facet == "patterns" else column.facet
    for label, sentence in report.tags.get(facet, {}).items():
        wanted = pattern_of(label) if column.facet == "patterns" else label
        if wanted == column.label and sentence is not None:
            yield sentence

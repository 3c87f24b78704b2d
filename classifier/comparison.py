"""Two sets of training data compared on the same held-back reports: is what a new model learned from better."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier import measures
from classifier.evaluation import CORE, OUTER_FOLDS, deciding, decoded
from classifier.features import Matrix
from classifier.model import Manifest, Space
from classifier.training import Examples, calibrate, choose_thresholds, fit_scorer
from classifier.training_data import digests_of, report_sha256
from classifier.views import SEED, Indicator
from corpus.report import Report
from corpus.shipped import load_corpus
from taxonomy import Taxonomy

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Difference:
    """F1 over the ten core labels by what the model in service learned from and by all reports, and how they differ.

    `low` and `high` bound the difference by a paired bootstrap over reports (95 %).
    """

    average: str
    current: float
    new: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """What was compared: numbers of reports, and macro- and micro-F1; none of the latter if both learned the same.

    `gone` are reports the model in service learned from that have changed or gone since, so that they cannot be given
    to it again; `assumed` says that its manifest does not list its reports and the shipped corpus was taken.
    """

    held_back: int
    current: int
    gone: int
    assumed: bool
    differences: tuple[Difference, ...]


def compare_training(
    reports: Sequence[Report], examples: Examples, space: Space, current: Manifest, taxonomy: Taxonomy
) -> Comparison:
    """Compare what the model in service learned from with all `reports`, each held back once from both.

    `examples` are the same reports in the same order.
    """
    assumed = not current.learned_from
    known = set(digests_of(load_corpus()) if assumed else current.learned_from)
    seen = np.array([report_sha256(report) in known for report in reports])
    gone = len(known) - int(seen.sum())
    if seen.all() or seen.sum() < OUTER_FOLDS:
        return Comparison(len(reports), int(seen.sum()), gone, assumed, ())
    examples, labels = deciding(examples, space)
    suggested = [_held_back(examples, labels, taxonomy, members) for members in (seen, np.ones_like(seen))]
    core = [index for index, column in enumerate(labels.columns) if column.facet in CORE]
    truths, before, after = (matrix[:, core] for matrix in (examples.labels, *suggested))
    differences = tuple(
        Difference(average, *measures.f1_pair(before, after, truths, average)) for average in ("macro", "micro")
    )
    return Comparison(len(reports), int(seen.sum()), gone, assumed, differences)


def lines(comparison: Comparison) -> list[str]:
    """Return the comparison as Markdown, what was compared first."""
    new, what = comparison.held_back, "the shipped corpus as it is today" if comparison.assumed else "its reports"
    found = [
        f"Compared on the same folds: the training data of the model in service ({comparison.current} reports) and "
        f"of the new one ({new}). Each of the {new} reports was held back from both, and both were fitted anew.",
    ]
    if comparison.assumed:
        found.append(f"The model in service does not list its reports; {what} stands for them.")
    if comparison.gone:
        found.append(f"{comparison.gone} reports of the model in service have changed or gone since and are missing.")
    if not comparison.differences:
        found.append("There is nothing to compare: " + _why(comparison))
        return found
    found += ["", "| ten core labels | now | new | change | 95 % interval |", "|---|---:|---:|---:|---:|"]
    for one in comparison.differences:
        cells = f"{one.current:.3f} | {one.new:.3f} | {one.new - one.current:+.3f} | {one.low:+.3f} to {one.high:+.3f}"
        found.append(f"| {one.average}-F1 | {cells} |")
    return found


def _why(comparison: Comparison) -> str:
    if comparison.current == comparison.held_back:
        return "the new model learned from no report that the one in service had not."
    return f"fewer than {OUTER_FOLDS} reports of the model in service are still there."


def _held_back(examples: Examples, space: Space, taxonomy: Taxonomy, members: NDArray[np.bool_]) -> Indicator:
    """Return suggestions (reports, columns) for reports held back from the views, by training on `members` alone.

    Calibration and thresholds come from the held-back scores of the other folds.
    """
    from sklearn.model_selection import KFold

    folds = [rest for _, rest in KFold(OUTER_FOLDS, shuffle=True, random_state=SEED).split(examples.labels)]
    scores: Matrix = np.concatenate([_scores(examples, space, members, rest) for rest in folds])
    scores = scores[np.argsort(np.concatenate(folds))]
    suggested: Indicator = np.zeros(examples.labels.shape, dtype=np.int8)
    for rest in folds:
        others = _without(members, rest)
        calibration = calibrate(scores[others], examples.labels[others], space)
        likely = calibration.probabilities(scores[others], space)
        thresholds = choose_thresholds(likely, examples.labels[others], space)
        rows = calibration.probabilities(scores[rest], space)
        suggested[rest] = decoded(rows, thresholds, space.columns, taxonomy)
    return suggested


def _scores(examples: Examples, space: Space, members: NDArray[np.bool_], rest: Rows) -> Matrix:
    return fit_scorer(examples.take(_without(members, rest)), space)(examples.take(rest))


def _without(members: NDArray[np.bool_], rest: Rows) -> Rows:
    return np.setdiff1d(np.flatnonzero(members), rest)

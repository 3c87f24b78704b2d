"""Evaluation that cannot flatter: whatever is fitted or chosen has not seen the fold it is judged on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier import measures
from classifier.decode import decode
from classifier.features import Matrix
from classifier.labels import Column, indicator
from classifier.measures import Bin, Point, Score
from classifier.model import Space
from classifier.relevance import Declined
from classifier.training import Examples, calibrate, choose_thresholds, fit_examples, out_of_fold
from classifier.views import SEED, Indicator
from classifier.ways import Way
from taxonomy import Taxonomy

OUTER_FOLDS = 5
OUTSIDE, OUTSIDE_RECALL = "locus:outside", 0.80  # the project's target for it
CORE = ("sdb_parts", "patterns")
DECIDING = (*CORE, "locus", "weaknesses")  # the facets that the decoder's rules tie to the core labels
Rows = NDArray[np.intp]
Part = tuple[Rows, Rows]  # what to learn from, and what to judge


@dataclass(frozen=True)
class Evaluation:
    """How well a way suggests.

    Macro- and micro-F1 are means over seeds and over the ten core labels (four parts, six patterns); `macro_by_seed`
    shows what the folds alone change. The rest is of the first seed. `outside_precision` is that of the
    likeliest reports for `outside` when the share OUTSIDE_RECALL of it is found.
    """

    name: str
    macro_f1: float
    macro_by_seed: tuple[float, ...]
    macro_interval: tuple[float, float]
    micro_f1: float
    calibration_error: float
    precision_at_recall: float
    recall_at_precision: float
    weaknesses_found: int
    weaknesses: int
    scores: tuple[Score, ...]
    reliability: tuple[Bin, ...]
    risk_coverage: tuple[Point, ...]
    outside_precision: float = 0.0


@dataclass(frozen=True)
class Agreement:
    """How often the sentence named for a true tag is the corpus's own: the first, among three, and by chance."""

    tags: int
    first: float
    among_three: float
    chance: float


@dataclass(frozen=True)
class Learned:
    """F1 over the core labels when only a share of each training part, `reports` on average, is learned from."""

    share: float
    reports: int
    macro_f1: float
    micro_f1: float


@dataclass(frozen=True)
class Unseen:
    """F1 over the core labels of `reports` incidents of one kind, when no such incident is learned from.

    `known_macro_f1` and `known_micro_f1` are those of the same incidents in ordinary folds. A label that no such
    incident carries does not count.
    """

    field: str
    kind: str
    reports: int
    learned_from: int
    macro_f1: float
    micro_f1: float
    known_macro_f1: float
    known_micro_f1: float


@dataclass(frozen=True)
class FastFigures:
    """What the evaluation found out about the fast mode; `ablations` are compared on fewer facets."""

    model: Evaluation
    ablations: tuple[Evaluation, ...]
    agreement: Agreement
    declined: Declined


@dataclass(frozen=True)
class EvaluationReport:
    """Everything that one run of the evaluation found out; `ablations` are compared on fewer facets.

    `contrastive` is the way with a tuned encoder, compared like the ablations; empty where it was not run.
    """

    reports: int
    seeds: int
    model: Evaluation
    baselines: tuple[Evaluation, ...]
    ablations: tuple[Evaluation, ...]
    agreement: Agreement
    declined: Declined
    fast: FastFigures | None = None
    curve: tuple[Learned, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    contrastive: tuple[Evaluation, ...] = ()


def evaluate_way(way: Way, examples: Examples, space: Space, taxonomy: Taxonomy, seeds: Sequence[int]) -> Evaluation:
    """Evaluate one way by nested cross-validation, once per seed.

    An incident is an event of its own (the corpus check holds that), so folds of incidents are folds of events.
    """
    rounds = [held_back(way, examples, space, taxonomy, folds(examples, seed)) for seed in seeds]
    core = [index for index, column in enumerate(space.columns) if column.facet in CORE]
    macros = tuple(f1_of(examples.labels[:, core], said[:, core], "macro") for _, said in rounds)
    micros = [f1_of(examples.labels[:, core], said[:, core], "micro") for _, said in rounds]
    probabilities, suggested = rounds[0]
    truths, ranking, said = examples.labels[:, core], probabilities[:, core], suggested[:, core]
    found, weaknesses = measures.weakness_among_first(probabilities, examples.labels, space.columns)
    return Evaluation(
        name=way.name,
        macro_f1=float(np.mean(macros)),
        macro_by_seed=macros,
        macro_interval=measures.macro_interval(said, truths),
        micro_f1=float(np.mean(micros)),
        calibration_error=measures.calibration_error(ranking, truths),
        precision_at_recall=measures.precision_at_recall(ranking, truths),
        recall_at_precision=measures.recall_at_precision(ranking, truths),
        weaknesses_found=found,
        weaknesses=weaknesses,
        scores=measures.label_scores(space.columns, probabilities, suggested, examples.labels),
        reliability=measures.reliability(ranking, truths),
        risk_coverage=measures.risk_coverage(ranking, said, truths),
        outside_precision=_outside_precision(probabilities, examples.labels, space),
    )


def held_back(
    way: Way, examples: Examples, space: Space, taxonomy: Taxonomy, parts: Iterable[Part]
) -> tuple[Matrix, Indicator]:
    """Return the probabilities and suggestions (reports, columns) that a way gives to reports it has not seen.

    `parts` are pairs of what to learn from and what to judge. Calibration and thresholds are chosen within each
    training part, by folds of its own.
    """
    probabilities, suggested = np.zeros(examples.labels.shape), np.zeros(examples.labels.shape, dtype=np.int8)
    for train, rest in parts:
        seen, unseen = examples.take(train), examples.take(rest)
        fit = way.prepare(seen, space) if way.prepare else way.fit
        scores = out_of_fold(seen, space, fit)
        calibration = calibrate(scores, seen.labels, space)
        thresholds = choose_thresholds(calibration.probabilities(scores, space), seen.labels, space)
        probabilities[rest] = calibration.probabilities(fit(seen, space)(unseen), space)
        suggested[rest] = decoded(probabilities[rest], thresholds, space.columns, taxonomy)
    return probabilities, suggested


def folds(examples: Examples, seed: int) -> list[Part]:
    """Return the outer folds: what to learn from, and what to judge."""
    from sklearn.model_selection import KFold

    return list(KFold(OUTER_FOLDS, shuffle=True, random_state=seed).split(examples.labels))


def evidence_agreement(examples: Examples, space: Space, seed: int = SEED) -> Agreement:
    """Return how often the model's sentence for a true tag is the one the corpus names, on held-back reports."""
    ranks: list[int] = []
    chances: list[float] = []
    for train, rest in folds(examples, seed):
        views = fit_examples(examples.take(train), space)
        for row in rest:
            _, scores = views.judge(examples.encoded[row], examples.texts[row], space.anchors)
            for sentence, column in zip(*np.nonzero(examples.evidence[row]), strict=True):
                ranks.append(int((scores[:, column] > scores[sentence, column]).sum()))
                chances.append(1 / len(scores))
    first, among_three = (float(np.mean(np.array(ranks) < n)) for n in (1, 3))
    return Agreement(len(ranks), first, among_three, float(np.mean(chances)))


def deciding(examples: Examples, space: Space) -> tuple[Examples, Space]:
    """Return the columns that decide about the core labels, to compare many ways in a bearable time."""
    members = [index for index, column in enumerate(space.columns) if column.facet in DECIDING]
    return examples.only(members), space.only(members)


def _outside_precision(probabilities: Matrix, truths: Indicator, space: Space) -> float:
    own = [index for index, column in enumerate(space.columns) if column.key == OUTSIDE]
    return measures.precision_at_recall(probabilities[:, own], truths[:, own], OUTSIDE_RECALL)


def f1_of(truths: Indicator, suggested: Indicator, average: str) -> float:
    """Return F1 over all given columns, "macro" or "micro"."""
    from sklearn.metrics import f1_score

    return float(f1_score(truths, suggested, average=average, zero_division=0.0))


def decoded(rows: Matrix, thresholds: Mapping[str, float], columns: Sequence[Column], taxonomy: Taxonomy) -> Indicator:
    """Return what is suggested (reports, columns) by probabilities (reports, columns) and the codebook's rules."""
    tag_sets = []
    for row in rows:
        by_facet: dict[str, dict[str, float]] = {}
        for column, value in zip(columns, row, strict=True):
            by_facet.setdefault(column.facet, {})[column.label] = float(value)
        tag_sets.append(decode(by_facet, thresholds, taxonomy))
    return indicator(tag_sets, columns)

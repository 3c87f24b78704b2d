"""What limits the classifier: how much it gains from more incidents, and how it does on a kind it has never seen."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from classifier.evaluation import CORE, Learned, Part, Rows, Unseen, f1_of, folds, held_back
from classifier.model import Space
from classifier.training import Examples
from classifier.views import SEED, Indicator
from classifier.ways import Way
from corpus.report import Report
from taxonomy import Taxonomy

SHARES = (0.25, 0.5, 0.75, 1.0)
FIELDS = ("voice", "kind")
LEAST = 0.07  # share of the incidents; smaller kinds are left out together
REST = "all other kinds"


def learning_curve(
    way: Way, examples: Examples, space: Space, taxonomy: Taxonomy, seeds: Sequence[int]
) -> tuple[Learned, ...]:
    """Return F1, as means over seeds, when a way learns from a share of each training part."""
    core = _core(space)
    truths = examples.labels[:, core]
    points = []
    for share in SHARES:
        rounds = [[(some(train, share, seed), rest) for train, rest in folds(examples, seed)] for seed in seeds]
        said = [held_back(way, examples, space, taxonomy, parts)[1][:, core] for parts in rounds]
        macro, micro = np.mean([_f1s(truths, one) for one in said], axis=0)
        reports = round(np.mean([len(train) for parts in rounds for train, _ in parts]))
        points.append(Learned(share, reports, float(macro), float(micro)))
    return tuple(points)


def unseen_kinds(
    way: Way, reports: Sequence[Report], examples: Examples, space: Space, taxonomy: Taxonomy
) -> tuple[Unseen, ...]:
    """Return a way's F1 on each voice and each kind of source when it is left out of what is learned from.

    `reports` are those of the examples, in the same order.
    """
    core = _core(space)
    known = held_back(way, examples, space, taxonomy, folds(examples, SEED))[1][:, core]
    results = []
    for field in FIELDS:
        names = kinds(reports, field)
        parts = left_out(names)
        said = held_back(way, examples, space, taxonomy, parts)[1][:, core]
        for train, rest in parts:
            f1s = [f1 for one in (said, known) for f1 in _f1s(examples.labels[rest][:, core], one[rest])]
            results.append(Unseen(field, names[rest[0]], len(rest), len(train), *f1s))
        learned_from = round(np.mean([len(train) for train, _ in parts]))
        f1s = [f1 for one in (said, known) for f1 in _f1s(examples.labels[:, core], one)]
        results.append(Unseen(field, "together", len(names), learned_from, *f1s))
    return tuple(results)


def kinds(reports: Sequence[Report], field: str) -> list[str]:
    """Return what each report has in a field; what fewer than the share LEAST have is REST."""
    found = [str(getattr(report, field)) for report in reports]
    counts = Counter(found)
    return [one if counts[one] >= LEAST * len(found) else REST for one in found]


def left_out(names: Sequence[str]) -> list[Part]:
    """Return for each name the rows that have another, and the rows that have it."""
    return [
        (np.flatnonzero(np.array(names) != name), np.flatnonzero(np.array(names) == name)) for name in sorted({*names})
    ]


def some(rows: Rows, share: float, seed: int) -> Rows:
    """Return a share of rows, drawn by the seed, in their old order; a smaller share is part of a larger one."""
    drawn = np.random.default_rng(seed).permutation(rows)
    return np.sort(drawn[: round(share * len(rows))])


def _f1s(truths: Indicator, said: Indicator) -> tuple[float, float]:
    carried = truths.any(axis=0)
    kept, suggested = truths[:, carried], said[:, carried]
    return f1_of(kept, suggested, "macro"), f1_of(kept, suggested, "micro")


def _core(space: Space) -> list[int]:
    return [index for index, column in enumerate(space.columns) if column.facet in CORE]

"""Answers that contradict each other: less likely than they may be, whichever cause is the true one.

A posterior-predictive check (Rubin 1984; Gelman, Meng and Stern 1996): under a candidate, the same checks are answered
anew many times by the engine's own rates, and the share of those answer sets that are no likelier than the given one
is its tail. The draws are seeded, so the same answers give the same tail on every machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]
Rates = Mapping[str, Probabilities]

TAIL = 0.05  # answers rarer than this under every candidate contradict each other
CREDIBLE = 0.01  # posterior from which on a candidate is one
DRAWS = 2000
SEED = 11
SLACK = 1e-9  # what two sums of the same logarithms may differ by


@dataclass(frozen=True)
class Clash:
    """Answers that contradict each other: the two checks that clash most, the one to look at again first, and the tail.

    `tail` is the greatest that any candidate gives.
    """

    checks: tuple[str, str]
    tail: float


def find_clash(rates: Rates, answers: Mapping[str, bool], before: Probabilities, after: Probabilities) -> Clash | None:
    """Return how the answers contradict each other, or None where some candidate explains them.

    `rates` has P(answered yes) per hypothesis for every check; `answers` says which were answered yes; `before` and
    `after` are the hypotheses' probabilities without the answers and with them.
    """
    if len(answers) < 2:
        return None
    candidates = [index for index in np.argsort(-after, kind="stable") if after[index] >= CREDIBLE]
    tail = 0.0
    for index in candidates:
        tail = max(tail, tail_of({check: float(rates[check][index]) for check in answers}, answers))
        if tail >= TAIL:
            return None
    first, second = _clashing_most(rates, answers, before)
    best = candidates[0]
    without = [
        tail_of({one: float(rates[one][best]) for one in answers if one != left_out}, answers)
        for left_out in (first, second)
    ]
    return Clash((first, second) if without[0] >= without[1] else (second, first), tail)


def tail_of(rates: Mapping[str, float], answers: Mapping[str, bool]) -> float:
    """Return the share of answer sets drawn by these rates of yes that are no likelier than the given answers."""
    checks = sorted(rates)
    yes = np.array([rates[check] for check in checks])
    logs = np.log(yes), np.log(1.0 - yes)
    draws = np.random.default_rng(SEED).random((DRAWS, len(checks))) < yes
    given = np.where(np.array([answers[check] for check in checks]), *logs).sum()
    return float((np.where(draws, *logs).sum(axis=1) <= given + SLACK).mean())


def _clashing_most(rates: Rates, answers: Mapping[str, bool], before: Probabilities) -> tuple[str, str]:
    """Return the two answers that go together least: those with the smallest pointwise mutual information."""
    given = {check: rates[check] if answers[check] else 1.0 - rates[check] for check in sorted(answers)}

    def together(pair: tuple[str, str]) -> float:
        one, other = given[pair[0]], given[pair[1]]
        return float(np.log(before @ (one * other)) - np.log(before @ one) - np.log(before @ other))

    return min(combinations(given, 2), key=together)

"""The source's picture y(t) = mu t + sigma xi(t), drawn and never estimated."""

from collections.abc import Sequence
from dataclasses import dataclass

STEPS = 200


@dataclass(frozen=True)
class Point:
    """One moment of the picture: t from 0 to 1, y(t), and the part of it that is mu t; no units."""

    t: float
    y: float
    trend: float


def picture(mu: float, sigma: float, seed: int) -> Sequence[Point]:
    """Return y(t) = mu t + sigma xi(t) at STEPS moments; xi is drawn as independent standard normal noise.

    That choice of xi is ours: what the source takes it to be is not known. The same seed gives the same xi, so that a
    change of mu or sigma can be seen by itself.
    """
    import numpy as np

    noise = np.random.default_rng(seed).standard_normal(STEPS)
    moments = [number / (STEPS - 1) for number in range(STEPS)]
    return [Point(t, mu * t + sigma * float(xi), mu * t) for t, xi in zip(moments, noise, strict=True)]

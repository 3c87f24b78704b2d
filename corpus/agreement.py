"""How far two independent coders agree: Cohen's kappa per label, with bootstrap intervals, from their own files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import CorpusError
from corpus.statistics import CONFIDENCE
from taxonomy import Taxonomy, pattern_of

CODINGS = Path(__file__).parent / "codings"
CODERS = ("coder_a", "coder_b")
RESAMPLES = 1000
SEED = 7
LONGEST_IDENTICAL_RUN = 40

Codes = Mapping[str, Mapping[str, tuple[str, ...]]]  # incident id -> facet -> labels


@dataclass(frozen=True)
class Agreement:
    """Two coders on one label: how often each used it, Cohen's kappa (1960) and its 95 % bootstrap interval.

    Kappa is None where neither coder, or both always, used the label: there is nothing to agree about.
    """

    facet: str
    label: str
    first: int
    second: int
    both: int
    kappa: float | None
    low: float | None
    high: float | None


def load_codes(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Read one coder's file: lines {"id", "tags": {facet: {label: evidence}}}; raise CorpusError naming the line."""
    codes: dict[str, dict[str, tuple[str, ...]]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            record = json.loads(line)
            tags = {facet: tuple(labels) for facet, labels in record["tags"].items()}
            codes[record["id"]] = {**tags, "patterns": _patterns(tags)}
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise CorpusError(f"{path}:{number}: not a coding: {error!r}. Expected id and tags.") from None
    return codes


def shipped_codes() -> tuple[Codes, Codes]:
    """Return both coders' files of the shipped corpus."""
    first, second = (load_codes(CODINGS / f"{coder}.jsonl") for coder in CODERS)
    return first, second


def agreement(first: Codes, second: Codes, taxonomy: Taxonomy) -> list[Agreement]:
    """Return the agreement on every label over the incidents that both coders coded."""
    common = sorted(set(first) & set(second))
    rows = []
    for facet in taxonomy.facets:
        for label in taxonomy.labels(facet):
            one = np.array([label.id in first[i].get(facet, ()) for i in common])
            other = np.array([label.id in second[i].get(facet, ()) for i in common])
            low, high = _interval(one, other)
            counts = (int(one.sum()), int(other.sum()), int((one & other).sum()))
            rows.append(Agreement(facet, label.id, *counts, kappa(one, other), low, high))
    return rows


def kappa(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float | None:
    """Return Cohen's kappa of two boolean codings (n,), or None when chance alone explains everything."""
    observed = float((one == other).mean())
    expected = float(one.mean() * other.mean() + (1 - one.mean()) * (1 - other.mean()))
    return None if expected == 1.0 else (observed - expected) / (1.0 - expected)


def identical_run(first: Codes, second: Codes) -> int:
    """Return the longest run of incidents, in order of id, that both coders coded identically."""
    longest = run = 0
    for incident in sorted(set(first) & set(second)):
        run = run + 1 if first[incident] == second[incident] else 0
        longest = max(longest, run)
    return longest


def mean_kappa(rows: Sequence[Agreement], facet: str) -> float:
    """Return the mean kappa over the labels of a facet that have one."""
    values = [row.kappa for row in rows if row.facet == facet and row.kappa is not None]
    return float(np.mean(values)) if values else 0.0


def _interval(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> tuple[float | None, float | None]:
    generator = np.random.default_rng(SEED)
    draws = generator.integers(0, len(one), size=(RESAMPLES, len(one)))
    values = [value for draw in draws if (value := kappa(one[draw], other[draw])) is not None]
    if kappa(one, other) is None or len(values) < RESAMPLES / 2:
        return None, None
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high)


def _patterns(tags: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({pattern_of(weakness) for weakness in tags.get("weaknesses", ())}))

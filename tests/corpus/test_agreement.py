"""Agreement between two coders, against cases computed by hand."""

from pathlib import Path

import numpy as np
import pytest

from corpus import CorpusError
from corpus.agreement import agreement, identical_run, kappa, load_codes, shipped_codes
from taxonomy import Taxonomy


def coding(pattern: str) -> np.ndarray:
    return np.array([mark == "1" for mark in pattern])


def test_kappa_of_a_hand_computed_table():
    one, other = coding("1" * 20 + "1" * 5 + "0" * 10 + "0" * 15), coding("1" * 20 + "0" * 5 + "1" * 10 + "0" * 15)

    assert kappa(one, other) == pytest.approx((0.7 - 0.5) / 0.5)


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("1100", "1100", 1.0), ("1100", "1010", 0.0), ("1100", "0011", -1.0)]
)
def test_kappa_of_perfect_chance_and_opposite_agreement(one: str, other: str, expected: float):
    assert kappa(coding(one), coding(other)) == pytest.approx(expected)


@pytest.mark.parametrize("pattern", ["0000", "1111"])
def test_there_is_no_kappa_where_nobody_could_disagree(pattern: str):
    assert kappa(coding(pattern), coding(pattern)) is None


def test_interval_holds_the_kappa_and_is_the_same_every_time(taxonomy: Taxonomy):
    first = {str(n): {"sdb_parts": ("verifier",) if n % 3 else ()} for n in range(60)}
    second = {str(n): {"sdb_parts": ("verifier",) if n % 3 or n < 6 else ()} for n in range(60)}

    row = next(
        row for row in agreement(first, second, taxonomy) if row.label == "verifier" and row.facet == "sdb_parts"
    )

    assert row.low is not None
    assert row.kappa is not None
    assert row.high is not None
    assert row.low < row.kappa < row.high
    assert (row.first, row.second, row.both) == (40, 42, 40)
    assert row in agreement(first, second, taxonomy)


def test_longest_identical_run_is_counted_in_order_of_ids():
    first = {name: {"locus": ("sdb",)} for name in "abcdef"}
    second = {**first, "c": {"locus": ("outside",)}}

    assert identical_run(first, second) == 3


def test_shipped_codings_are_two_not_one():
    first, second = shipped_codes()

    assert set(first) == set(second)
    assert first != second


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '{"id": "x", "tags": 3}'])
def test_line_that_is_no_coding_is_named(tmp_path: Path, line: str):
    path = tmp_path / "coder.jsonl"
    path.write_text('{"id": "a", "tags": {}}\n' + line + "\n")

    with pytest.raises(CorpusError, match=r"coder\.jsonl:2: not a coding"):
        load_codes(path)

"""The diagnosis measured: on cases it has not counted, against random and fixed orders of questions."""

import json
from pathlib import Path

import pytest

from corpus.report import labels_by_facet
from corpus.shipped import load_corpus
from diagnostics import Cases, DiagnosticsError, cases_of, shipped_catalogue
from diagnostics.evaluation import Result, evaluate, load_cases
from taxonomy import Taxonomy

CASE = {
    "id": "c1",
    "symptoms": ["duplicate-effect"],
    "runtime": "autonomous",
    "sdb_parts": ["commit"],
    "weaknesses": ["P3.duplicate-delivery"],
}


@pytest.fixture(scope="module")
def known() -> Cases:
    return cases_of({r.id: {**labels_by_facet(r.tags), "patterns": r.patterns} for r in load_corpus()})


def run(known: Cases, taxonomy: Taxonomy, noise: float) -> dict[str, Result]:
    sample = known.cases[::6]
    return {r.order: r for r in evaluate(sample, known, taxonomy, shipped_catalogue(), noise=noise)}


def test_truthful_answers_find_the_cause_in_few_questions(known: Cases, taxonomy: Taxonomy):
    results = run(known, taxonomy, noise=0.0)

    assert results["best"].first >= 0.75
    assert results["best"].among_three >= 0.95
    assert results["best"].questions <= 6
    assert results["best"].questions <= results["random"].questions * 2 / 3


def test_one_answer_in_ten_wrong_still_leaves_the_cause_among_three(known: Cases, taxonomy: Taxonomy):
    assert run(known, taxonomy, noise=0.1)["best"].among_three >= 0.85


def test_same_seed_gives_the_same_results(known: Cases, taxonomy: Taxonomy):
    sample = known.cases[:5]
    first, second = (evaluate(sample, known, taxonomy, shipped_catalogue(), noise=0.2) for _ in range(2))

    assert first == second


def test_case_file_is_read(tmp_path: Path, taxonomy: Taxonomy):
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(CASE) + "\n")

    case = load_cases(path, taxonomy)[0]

    assert case.hypotheses == {"P3.duplicate-delivery"}
    assert "patterns:P3" in case.references


@pytest.mark.parametrize("line", ["{", "[]", "{}", json.dumps({**CASE, "weaknesses": ["P9.none"]})])
def test_line_that_is_no_case_is_named(tmp_path: Path, taxonomy: Taxonomy, line: str):
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps(CASE)}\n{line}\n")

    with pytest.raises(DiagnosticsError, match=r"cases\.jsonl:2: not a case"):
        load_cases(path, taxonomy)

"""The batch procedure: what each pattern of reruns is called, and that one run a side is never enough."""

import io
import json
import random
from collections.abc import Callable

import pytest

from diagnostics import DiagnosticsError
from diagnostics.replay import Runs, judge, read_runs
from diagnostics.replay.exact import ALPHA
from tests.diagnostics.replay.conftest import cell, written

Reader = Callable[..., Runs]


@pytest.mark.parametrize(
    ("prior", "current", "verdict"),
    [(10, 10, "functional-failure"), (0, 10, "replay-divergence"), (0, 0, "variance"), (1, 1, "variance")],
)
def test_verdict_follows_the_source_s_table(runs: Reader, prior: int, current: int, verdict: str):
    batch = judge(runs(("c", "m1", "p1", prior, 10), ("c", "m2", "p1", current, 10)))

    assert batch.cases[0].verdict == verdict
    assert batch.overall.verdict == verdict


def test_case_without_a_prior_run_is_blocked(runs: Reader):
    batch = judge(runs(("c", "m2", "p1", 9, 10)))

    assert [batch.cases[0].verdict, batch.overall.verdict] == ["blocked", "blocked"]
    assert batch.sides.prior is None


@pytest.mark.parametrize(("prior", "current"), [(0, 1), (1, 1), (0, 0), (1, 0)])
def test_one_run_a_side_is_undecided_and_says_how_many_would_do(runs: Reader, prior: int, current: int):
    case = judge(runs(("c", "m1", "p1", prior, 1), ("c", "m2", "p1", current, 1))).cases[0]

    assert case.verdict == "undecided"
    assert case.p_values == ()
    assert case.enough is None or case.enough >= 4


def test_many_cases_of_one_run_a_side_give_no_verdict_either(runs: Reader):
    batch = judge(runs(*(one for n in range(40) for one in ((f"c{n}", "m1", "p", 0, 1), (f"c{n}", "m2", "p", 1, 1)))))

    assert {batch.overall.verdict, *(case.verdict for case in batch.cases)} == {"undecided"}
    assert "at least 2 runs" in batch.overall.note
    assert batch.overall.enough == 2


@pytest.mark.parametrize(("model", "failed"), [("m1", 0), ("m2", 1)])
def test_many_runs_on_one_side_do_not_stand_for_the_other(runs: Reader, model: str, failed: int):
    other = {"m1": "m2", "m2": "m1"}[model]
    cells = sorted([("c", model, "p", failed * 50, 50), ("c", other, "p", 1 - failed, 1)], key=lambda one: one[1])

    assert judge(runs(*cells)).cases[0].verdict == "undecided"


def test_number_asked_for_is_enough(runs: Reader):
    first = judge(runs(("c", "m1", "p", 0, 1), ("c", "m2", "p", 1, 1))).cases[0]
    k = first.enough
    assert k is not None

    assert judge(runs(("c", "m1", "p", 0, k), ("c", "m2", "p", k, k))).cases[0].verdict == "replay-divergence"
    assert judge(runs(("c", "m1", "p", 0, k - 1), ("c", "m2", "p", k - 1, k - 1))).cases[0].verdict == "undecided"


def test_more_cases_ask_for_more_evidence(runs: Reader):
    def divergence(cases: int) -> Runs:
        return runs(*(one for n in range(cases) for one in ((f"c{n}", "m1", "p", 0, 4), (f"c{n}", "m2", "p", 4, 4))))

    assert judge(divergence(1)).cases[0].verdict == "replay-divergence"
    many = judge(divergence(30))
    assert {case.verdict for case in many.cases} == {"undecided"}
    assert many.overall.verdict == "replay-divergence"


def test_chance_alone_rarely_gives_a_wrong_verdict():
    random.seed(3)
    wrong = 0
    for _ in range(60):
        lines = [
            {"case": case, "model_version": model, "run": run, "outcome": random.choice(["pass", "fail"])}
            for case in range(10)
            for model in ("m1", "m2")
            for run in range(8)
        ]
        batch = judge(read_runs(io.BytesIO(written(lines)), "runs"))
        wrong += any(case.verdict != "undecided" for case in batch.cases)

    assert wrong / 60 <= 2 * ALPHA


def test_failure_on_the_prior_version_only_hints_at_swapped_sides(runs: Reader):
    case = judge(runs(("c", "m1", "p", 10, 10), ("c", "m2", "p", 0, 10))).cases[0]

    assert case.verdict == "undecided"
    assert "swapped" in case.note


def test_functional_failure_that_also_grew_says_so(runs: Reader):
    case = judge(runs(("c", "m1", "p", 60, 80), ("c", "m2", "p", 80, 80))).cases[0]

    assert case.verdict == "functional-failure"
    assert "more often on the current" in case.note


def test_batch_is_judged_beside_its_cases(runs: Reader):
    cells = [("a", "m1", "p", 0, 10), ("a", "m2", "p", 10, 10), ("b", "m1", "p", 10, 10), ("b", "m2", "p", 10, 10)]
    batch = judge(runs(*cells, ("c", "m2", "p", 10, 10)))

    assert [case.verdict for case in batch.cases] == ["replay-divergence", "functional-failure", "blocked"]
    assert batch.overall.prior.runs == 20


@pytest.mark.parametrize(
    ("model_alone", "prompt_alone", "cause"), [(10, 0, "model"), (0, 10, "prompt"), (10, 10, "both")]
)
def test_model_and_prompt_are_told_apart(runs: Reader, model_alone: int, prompt_alone: int, cause: str):
    cells = (("c", "m1", "p1", 0, 10), ("c", "m1", "p2", prompt_alone, 10), ("c", "m2", "p1", model_alone, 10))
    batch = judge(runs(*cells, ("c", "m2", "p2", 10, 10)))

    assert batch.attribution is not None
    assert batch.attribution.cause == cause


def test_model_and_prompt_changed_together_cannot_be_told_apart(runs: Reader):
    found = judge(runs(("c", "m1", "p1", 0, 10), ("c", "m2", "p2", 10, 10))).attribution

    assert found is not None
    assert found.cause == "cannot tell"
    assert "current model with the prior prompt" in found.why


@pytest.mark.parametrize(
    ("prior", "current", "cause"),
    [
        (("m1", "p1"), ("m2", "p1"), "model"),
        (("m1", "p1"), ("m1", "p2"), "prompt"),
        (("m1", None), ("m2", None), "cannot tell"),
    ],
)
def test_single_change_is_named_and_an_unrecorded_prompt_is_not(runs: Reader, prior, current, cause: str):
    found = judge(runs(("c", *prior, 0, 10), ("c", *current, 10, 10))).attribution

    assert found is not None
    assert found.cause == cause


def test_no_cause_is_named_without_a_divergence(runs: Reader):
    assert judge(runs(("c", "m1", "p1", 10, 10), ("c", "m2", "p2", 10, 10))).attribution is None


def test_sides_are_the_first_and_the_second_model_in_the_file(runs: Reader):
    sides = judge(runs(("c", "m9", "p", 0, 5), ("c", "m1", "p", 5, 5))).sides

    assert (str(sides.prior), str(sides.current)) == ("m9@p", "m1@p")
    assert "appears first" in sides.how


def test_named_sides_win_over_the_order_in_the_file(runs: Reader):
    given = runs(("c", "m2", "p", 10, 10), ("c", "m1", "p", 0, 10))

    assert judge(given, "m1", "m2").cases[0].verdict == "replay-divergence"
    assert judge(given, current="m2@p").sides.prior == ("m1", "p")
    assert judge(given, prior="m1").sides.current == ("m2", "p")


def test_model_name_may_hold_an_at_sign(runs: Reader):
    given = runs(("c", "m@2024", "p", 0, 10), ("c", "m@2025", "p", 10, 10))

    assert judge(given, "m@2024", "m@2025@p").sides.prior == ("m@2024", "p")


@pytest.mark.parametrize(
    ("prior", "current", "says"),
    [(None, None, "not clear"), ("m7", "m1", "no run"), ("m1", "m1", "both"), (None, "m1", "not clear")],
)
def test_unclear_sides_are_refused(runs: Reader, prior: str | None, current: str | None, says: str):
    given = runs(("c", "m1", "p", 0, 2), ("c", "m2", "p", 0, 2), ("c", "m3", "p", 0, 2))

    with pytest.raises(DiagnosticsError, match=says):
        judge(given, prior, current)


def test_model_with_several_prompts_must_be_named_with_one(runs: Reader):
    given = runs(("c", "m1", "p1", 0, 2), ("c", "m1", "p2", 0, 2), ("c", "m2", "p1", 0, 2))

    with pytest.raises(DiagnosticsError, match="MODEL@PROMPT"):
        judge(given, "m1", "m2")


def test_repeated_run_counts_once_and_a_contradicted_one_not_at_all():
    lines = cell("c", "m1", "p", 0, 3)
    contradicted = {**lines[1], "outcome": "fail"}
    read = read_runs(io.BytesIO(written([*lines, lines[0], contradicted])), "runs.jsonl")

    assert read.cases["c"][("m1", "p")] == (2, 0)
    assert any("lines 2 and 5" in one for one in read.reading.remarks)


@pytest.mark.parametrize(
    "line",
    [
        {"outcome": "passed"},
        {"case": None},
        {"run": 1.5},
        {"model_version": None},
        {"prompt_version": ["p"]},
        {"run": True},
    ],
)
def test_bad_line_is_named_and_the_rest_used(line: dict[str, object]):
    good = cell("c", "m1", "p", 0, 3)
    read = read_runs(io.BytesIO(written([*good, {**good[0], **line}])), "runs.jsonl")

    assert read.cases["c"][("m1", "p")].runs == 3
    assert read.reading.problems[0].startswith("runs.jsonl:4: ")


def test_order_of_lines_does_not_change_the_verdicts():
    lines = [
        *cell("a", "m1", "p", 1, 9),
        *cell("a", "m2", "p", 8, 9),
        *cell("b", "m1", "p", 9, 9),
        *cell("b", "m2", "p", 9, 9),
    ]
    shuffled = sorted(lines, key=lambda line: json.dumps(line)[::-1])

    def verdicts(given: list[dict[str, object]]) -> dict[str, object]:
        batch = judge(read_runs(io.BytesIO(written(given)), "runs"), "m1", "m2")
        return {case.case: (case.verdict, case.p_values) for case in batch.cases}

    assert verdicts(lines) == verdicts(shuffled)

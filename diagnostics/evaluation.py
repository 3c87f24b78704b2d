"""How well the diagnosis does: cases with known causes, asked from their symptoms on, answered truthfully or not.

A case is never evidence about itself: priors and likelihoods are counted without it.
"""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnostics.cases import Case, Cases, case_of
from diagnostics.engine import Engine, Observed, Step
from diagnostics.load import Catalogue, DiagnosticsError
from diagnostics.model import NONE, Answer, Check
from taxonomy import Taxonomy, check_labels, pattern_of

SEED = 11
MOST_QUESTIONS = 20
Choose = Callable[[Step, Sequence[Check], random.Random], Check]

ORDERS: Mapping[str, Choose] = {
    "best": lambda step, open_checks, _: step.next_check or open_checks[0],
    "random": lambda _, open_checks, chance: chance.choice(open_checks),
    "fixed": lambda _, open_checks, __: open_checks[0],
}


@dataclass(frozen=True)
class Result:
    """How one order of questions did: shares of the cases with a weakness, and mean questions asked of them.

    `honest` is, of the cases without a weakness, the share that ended undecided or in a verdict other than a weakness.
    `contradictory` is, of all cases, the share whose answers were said to contradict each other when questions ended.
    """

    order: str
    cases: int
    first: float
    among_three: float
    questions: float
    without_weakness: int
    honest: float
    contradictory: float


def load_cases(path: Path, taxonomy: Taxonomy) -> list[Case]:
    """Read cases, one JSON object a line; raise DiagnosticsError naming every line that is not one."""
    cases, problems = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            cases.append(_case(json.loads(line), taxonomy))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problems.append(f'{path}:{number}: not a case: {error}. Expected {{"id", "symptoms", "runtime", ...}}.')
    if problems:
        raise DiagnosticsError(problems)
    return cases


def evaluate(
    cases: Sequence[Case],
    known: Cases,
    taxonomy: Taxonomy,
    catalogue: Catalogue,
    *,
    noise: float = 0.0,
    seed: int = SEED,
) -> list[Result]:
    """Diagnose every case with the engine's own, a random and a fixed order of questions.

    Each answer is flipped with probability `noise`.
    """
    engines = [Engine(taxonomy, catalogue, known.without(case.id)) for case in cases]
    results = []
    for name, choose in ORDERS.items():
        chance = random.Random(seed)  # noqa: S311 - a seeded experiment, not a secret
        ends = [_diagnose(case, engine, choose, noise, chance) for case, engine in zip(cases, engines, strict=True)]
        results.append(_result(name, cases, ends))
    return results


def _case(record: Any, taxonomy: Taxonomy) -> Case:
    tags = {facet: list(record.get(facet, ())) for facet in ("symptoms", "sdb_parts", "weaknesses")}
    tags["runtime"] = [record["runtime"]] if record.get("runtime") else []
    tags["patterns"] = sorted({pattern_of(weakness) for weakness in tags["weaknesses"]})
    if findings := check_labels(tags, taxonomy):
        raise ValueError(findings[0].text)
    tags["locus"] = record.get("locus", "sdb" if tags["sdb_parts"] else "outside").split()
    return case_of(str(record["id"]), tags)


def _diagnose(case: Case, engine: Engine, choose: Choose, noise: float, chance: random.Random) -> tuple[Step, int]:
    symptoms = tuple(_labels(case, "symptoms"))
    runtime = next(iter(_labels(case, "runtime")), None)
    answers: dict[str, Answer] = {}
    while True:
        step = engine.step(Observed(symptoms, runtime, answers))
        open_checks = [check for check in engine.checks.values() if check.id not in answers]
        over = step.next_check is None or step.status not in ("asking", "contradictory")
        if over or len(answers) >= MOST_QUESTIONS:
            return step, len(answers)
        check = choose(step, open_checks, chance)
        truth = not case.references.isdisjoint(check.about)
        answers[check.id] = "yes" if truth != (chance.random() < noise) else "no"


def _labels(case: Case, facet: str) -> list[str]:
    return sorted(reference.partition(":")[2] for reference in case.references if reference.startswith(f"{facet}:"))


def _result(order: str, cases: Sequence[Case], ends: Sequence[tuple[Step, int]]) -> Result:
    weak = [(case, *end) for case, end in zip(cases, ends, strict=True) if _labels(case, "weaknesses")]
    rest = [step for case, (step, _) in zip(cases, ends, strict=True) if not _labels(case, "weaknesses")]
    ranks = [[name in case.hypotheses for name, _ in step.ranking] for case, step, _ in weak]
    honest = [step.status != "decided" or "." not in step.ranking[0][0] or step.ranking[0][0] == NONE for step in rest]
    return Result(
        order,
        len(weak),
        _mean([rank[0] for rank in ranks]),
        _mean([any(rank[:3]) for rank in ranks]),
        _mean([questions for _, _, questions in weak]),
        len(rest),
        _mean(honest),
        _mean([step.status == "contradictory" for step, _ in ends]),
    )


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0

"""Why a candidate stands where it stands: what speaks for it and against it, by how much, and which cases."""

from dataclasses import dataclass

import numpy as np

from diagnostics.cases import Cases
from diagnostics.engine import Engine, Observed
from diagnostics.load import Catalogue
from diagnostics.model import NONE, OUTSIDE, VARIANCE, Answer
from taxonomy import Taxonomy

_YES_NO: tuple[Answer, ...] = ("yes", "no")

VERDICTS = {
    OUTSIDE: "Outside the boundary: infrastructure or an ordinary bug",
    VARIANCE: "Inside the model: its judgement, not the boundary",
    NONE: "None of the known weaknesses",
}


@dataclass(frozen=True)
class Weight:
    """One observation's weight for a candidate against all others, in bits: above zero it speaks for it."""

    kind: str
    id: str
    bits: float


@dataclass(frozen=True)
class Turn:
    """The answer, not yet given, that would move a candidate most: to which probability, and who would be first then.

    A first candidate is moved down, any other up.
    """

    check: str
    answer: Answer
    probability: float
    first: str


def explain(engine: Engine, observed: Observed, hypothesis: str) -> list[Weight]:
    """Return the weight of every observation for a candidate, the heaviest first (Good 1950, weight of evidence)."""
    index, posterior = engine.hypotheses.index(hypothesis), engine.posterior(observed)
    others = np.delete(posterior, index)
    weights = []
    for kind, name, logs in engine.evidence(observed):
        rest = float(np.delete(np.exp(logs), index) @ others / others.sum())
        weights.append(Weight(kind, name, float(logs[index] - np.log(rest)) / float(np.log(2))))
    return sorted(weights, key=lambda weight: -abs(weight.bits))


def turn(engine: Engine, observed: Observed, hypothesis: str) -> Turn | None:
    """Return what would change a candidate's standing, or None where every check has been answered."""
    index, now = engine.hypotheses.index(hypothesis), engine.posterior(observed)
    turns = []
    for check in engine.checks:
        for answer in _YES_NO if check not in observed.answers else ():
            after = now * np.exp(engine.weight(check, answer))
            first = engine.hypotheses[int(after.argmax())]
            turns.append(Turn(check, answer, float(after[index] / after.sum()), first))
    most = min if int(now.argmax()) == index else max
    return most(turns, key=lambda one: one.probability) if turns else None


def turn_words(found: Turn, hypothesis: str, taxonomy: Taxonomy, catalogue: Catalogue) -> str:
    """Return in words what would change a candidate's standing."""
    then = "first" if found.first == hypothesis else f"put {title_of(found.first, taxonomy)} first"
    question = catalogue.checks[found.check].question
    return f'"{question}" {found.answer}: that would make it {found.probability:.0%} and {then}.'


def matching(cases: Cases, observed: Observed, hypothesis: str) -> tuple[list[str], list[str]]:
    """Return the ids of the cases with these symptoms that had this cause, and of those that had another."""
    symptoms = {f"symptoms:{symptom}" for symptom in observed.symptoms}
    alike = [case for case in cases.cases if symptoms <= case.references]
    for_it = [case.id for case in alike if hypothesis in case.hypotheses]
    return for_it, [case.id for case in alike if hypothesis not in case.hypotheses]


def title_of(hypothesis: str, taxonomy: Taxonomy) -> str:
    """Return what a candidate is called."""
    label = taxonomy.label("weaknesses", hypothesis)
    return f"{hypothesis} {label.name}" if label else VERDICTS[hypothesis]


def said(weight: Weight, observed: Observed, taxonomy: Taxonomy, catalogue: Catalogue) -> str:
    """Return an observation in words."""
    if weight.kind == "answer":
        return f"{catalogue.checks[weight.id].question} {observed.answers[weight.id]}"
    label = taxonomy.label("symptoms" if weight.kind == "symptom" else "runtime", weight.id)
    return f"{weight.kind}: {label.name if label else weight.id}"

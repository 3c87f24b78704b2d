"""Why a candidate stands where it stands: what speaks for it and against it, by how much; and the report of it all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from diagnostics.cases import Cases
from diagnostics.engine import Engine, Observed, Step
from diagnostics.load import Catalogue
from diagnostics.model import NONE, OUTSIDE, VARIANCE
from taxonomy import Taxonomy

VERDICTS = {
    OUTSIDE: "Outside the boundary: infrastructure or an ordinary bug",
    VARIANCE: "Inside the model: its judgement, not the boundary",
    NONE: "None of the known weaknesses",
}
ENDS = {
    "decided": "Most likely cause",
    "undecided": "Not enough to decide: these remain, and no further check is worth its time",
    "asking": "Not decided yet: these are the likeliest so far",
}
SHOWN = 3


@dataclass(frozen=True)
class Weight:
    """One observation's weight for a candidate against all others, in bits: above zero it speaks for it."""

    kind: str
    id: str
    bits: float


def explain(engine: Engine, observed: Observed, hypothesis: str) -> list[Weight]:
    """Return the weight of every observation for a candidate, the heaviest first (Good 1950, weight of evidence)."""
    index, posterior = engine.hypotheses.index(hypothesis), engine.posterior(observed)
    others = np.delete(posterior, index)
    weights = []
    for kind, name, logs in engine.evidence(observed):
        rest = float(np.delete(np.exp(logs), index) @ others / others.sum())
        weights.append(Weight(kind, name, float(logs[index] - np.log(rest)) / float(np.log(2))))
    return sorted(weights, key=lambda weight: -abs(weight.bits))


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


def report(
    engine: Engine, step: Step, observed: Observed, taxonomy: Taxonomy, catalogue: Catalogue, titles: Mapping[str, str]
) -> str:
    """Return the diagnosis as Markdown: verdict, evidence, containment, fix, proof, cases.

    `titles` maps the ids of the known reports to their titles.
    """
    lines = [f"# Diagnosis of {datetime.now():%Y-%m-%d %H:%M}", "", f"{ENDS[step.status]}:", ""]
    for hypothesis, probability in step.ranking[: 1 if step.status == "decided" else SHOWN]:
        lines += [f"## {title_of(hypothesis, taxonomy)} ({probability:.0%})", ""]
        weights = explain(engine, observed, hypothesis)
        lines += [f"- {weight.bits:+.1f} bits: {said(weight, observed, taxonomy, catalogue)}" for weight in weights]
        for signature in catalogue.of(hypothesis)[:1]:
            lines += ["", f"**Cause.** {signature.cause.text}", "", f"**Contain.** {signature.contain}"]
            lines += ["", f"**Fix.** {signature.fix.text}", "", f"**Prove.** {signature.prove}"]
        for_it, against = matching(engine.cases, observed, hypothesis)
        lines += ["", f"Cases with these symptoms: {len(for_it)} had this cause, {len(against)} another."]
        lines += [*(f"- {titles.get(case, case)} ({case})" for case in for_it[:SHOWN]), ""]
    if step.next_check is not None:
        lines += ["## What would change this", "", f"{step.next_check.question} {step.next_check.look}", ""]
    return "\n".join(lines)

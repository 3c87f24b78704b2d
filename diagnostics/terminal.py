"""The diagnosis in the terminal: what was observed, checked; where it stands, as data and as lines to read."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.store import Filter, Store, search, tag_sets
from diagnostics.cases import cases_of
from diagnostics.engine import CONFIDENT, Engine, Observed
from diagnostics.explanation import explain, matching, said, turn, turn_words
from diagnostics.handover import ENDS, Diagnosis, doubts
from diagnostics.load import DiagnosticsError, shipped_catalogue
from diagnostics.model import Answer
from taxonomy import Taxonomy
from taxonomy.references import closest

KEYS: Mapping[str, Answer] = {"y": "yes", "n": "no", "d": "unknown"}
SHOWN = 5
CASES = 3


def make_observed(
    symptoms: Sequence[str], runtime: str | None, answers: Mapping[str, Any], taxonomy: Taxonomy
) -> Observed:
    """Return the observations after checking every id; raise DiagnosticsError naming all that are unknown."""
    problems = [] if symptoms else ["no symptom is given. Name at least one, such as --symptom false-success."]
    for facet, chosen in (("symptoms", symptoms), ("runtime", [runtime] if runtime else [])):
        known = [label.id for label in taxonomy.labels(facet)]
        problems += [
            f'"{one}" is not a label of {facet}.{closest(str(one), known)}' for one in chosen if one not in known
        ]
    checks = shipped_catalogue().checks
    for check, answer in answers.items():
        if check not in checks:
            problems.append(f'"{check}" is not a check.{closest(check, checks)}')
        if answer not in KEYS.values():
            problems.append(f'check "{check}": the answer is {answer!r}, expected yes, no or unknown.')
    if problems:
        raise DiagnosticsError(problems)
    return Observed(tuple(symptoms), runtime, dict(answers))


def load_observed(path: Path, taxonomy: Taxonomy) -> Observed:
    """Read observations from a JSON file {"symptoms": [...], "runtime": ..., "answers": {check: answer}}."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        symptoms, runtime, answers = data["symptoms"], data.get("runtime"), data.get("answers", {})
        return make_observed(symptoms, runtime, dict(answers), taxonomy)
    except OSError as error:
        raise DiagnosticsError([f"{path}: {error.strerror}. Name a file that can be read."]) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        expected = '{"symptoms": [...], "runtime": "...", "answers": {"check": "yes"}}'
        raise DiagnosticsError([f"{path}: not a file of answers. Expected JSON like {expected}."]) from None


def report_of(store: Store, found: Diagnosis) -> dict[str, Any]:
    """Return where a diagnosis stands, as data: status, candidates with fixes and cases, the next check."""
    step, observed = found.step, found.observed
    return {
        "status": step.status,
        "doubts": doubts(found),
        "symptoms": list(observed.symptoms),
        "runtime": observed.runtime,
        "answers": dict(observed.answers),
        "verdict_from": CONFIDENT,
        "candidates": [_candidate(store, found, name, probability) for name, probability in step.ranking[:SHOWN]],
        "next_check": step.next_check.model_dump() if step.next_check else None,
    }


def report_lines(report: Mapping[str, Any]) -> list[str]:
    """Return the diagnosis as lines to read."""
    lines = [f"{ENDS[report['status']]}:", *(f"  ! {doubt}" for doubt in report["doubts"])]
    for candidate in report["candidates"]:
        lines.append(f"  {candidate['probability']:4.0%}  {candidate['cause']}")
        for name in ("contain", "fix", "prove"):
            lines += [f"        {name}: {text}" for text in candidate[name]]
        lines += [f"        {one['bits']:+.1f} bits: {one['words']}" for one in candidate["evidence"][:SHOWN]]
        lines += [f"        would change it: {text}" for text in candidate["would_change"]]
        lines += [f"        case: {case['id']}  {case['title']}" for case in candidate["cases"]]
        lines += [f"        another cause: {case['id']}  {case['title']}" for case in candidate["other_cases"]]
    if report["next_check"]:
        lines.append(f"Next check: {report['next_check']['question']} (--answers: {report['next_check']['id']})")
    return lines


def engine_of(store: Store, taxonomy: Taxonomy) -> Engine:
    """Return the engine with the counts of the published reports as they stand."""
    return Engine(taxonomy, shipped_catalogue(), cases_of(tag_sets(store, Filter())))


def _candidate(store: Store, found: Diagnosis, name: str, probability: float) -> dict[str, Any]:
    signatures, engine, observed = found.catalogue.of(name), found.engine, found.observed
    cases = search(store, Filter(tags=case_filter(name)), order="own first", limit=CASES)
    _, against = matching(engine.cases, observed, name)
    change = turn(engine, observed, name)
    return {
        "cause": name,
        "probability": round(probability, 4),
        "contain": [signature.contain for signature in signatures[:1]],
        "fix": [signature.fix.text for signature in signatures[:1]],
        "prove": [signature.prove for signature in signatures[:1]],
        "evidence": [
            {"bits": round(one.bits, 4), "words": said(one, observed, found.taxonomy, found.catalogue)}
            for one in explain(engine, observed, name)
        ],
        "would_change": [turn_words(change, name, found.taxonomy, found.catalogue)] if change else [],
        "cases": [{"id": case.id, "title": case.title} for case in cases],
        "other_cases": [{"id": case, "title": store.get(case).report.title} for case in against[:CASES]],
    }


def case_filter(hypothesis: str) -> dict[str, tuple[str, ...]]:
    """Return the tags by which the reports of a hypothesis are found."""
    verdicts: dict[str, dict[str, tuple[str, ...]]] = {
        "outside": {"locus": ("outside",)},
        "model-variance": {"locus": ("proposer",)},
        "none-of-these": {"locus": ("sdb", "mixed")},
    }
    return verdicts.get(hypothesis, {"weaknesses": (hypothesis,)})

"""The diagnosis in the terminal: the same engine, asked line by line or replayed from a file of answers."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.store import Filter, Store, search, tag_sets
from diagnostics.cases import cases_of
from diagnostics.engine import Engine, Observed
from diagnostics.load import DiagnosticsError, shipped_catalogue
from diagnostics.model import Answer
from taxonomy import Taxonomy
from taxonomy.references import closest

KEYS: Mapping[str, Answer] = {"y": "yes", "n": "no", "d": "unknown"}
SHOWN = 5


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


def converse(
    store: Store,
    taxonomy: Taxonomy,
    observed: Observed,
    prompt: Callable[[str], str],
    say: Callable[[str], None],
) -> Observed:
    """Ask one check after the other until the diagnosis ends or the person does (q); return all observations."""
    engine = _engine(store, taxonomy)
    answers: dict[str, Answer] = dict(observed.answers)
    while True:
        now = Observed(observed.symptoms, observed.runtime, answers)
        step = engine.step(now)
        if step.status != "asking" or step.next_check is None:
            return now
        say(f"\n{step.next_check.question}\n  {step.next_check.look} (about {step.next_check.minutes:g} min)")
        key = prompt("[y]es, [n]o, [d]on't know, [b]ack, [q]uit").strip().lower()[:1]
        if key == "q":
            return now
        if key == "b" and answers:
            answers.popitem()
        elif key in KEYS:
            answers[step.next_check.id] = KEYS[key]


def report_of(store: Store, taxonomy: Taxonomy, observed: Observed) -> dict[str, Any]:
    """Return where the diagnosis stands, as data: status, candidates with fixes and cases, the next check."""
    step = _engine(store, taxonomy).step(observed)
    candidates = [_candidate(store, name, probability) for name, probability in step.ranking[:SHOWN]]
    next_check = step.next_check.model_dump() if step.next_check else None
    return {
        "status": step.status,
        "symptoms": list(observed.symptoms),
        "runtime": observed.runtime,
        "answers": dict(observed.answers),
        "candidates": candidates,
        "next_check": next_check,
    }


def report_lines(report: Mapping[str, Any]) -> list[str]:
    """Return the diagnosis as lines to read."""
    ends = {"decided": "Decided", "undecided": "Not enough to decide: these remain", "asking": "So far"}
    lines = [f"{ends[report['status']]}:"]
    for candidate in report["candidates"]:
        lines.append(f"  {candidate['probability']:4.0%}  {candidate['cause']}")
        lines += [f"        contain: {text}" for text in candidate["contain"]]
        lines += [f"        fix: {text}" for text in candidate["fix"]]
        lines += [f"        case: {case['id']}  {case['title']}" for case in candidate["cases"]]
    if report["next_check"]:
        lines.append(f"Next check: {report['next_check']['question']} (--answers: {report['next_check']['id']})")
    return lines


def _engine(store: Store, taxonomy: Taxonomy) -> Engine:
    return Engine(taxonomy, shipped_catalogue(), cases_of(tag_sets(store, Filter())))


def _candidate(store: Store, name: str, probability: float) -> dict[str, Any]:
    signatures = shipped_catalogue().of(name)
    cases = search(store, Filter(tags=case_filter(name)), order="own first", limit=3)
    return {
        "cause": name,
        "probability": round(probability, 4),
        "contain": [signature.contain for signature in signatures[:1]],
        "fix": [signature.fix.text for signature in signatures[:1]],
        "cases": [{"id": case.id, "title": case.title} for case in cases],
    }


def case_filter(hypothesis: str) -> dict[str, tuple[str, ...]]:
    """Return the tags by which the reports of a hypothesis are found."""
    verdicts: dict[str, dict[str, tuple[str, ...]]] = {
        "outside": {"locus": ("outside",)},
        "model-variance": {"locus": ("proposer",)},
        "none-of-these": {"locus": ("sdb", "mixed")},
    }
    return verdicts.get(hypothesis, {"weaknesses": (hypothesis,)})

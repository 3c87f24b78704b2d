"""The evaluation's report: Markdown for the model card, JSON for programs and the app."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from classifier.errors import ModelError
from classifier.evaluation import (
    CORE,
    OUTSIDE,
    OUTSIDE_RECALL,
    Agreement,
    Evaluation,
    EvaluationReport,
    FastFigures,
)
from classifier.limits import limits
from classifier.relevance import Declined

SHOWN = (*CORE, "locus", "weaknesses", "symptoms", "runtime")
TOLERANCE = 0.01  # how far a share may move between two machines' arithmetic
DECIMALS = 4
PATH = Path(__file__).parent / "evaluation.json"
CARD = Path(__file__).parent / "README.md"


def lines(report: EvaluationReport) -> list[str]:
    """Return the report as Markdown: means, what is measured beside them, ablations, a row per label."""
    return [
        *_summary(report),
        "",
        *_beside(report.model, report.agreement, report.declined),
        "",
        *_ablations((*report.ablations, *report.contrastive)),
        "",
        *limits(report.curve, report.unseen),
        *(_of_fast(report.fast) if report.fast else ()),
        *_per_label(report.model, report.fast.model if report.fast else None),
    ]


def to_json(report: EvaluationReport) -> dict[str, Any]:
    """Return the report as plain data, floats to four decimals."""
    rounded: dict[str, Any] = _rounded(asdict(report))
    return rounded


def write_json(report: EvaluationReport, path: Path = PATH) -> None:
    """Write the report as JSON."""
    path.write_text(json.dumps(to_json(report), indent=1) + "\n", encoding="utf-8")


def read_json(path: Path = PATH) -> dict[str, Any]:
    """Read a report that was written; raise ModelError if there is none."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{path}: no evaluation here ({error}). Write it with: faultline model evaluate --write"
        ) from None
    return data


def read_report(path: Path) -> EvaluationReport:
    """Read a report that was written, every number in its place; raise ModelError if it is not one."""
    from pydantic import TypeAdapter, ValidationError

    try:
        report: EvaluationReport = TypeAdapter(EvaluationReport).validate_python(read_json(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ModelError(
            f"{path}: not an evaluation: {place}: {first['msg']}. Write it with: faultline model evaluate --write"
        ) from None
    return report


def with_kept(report: EvaluationReport, kept: EvaluationReport) -> EvaluationReport:
    """Return a report that did not run the contrastive way with the kept figures of it, if of as many incidents."""
    if report.contrastive or report.reports != kept.reports:
        return report
    return replace(report, contrastive=kept.contrastive)


def read_kept() -> EvaluationReport | None:
    """Return the report that is kept beside this installation, or None if there is none that can be read."""
    try:
        return read_report(PATH)
    except ModelError:
        return None


def differences(kept: Any, found: Any, place: str = "") -> Iterator[str]:
    """Yield a line for every number that differs by more than the tolerance, and for every other difference."""
    if isinstance(kept, dict) and isinstance(found, dict):
        for key in kept.keys() | found.keys():
            yield from differences(kept.get(key), found.get(key), f"{place}.{key}")
    elif isinstance(kept, list) and isinstance(found, list) and len(kept) == len(found):
        for index, (one, other) in enumerate(zip(kept, found, strict=True)):
            yield from differences(one, other, f"{place}[{index}]")
    elif isinstance(kept, float) and isinstance(found, float):
        if abs(kept - found) > TOLERANCE:
            yield f"{place[1:]}: the kept report says {kept}, this run {found}"
    elif kept != found:
        yield f"{place[1:]}: the kept report says {kept!r}, this run {found!r}"


def _summary(report: EvaluationReport) -> Iterator[str]:
    yield f"{report.reports} incidents, {report.seeds} seeds; the interval is over incidents, for the first seed."
    yield ""
    yield "| ten core labels | macro-F1 | 95 % interval | micro-F1 | calibration error | precise at recall 0.60 |"
    yield "|---|---:|---:|---:|---:|---:|"
    for one in (*report.baselines, *([report.fast.model] if report.fast else []), report.model):
        low, high = one.macro_interval
        cells = f"{one.micro_f1:.3f} | {one.calibration_error:.3f} | {one.precision_at_recall:.2f}"
        yield f"| {one.name} | {one.macro_f1:.3f} | {low:.3f} to {high:.3f} | {cells} |"


def _beside(model: Evaluation, agreement: Agreement, declined: Declined) -> Iterator[str]:
    among = model.weaknesses_found / max(model.weaknesses, 1)
    outside = next(score for score in model.scores if score.key == OUTSIDE)
    yield f"- By seed, macro-F1 is {', '.join(f'{value:.3f}' for value in model.macro_by_seed)}."
    yield f"- With 85 % of suggestions right, {model.recall_at_precision:.0%} of the true core tags are suggested."
    yield (
        f"- `outside` is recognised with recall {outside.recall:.2f} and precision {outside.precision:.2f}; at "
        f"best, a threshold that finds {OUTSIDE_RECALL:.0%} of it has precision {model.outside_precision:.2f}."
    )
    yield f"- The true weakness is among the first three of its pattern in {among:.1%} of {model.weaknesses} cases."
    yield (
        f"- The sentence named for a true tag is the corpus's own in {agreement.first:.0%} of {agreement.tags} tags, "
        f"among the first three in {agreement.among_three:.0%}; one drawn at random would be in {agreement.chance:.0%}."
    )
    yield (
        f"- Declined as no incident report: {declined.reports:.1%} of the incidents, {declined.beginnings:.1%} of "
        f"their first two or four sentences, {declined.others:.1%} of {declined.other_texts} synthetic other texts."
    )
    curve = ", ".join(f"{point.risk:.2f} at {point.coverage:.0%}" for point in model.risk_coverage[1::2])
    yield f"- Risk (1 - micro-F1) when only the most certain reports are kept: {curve}."


def _ablations(ablations: Sequence[Evaluation]) -> Iterator[str]:
    names = ("macro-F1", "change", "micro-F1", "precise at recall 0.60", "recall of `outside`")
    yield f"| ablation, on four facets, first seed | {' | '.join(names)} |"
    yield "|---|---:|---:|---:|---:|---:|"
    for one in ablations:
        change = one.macro_f1 - ablations[0].macro_f1
        found = next(score.recall for score in one.scores if score.key == OUTSIDE)
        cells = f"{one.macro_f1:.3f} | {change:+.3f} | {one.micro_f1:.3f} | {one.precision_at_recall:.2f} | {found:.2f}"
        yield f"| {one.name} | {cells} |"


def _of_fast(fast: FastFigures) -> Iterator[str]:
    yield "The fast mode, judged in the same way:"
    yield ""
    yield from _beside(fast.model, fast.agreement, fast.declined)
    yield ""
    yield from _ablations(fast.ablations)
    yield ""


def _per_label(model: Evaluation, fast: Evaluation | None) -> Iterator[str]:
    yield "| label | support | precision | recall | F1 | 95 % interval | average precision | F1, fast mode |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    quick = {one.key: f"{one.f1:.2f}" for one in fast.scores} if fast else {}
    for one in model.scores:
        if one.key.split(":")[0] in SHOWN:
            cells = f"{one.precision:.2f} | {one.recall:.2f} | {one.f1:.2f} | {one.low:.2f} to {one.high:.2f}"
            yield f"| {one.key} | {one.support} | {cells} | {one.average_precision:.2f} | {quick.get(one.key, '')} |"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, Sequence) and not isinstance(value, str) else value

"""An evaluation as Markdown: the means, and a row per label with the baseline beside the model."""

from collections.abc import Iterator, Sequence

from classifier.evaluation import CORE, Evaluation

SHOWN = (*CORE, "locus", "weaknesses", "symptoms", "runtime")


def lines(evaluations: Sequence[Evaluation]) -> list[str]:
    """Return the evaluations as Markdown tables, the core labels' means first."""
    text = ["| ten core labels | macro-F1 | micro-F1 | expected calibration error |", "|---|---:|---:|---:|"]
    for one in evaluations:
        error = "" if one.calibration_error is None else f"{one.calibration_error:.3f}"
        text.append(f"| {one.name} | {one.macro_f1:.3f} | {one.micro_f1:.3f} | {error} |")
    names = " | ".join(f"{one.name} precision | recall | F1 | average precision" for one in evaluations)
    text += ["", f"| label | support | {names} |", "|---|---:|" + "---:|" * 4 * len(evaluations)]
    return [*text, *_rows(evaluations)]


def _rows(evaluations: Sequence[Evaluation]) -> Iterator[str]:
    for scores in zip(*(one.scores for one in evaluations), strict=True):
        first = scores[0]
        if first.key.split(":")[0] in SHOWN:
            cells = " | ".join(
                f"{one.precision:.2f} | {one.recall:.2f} | {one.f1:.2f} | {one.average_precision:.2f}" for one in scores
            )
            yield f"| {first.key} | {first.support} | {cells} |"

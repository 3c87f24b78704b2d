"""A saved diagnosis read back: what stands of its answers, what the engine is to know, and who said what when."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import get_args

from corpus.store import SavedAnswer, SavedDiagnosis
from diagnostics.engine import Observed
from diagnostics.load import Catalogue
from diagnostics.model import Answer
from taxonomy import Taxonomy

UNNAMED = "unnamed responder"
WORDS = {"yes": "yes", "no": "no", "unknown": "don't know"}


@dataclass(frozen=True)
class Moment:
    """One line of the timeline: when (ISO 8601, UTC), who, what. `seq` is the row in the log, 0 for the beginning."""

    seq: int
    at: str
    name: str
    words: str


def standing(saved: SavedDiagnosis) -> dict[str, tuple[SavedAnswer, ...]]:
    """Return, by check, the answers that nobody has taken back, each check's oldest first."""
    gone = {row.takes_back for row in saved.answers}
    left: dict[str, tuple[SavedAnswer, ...]] = {}
    for row in saved.answers:
        if row.answer in get_args(Answer) and row.check_id and ":" not in row.check_id and row.seq not in gone:
            left[row.check_id] = (*left.get(row.check_id, ()), row)
    return left


def agreed(rows: tuple[SavedAnswer, ...]) -> Answer:
    """Return what several answers to one check amount to, whatever their order; "unknown" for a yes beside a no."""
    said = {row.answer for row in rows} - {"unknown"}
    return "unknown" if len(said) != 1 else "yes" if "yes" in said else "no"


def disputed(saved: SavedDiagnosis) -> list[str]:
    """Return the checks to which one responder said yes and another no."""
    rows = standing(saved)
    return sorted(check for check in rows if {"yes", "no"} <= {row.answer for row in rows[check]})


def last_of(saved: SavedDiagnosis, name: str, own: Collection[int] = ()) -> SavedAnswer | None:
    """Return the last answer of a responder that still stands, or None.

    A responder is known by name; one without a name, of whom there may be several, by the numbers of the `own` rows.
    """
    left = [row for rows in standing(saved).values() for row in rows]
    rows = [row for row in left if row.seq in own or (name and row.name == name)]
    return max(rows, key=lambda row: row.seq, default=None)


def seen(saved: SavedDiagnosis) -> tuple[tuple[str, ...], str | None]:
    """Return the symptoms, sorted, and the runtime, with every later change made."""
    symptoms, runtime = set(saved.symptoms), saved.runtime
    for row in saved.answers:
        facet, _, label = row.check_id.partition(":")
        if facet == "symptoms":
            symptoms = symptoms | {label} if row.answer == "yes" else symptoms - {label}
        elif facet == "runtime":
            runtime = label if row.answer == "yes" else None if runtime == label else runtime
    return tuple(sorted(symptoms)), runtime


def observed_of(saved: SavedDiagnosis, taxonomy: Taxonomy, catalogue: Catalogue) -> Observed:
    """Return what the engine is to know: the same answers give the same, whatever their order.

    A label or check that this version does not know, because another wrote it, is left out.
    """
    symptoms, runtime = seen(saved)
    answers = {check: agreed(rows) for check, rows in sorted(standing(saved).items()) if check in catalogue.checks}
    known = tuple(one for one in symptoms if taxonomy.label("symptoms", one))
    return Observed(known, runtime if runtime and taxonomy.label("runtime", runtime) else None, answers)


def changes(saved: SavedDiagnosis, symptoms: tuple[str, ...], runtime: str | None) -> Iterator[tuple[str, Answer]]:
    """Yield the rows, as "facet:label" and yes or no, that make a diagnosis's symptoms and runtime the given ones."""
    before, ran = seen(saved)
    yield from ((f"symptoms:{one}", "yes") for one in sorted(set(symptoms) - set(before)))
    yield from ((f"symptoms:{one}", "no") for one in sorted(set(before) - set(symptoms)))
    if ran is not None and ran != runtime:
        yield f"runtime:{ran}", "no"
    if runtime is not None and ran != runtime:
        yield f"runtime:{runtime}", "yes"


def timeline(saved: SavedDiagnosis, taxonomy: Taxonomy, catalogue: Catalogue) -> list[Moment]:
    """Return everything that was said, oldest first."""
    began = [_label(taxonomy, "symptoms", one) for one in saved.symptoms]
    began += [_label(taxonomy, "runtime", saved.runtime)] if saved.runtime else []
    first = Moment(0, saved.created, saved.name or UNNAMED, "Began with: " + ", ".join(began))
    rows = {row.seq: row for row in saved.answers}
    return [first, *(_moment(row, rows, taxonomy, catalogue) for row in saved.answers)]


def _moment(row: SavedAnswer, rows: dict[int, SavedAnswer], taxonomy: Taxonomy, catalogue: Catalogue) -> Moment:
    facet, _, label = row.check_id.partition(":")
    if not row.check_id:
        words = f"Diagnosis {row.answer}"
    elif label:
        words = f"{'Seen' if row.answer == 'yes' else 'No longer seen'}: {_label(taxonomy, facet, label)}"
    else:
        check = catalogue.checks.get(row.check_id)
        question = check.question if check else f"{row.check_id} (a check this version does not know)"
        taken = rows.get(row.takes_back or 0)
        said = f"taken back: {WORDS[taken.answer]}" if taken else WORDS.get(row.answer, row.answer)
        words = f"{question} {said}"
    return Moment(row.seq, row.at, row.name or UNNAMED, words)


def _label(taxonomy: Taxonomy, facet: str, label_id: str) -> str:
    label = taxonomy.label(facet, label_id)
    return label.name if label else label_id

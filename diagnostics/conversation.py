"""The diagnosis as a conversation in the terminal: one question at a time, each answer saved as it is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from corpus.store import SavedAnswer, SavedDiagnosis, Store, add_answer, load_diagnosis
from corpus.store.diagnoses import Said
from diagnostics.explanation import title_of
from diagnostics.handover import Diagnosis, diagnosis_of, doubts, stamp
from diagnostics.load import shipped_catalogue
from diagnostics.model import Check
from diagnostics.saved import last_of, standing
from diagnostics.terminal import KEYS, engine_of
from taxonomy import Taxonomy
from taxonomy.references import closest

MENU = "[y]es, [n]o, [d]on't know, [b]ack, [t]imeline, [q]uit"


@dataclass(frozen=True)
class Responder:
    """Who answers, how to ask and to tell (the terminal's prompt and output), and the rows added here so far."""

    name: str
    prompt: Callable[[str], str]
    say: Callable[[str], None]
    own: set[int] = field(default_factory=set)


def choose_symptoms(taxonomy: Taxonomy, responder: Responder) -> list[str]:
    """Ask which symptoms are seen, by number or id, until at least one is named and all are known."""
    labels = taxonomy.labels("symptoms")
    for number, label in enumerate(labels, start=1):
        responder.say(f"{number:4}  {label.id:24} {label.name}")
    known = {str(number): label.id for number, label in enumerate(labels, start=1)} | {one.id: one.id for one in labels}
    while True:
        given = responder.prompt("What do you see? Numbers or ids").replace(",", " ").split()
        strange = [one for one in given if one not in known]
        for one in strange:
            responder.say(f'"{one}" is none of them.{closest(one, [label.id for label in labels])}')
        if given and not strange:
            return list(dict.fromkeys(known[one] for one in given))


def converse(store: Store, taxonomy: Taxonomy, diagnosis_id: str, responder: Responder) -> None:
    """Ask one check after the other, saving each answer, until the diagnosis ends or the person does (q).

    What another responder answers meanwhile is read before every question. What to do now is told for the first
    candidate, and again whenever another becomes the first.
    """
    engine, catalogue, told = engine_of(store, taxonomy), shipped_catalogue(), ""
    while True:
        saved = load_diagnosis(store, diagnosis_id)
        found = diagnosis_of(saved, engine, taxonomy, catalogue)
        check, first = found.step.next_check, found.step.ranking[0][0]
        if saved.state == "ended" or found.step.status in ("decided", "undecided") or check is None:
            return
        if first != told:
            told = first
            _tell_containment(found, responder)
        key = _ask(found, check, responder)
        if key == "q":
            return
        if key == "b":
            _take_back(store, saved, last_of(saved, responder.name, responder.own), responder)
        elif key == "t":
            _take_back(store, saved, _chosen(saved, found, responder), responder)
        elif key in KEYS:
            _save(store, saved, responder, check.id, KEYS[key])
        else:
            responder.say("Not understood, and nothing saved. Type y, n, d, b, t or q.")


def _ask(found: Diagnosis, check: Check, responder: Responder) -> str:
    for doubt in doubts(found):
        responder.say(f"\n{doubt}")
    responder.say(f"\n{check.question}\n  {check.look} (about {check.minutes:g} min)")
    return responder.prompt(MENU).strip().lower()[:1]


def _tell_containment(found: Diagnosis, responder: Responder) -> None:
    hypothesis, probability = found.step.ranking[0]
    for signature in found.catalogue.of(hypothesis)[:1]:
        words = f"{title_of(hypothesis, found.taxonomy)} ({probability:.0%})"
        responder.say(f"\nContain it now, for the likeliest cause so far, {words}:\n  {signature.contain}")


def _chosen(saved: SavedDiagnosis, found: Diagnosis, responder: Responder) -> SavedAnswer | None:
    """Tell the timeline and ask which of the answers that stand is to be taken back."""
    rows = {str(row.seq): row for rows in standing(saved).values() for row in rows}
    for moment in found.moments:
        number = str(moment.seq) if str(moment.seq) in rows else ""
        responder.say(f"{number:>4}  {stamp(moment.at)} {moment.name}: {moment.words}")
    return rows.get(responder.prompt("Number of the answer to take back, or 0 for none").strip()) if rows else None


def _take_back(store: Store, saved: SavedDiagnosis, row: SavedAnswer | None, responder: Responder) -> None:
    if row is None:
        responder.say("Nothing was taken back.")
    else:
        _save(store, saved, responder, row.check_id, "taken-back", row.seq)


def _save(
    store: Store, saved: SavedDiagnosis, by: Responder, check: str, said: Said, takes_back: int | None = None
) -> None:
    by.own.add(add_answer(store, saved.id, check, said, name=by.name, at=datetime.now(UTC), takes_back=takes_back))

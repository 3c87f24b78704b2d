"""The five steps in the terminal, one question at a time."""

from collections.abc import Callable
from datetime import date

from diagnostics.selection.answers import Answers, Place
from diagnostics.selection.load import Selection
from diagnostics.selection.model import UNKNOWN, Question

DONT_KNOW = "d"


def converse(selection: Selection, prompt: Callable[[str], str], say: Callable[[str], None], day: date) -> Answers:
    """Ask every question, with b to go back by one; then the model's version and the places; return the answers."""
    questions = list(selection.questions.values())
    given: dict[str, str] = {}
    while len(given) < len(questions):
        question = questions[len(given)]
        keys = keys_of(question)
        say(f"\n{question.text}" + (f"\n  {question.hint}" if question.hint else ""))
        shown = ", ".join(f"[{key}] {question.shown(answer)}" for key, answer in keys.items())
        key = prompt(f"{shown}, [b] back").strip().lower()[:1]
        if key == "b" and given:
            given.popitem()
        elif key in keys:
            given[question.id] = keys[key]
        else:
            say(f"Answer with one of {', '.join(keys)} or b.")
    model = " ".join(prompt("Model version, as the provider names it (? if not known)").split())
    return Answers(given, UNKNOWN if model in ("", "?") else model, day, tuple(_places(prompt, say)))


def keys_of(question: Question) -> dict[str, str]:
    """Return the key of each answer: its first letter, and d for don't know."""
    return {**{answer[0]: answer for answer in question.options}, DONT_KNOW: UNKNOWN}


def _places(prompt: Callable[[str], str], say: Callable[[str], None]) -> list[Place]:
    say("\nName each place where an output becomes an action, such as: issue refund.")
    places: list[Place] = []
    while (name := " ".join(prompt("Place (. to end)").split())) not in ("", "."):
        places.append(Place(name))
    return places

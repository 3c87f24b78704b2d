"""What follows from answers, one topic at a time: pure functions over the rules, exact about what is not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from diagnostics.selection.load import Selection, fits
from diagnostics.selection.model import UNKNOWN, Contradiction, Rule

COST_QUESTION = "undetermined_cost_tradeoff"
Status = Literal["decided", "open", "trade-off"]


@dataclass(frozen=True)
class Verdict:
    """What a topic comes to.

    `choice` is None while more than one is possible; then `possible` holds the rules that could still fire, and
    `find_out` the questions that would settle it. `fired` are the rules whose conditions are all met.
    """

    topic: str
    status: Status
    choice: str | None
    fired: tuple[Rule, ...]
    possible: tuple[Rule, ...]
    find_out: tuple[str, ...]


def contradictions(selection: Selection, answers: Mapping[str, str]) -> tuple[Contradiction, ...]:
    """Return the contradictions that the answers hold."""
    return tuple(one for one in selection.contradictions if fits(one.when, answers))


def usable(selection: Selection, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that are known and in no contradiction."""
    disputed = {question for one in contradictions(selection, answers) for question in one.disputed}
    return {question: answer for question, answer in answers.items() if answer != UNKNOWN and question not in disputed}


def settle(selection: Selection, topic: str, used: Mapping[str, str]) -> Verdict:
    """Return what a topic comes to by the usable answers: a choice only if every way of filling the gaps gives it."""
    possible = tuple(
        rule
        for rule in selection.of(topic)
        if all(name not in used or used[name] in allowed for name, allowed in rule.when.items())
    )
    fired = tuple(rule for rule in possible if fits(rule.when, used))
    choices = {rule.choice for rule in possible}
    if len(choices) == 1:
        choice = choices.pop()
        return Verdict(topic, "trade-off" if choice == COST_QUESTION else "decided", choice, fired, possible, ())
    missing = {name for rule in possible for name in rule.when if name not in used}
    return Verdict(topic, "open", None, fired, possible, tuple(one for one in selection.questions if one in missing))

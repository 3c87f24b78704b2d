"""The states of a report, which may follow which, and the decisions that lead from one to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

State = Literal["draft", "in review", "published", "withdrawn"]
STATES: tuple[State, ...] = ("draft", "in review", "published", "withdrawn")
UNDO = "undo"  # the one action that may lead where NEXT_STATES does not: back to where the last decision began

NEXT_STATES: Mapping[str | None, tuple[State, ...]] = {
    None: ("draft", "in review", "published"),
    "draft": ("draft", "in review", "published", "withdrawn"),
    "in review": ("in review", "draft", "published", "withdrawn"),
    "published": ("published", "withdrawn"),
    "withdrawn": ("draft",),
}


@dataclass(frozen=True)
class Decision:
    """A change of a report's state alone: from which states, to which, and whether it must give a reason."""

    before: tuple[State, ...]
    after: State
    reason: bool


DECISIONS: Mapping[str, Decision] = {
    "submit": Decision(("draft",), "in review", reason=False),
    "publish": Decision(("in review",), "published", reason=False),
    "send back": Decision(("in review",), "draft", reason=True),
    "withdraw": Decision(("draft", "in review", "published"), "withdrawn", reason=True),
    "reopen": Decision(("withdrawn",), "draft", reason=True),
}


def decisions_on(state: str) -> tuple[str, ...]:
    """Return the decisions that may be made on a report in a state."""
    return tuple(name for name, decision in DECISIONS.items() if state in decision.before)


def state_after_edit(state: str) -> State:
    """Return the state that an edit leaves a report in: its own, or draft where that may not be written again."""
    return next((known for known in NEXT_STATES[state] if known == state), "draft")

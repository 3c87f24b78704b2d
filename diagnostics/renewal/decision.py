"""What a stage decides: data only. The engine carries it out, after the gate has been asked and in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from diagnostics.renewal.facts import Line
from diagnostics.renewal.gate import Permit


@dataclass(frozen=True)
class Timer:
    """A timer to set on the row as it will stand after the decision."""

    kind: str
    day: int


@dataclass(frozen=True)
class Reply:
    """A question put to a customer or a person, whose answer will come as a message."""

    question: str


@dataclass(frozen=True)
class Decision:
    """Lines for the log, the state to move to (None: the row stays), and what follows from it."""

    lines: tuple[Line, ...]
    to: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    timers: tuple[Timer, ...] = ()
    asks: tuple[Reply, ...] = ()
    permits: tuple[Permit, ...] = ()

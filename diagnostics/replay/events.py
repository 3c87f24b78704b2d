"""Reading an event log: one line per event and outcome, grouped by workflow and put in order."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import pairwise
from sys import intern
from typing import Any, BinaryIO, NamedTuple

from diagnostics.load import DiagnosticsError
from diagnostics.replay.lines import Reading, canonical, finish, identifier, read_objects, version

MAX_EVENTS = 500_000
KEPT = 300
EXPECTED = '{"workflow": "w1", "event": "e1", "model_version": "m1", "outcome": "approved", "seq": 1}'


class Event(NamedTuple):
    """One line of a log. `outcome` is canonical JSON; a long one is its beginning, length and digest."""

    workflow: str
    event: str
    consumer: str | None
    model: str | None
    prompt: str | None
    outcome: str
    seq: float | None
    at: float | str | None
    line: int


class Log(NamedTuple):
    """A log: the events of each workflow in order, and what reading it found.

    `out_of_order` counts events that stand in the file before an earlier one of their workflow.
    """

    workflows: dict[str, list[Event]]
    reading: Reading
    out_of_order: int


def read_log(stream: BinaryIO, name: str) -> Log:
    """Read a log; raise DiagnosticsError when it is too large or most of its lines are unusable.

    Within a workflow events run by `seq` where each has one, else by `at` where each has one that can be read as a
    time, else as they stand in the file.
    """
    reading = Reading(name)
    workflows: dict[str, list[Event]] = {}
    for number, value in read_objects(stream, reading):
        event = _event(value, number, reading)
        if event is None:
            continue
        reading.used += 1
        if reading.used > MAX_EVENTS:
            raise DiagnosticsError([f"{name}: more than {MAX_EVENTS:,} events. Cut it by workflow into pieces."])
        workflows.setdefault(event.workflow, []).append(event)
    finish(reading, EXPECTED)
    out_of_order = 0
    for workflow, events in workflows.items():
        workflows[workflow], moved = _ordered(events)
        out_of_order += moved
    return Log(workflows, reading, out_of_order)


def outcome_key(value: Any) -> str:
    """Return an outcome as canonical JSON: equal for equal values whatever the order of their keys.

    Beyond KEPT characters only the beginning is kept, with length and BLAKE2b digest, so memory stays bounded.
    """
    text = canonical(value).encode("utf-8", "backslashreplace").decode()
    if len(text) <= KEPT:
        return text
    digest = blake2b(text.encode("utf-8"), digest_size=16).hexdigest()
    return f"{text[:KEPT]}… ({len(text):,} characters, BLAKE2b {digest})"


def _event(value: dict[str, Any], number: int, reading: Reading) -> Event | None:
    workflow, event = identifier(value.get("workflow")), identifier(value.get("event"))
    if workflow is None or event is None:
        missing = "workflow" if workflow is None else "event"
        reading.refuse_line(number, f'"{missing}" is missing or is not text. Give every event its id.')
        return None
    if "outcome" not in value:
        reading.refuse_line(number, '"outcome" is missing. Write null for an event without one.')
        return None
    try:
        names = [version(value.get(key)) for key in ("consumer", "model_version", "prompt_version")]
        outcome = outcome_key(value["outcome"])
    except ValueError:
        reading.refuse_line(number, "consumer, model_version and prompt_version must be text.")
        return None
    except RecursionError:
        reading.refuse_line(number, "the outcome is nested too deeply.")
        return None
    consumer, model, prompt = (intern(name) if name else None for name in names)
    seq, at = value.get("seq"), value.get("at")
    return Event(
        intern(workflow), intern(event), consumer, model, prompt, intern(outcome), _number(seq), _moment(at), number
    )


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _moment(value: Any) -> float | str | None:
    return identifier(value) if isinstance(value, str) else _number(value)


def _ordered(events: list[Event]) -> tuple[list[Event], int]:
    if all(event.seq is not None for event in events):
        keys = [event.seq or 0.0 for event in events]
    else:
        times = [_seconds(event.at) for event in events]
        keys = [time for time in times if time is not None]
        if len(keys) < len(events):
            return events, 0
    moved = sum(later < earlier for earlier, later in pairwise(keys))
    return (_sorted(keys, events), moved) if moved else (events, 0)


def _sorted(keys: Iterable[float], events: list[Event]) -> list[Event]:
    pairs = sorted(zip(keys, events, strict=True), key=lambda pair: pair[0])
    return [event for _, event in pairs]


def _seconds(at: float | str | None) -> float | None:
    """Return seconds since 1970 of a number or an ISO time, one without a zone taken as UTC; else None."""
    if not isinstance(at, str):
        return at
    try:
        moment = datetime.fromisoformat(at)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None

"""One workflow in two logs: its events paired by id, the first that ended otherwise, and what followed."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from diagnostics.replay.events import Event

SHOWN = 5

Change = Literal["model", "prompt", "model and prompt", "model, prompt not recorded", "none", "not recorded"]
Status = Literal["same", "diverged", "cut", "other events"]
Key = tuple[str, str | None]


class Occurrence(NamedTuple):
    """All lines of one event and consumer in one log: the first of them, and the different outcomes in order."""

    first: Event
    outcomes: tuple[str, ...]
    lines: int

    @property
    def key(self) -> frozenset[str]:
        """What is compared: the set of outcomes."""
        return frozenset(self.outcomes)


class Pair(NamedTuple):
    """An event that both logs hold."""

    old: Occurrence
    new: Occurrence

    @property
    def differs(self) -> bool:
        """Whether the event led to something else in the new log."""
        return self.old.outcomes != self.new.outcomes and self.old.key != self.new.key

    @property
    def change(self) -> Change:
        """Which version differs between the sides, as far as both logs record it."""
        return change_between(self.old.first, self.new.first)


class Later(NamedTuple):
    """An event after the first divergence that is not the same in both logs; a side that lacks it is empty."""

    event: str
    consumer: str | None
    old: tuple[str, ...]
    new: tuple[str, ...]


class Alignment(NamedTuple):
    """One workflow compared. Events are counted once per id and consumer; `first` is the first divergence.

    `agreeing_after` counts equal events behind it, `later` holds the first SHOWN that are not, `later_count` all.
    `dropped` and `added` are the events of one log only; `input_unclear` says that such an event, or another order,
    stands before the first divergence, so that the input may have differed.
    """

    workflow: str
    status: Status
    pairs: tuple[Pair, ...]
    dropped: int
    added: int
    first: Pair | None = None
    later: tuple[Later, ...] = ()
    later_count: int = 0
    agreeing_after: int = 0
    input_unclear: bool = False


def change_between(old: Event, new: Event) -> Change:
    """Return which version differs between two events: "not recorded" where the logs cannot tell."""
    if old.model is None or new.model is None:
        return "not recorded"
    if old.prompt is None or new.prompt is None:
        return "model, prompt not recorded" if old.model != new.model else "not recorded"
    if old.model != new.model:
        return "model and prompt" if old.prompt != new.prompt else "model"
    return "prompt" if old.prompt != new.prompt else "none"


def occurrences(events: Sequence[Event], by_consumer: bool) -> dict[Key, Occurrence]:
    """Return the events of one workflow by id and, with `by_consumer`, consumer, in order of first occurrence."""
    groups: dict[Key, list[Event]] = {}
    for event in events:
        groups.setdefault((event.event, event.consumer if by_consumer else None), []).append(event)
    return {
        key: Occurrence(group[0], tuple(dict.fromkeys(one.outcome for one in group)), len(group))
        for key, group in groups.items()
    }


def align(workflow: str, old: dict[Key, Occurrence], new: dict[Key, Occurrence]) -> Alignment:
    """Compare one workflow that both logs hold; the old log's order says which divergence is the first."""
    pairs = {key: Pair(old[key], new[key]) for key in old if key in new}
    dropped, added = len(old) - len(pairs), len(new) - len(pairs)
    first = next((key for key, pair in pairs.items() if pair.differs), None)
    if first is not None:
        return _diverged(workflow, old, new, pairs, first)
    status: Status = "same"
    if dropped or added:
        ends_early = not (dropped and added) and _is_tail(old, pairs) and _is_tail(new, pairs)
        status = "cut" if ends_early else "other events"
    return Alignment(workflow, status, tuple(pairs.values()), dropped, added)


def _diverged(
    workflow: str, old: dict[Key, Occurrence], new: dict[Key, Occurrence], pairs: dict[Key, Pair], first: Key
) -> Alignment:
    before, after = _split(old, first)
    new_before, new_after = _split(new, first)
    later = [Later(*key, old[key].outcomes, ()) for key in after if key not in pairs]
    changed = [key for key in after if key in pairs and pairs[key].differs]
    later = [Later(*key, old[key].outcomes, new[key].outcomes) for key in changed] + later
    later += [Later(*key, (), new[key].outcomes) for key in new_after if key not in pairs]
    return Alignment(
        workflow,
        "diverged",
        tuple(pairs.values()),
        len(old) - len(pairs),
        len(new) - len(pairs),
        pairs[first],
        tuple(later[:SHOWN]),
        len(later),
        sum(key in pairs for key in after) - len(changed),
        before != new_before,
    )


def _split(log: dict[Key, Occurrence], at: Key) -> tuple[list[Key], list[Key]]:
    keys = list(log)
    place = keys.index(at)
    return keys[:place], keys[place + 1 :]


def _is_tail(log: dict[Key, Occurrence], pairs: dict[Key, Pair]) -> bool:
    """Tell whether everything that only this log holds comes after all that both hold."""
    shared = [key in pairs for key in log]
    return not any(later and not earlier for earlier, later in pairwise(shared))

"""Two logs of one event stream compared: how many workflows diverge, where first, at which consumer and version."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from corpus.statistics import Share, share
from diagnostics.replay.alignment import Alignment, Key, Occurrence, Pair, align, occurrences
from diagnostics.replay.events import Event, Log
from diagnostics.replay.lines import printable

Verdict = Literal[
    "identical", "no-divergence", "log-divergence", "same-versions", "versions-not-recorded", "cannot-compare"
]


class Row(NamedTuple):
    """How one consumer, or one change of version, fared: events compared, differing, and first divergences."""

    name: str
    compared: int
    differing: int
    first: int


class Comparison(NamedTuple):
    """What two logs say. `diverging` holds each diverging workflow; `share` is of workflows with a common event.

    `cut`, `other_events` count workflows without divergence whose events are not the same; `only_old`, `only_new`
    those in one log only; `dropped`, `added` events of one log only within the workflows of both.
    """

    verdict: Verdict
    share: Share
    diverging: tuple[Alignment, ...]
    by_consumer: tuple[Row, ...]
    by_change: tuple[Row, ...]
    events: int
    dropped: int
    added: int
    cut: int
    other_events: int
    only_old: int
    only_new: int
    remarks: tuple[str, ...]


def compare(old: Log, new: Log) -> Comparison:
    """Compare two logs, the older one first."""
    tally = _Tally(*_grouping(old, new))
    for workflow in old.workflows:
        if workflow in new.workflows:
            tally.add(workflow, old, new)
    only_old = sum(workflow not in new.workflows for workflow in old.workflows)
    only_new = sum(workflow not in old.workflows for workflow in new.workflows)
    whole = _is_same_file(old, new) or not (tally.dropped or tally.added or only_old or only_new or _unread(old, new))
    return Comparison(
        _verdict(tally, whole),
        share("diverging workflows", len(tally.diverging), tally.comparable),
        tuple(tally.diverging),
        _rows(tally.consumers, (consumer_of(found.first) for found in tally.diverging if found.first)),
        _rows(tally.changes, (found.first.change for found in tally.diverging if found.first)),
        tally.compared,
        tally.dropped,
        tally.added,
        tally.statuses["cut"],
        tally.statuses["other events"],
        only_old,
        only_new,
        (*tally.remarks, *_remarks(old, new, tally)),
    )


def consumer_of(pair: Pair) -> str:
    """Return who handled an event, as the old log says, else the new one."""
    return pair.old.first.consumer or pair.new.first.consumer or "not recorded"


class _Tally:
    """The counts of a comparison while it runs over the workflows, so that no workflow is kept but a diverging one."""

    def __init__(self, by_consumer: bool, remarks: tuple[str, ...]) -> None:
        self.by_consumer, self.remarks = by_consumer, remarks
        self.diverging: list[Alignment] = []
        self.statuses: Counter[str] = Counter()
        self.consumers: Counter[tuple[str, bool]] = Counter()
        self.changes: Counter[tuple[str, bool]] = Counter()
        self.compared = self.comparable = self.dropped = self.added = 0
        self.repeated = self.answered_twice = 0

    def add(self, workflow: str, old: Log, new: Log) -> None:
        """Count one workflow of both logs."""
        sides = [occurrences(log.workflows[workflow], self.by_consumer) for log in (old, new)]
        for side in sides:
            self._count_repeats(side)
        found = align(workflow, *sides)
        self.dropped += found.dropped
        self.added += found.added
        self.compared += len(found.pairs)
        self.comparable += bool(found.pairs)
        self.statuses[found.status] += 1
        for pair in found.pairs:
            differs = pair.differs
            self.consumers[consumer_of(pair), differs] += 1
            self.changes[pair.change, differs] += 1
        if found.status == "diverged":
            self.diverging.append(found._replace(pairs=()))

    def _count_repeats(self, side: dict[Key, Occurrence]) -> None:
        for occurrence in side.values():
            if occurrence.lines > 1:
                self.repeated += occurrence.lines - len(occurrence.outcomes)
                self.answered_twice += len(occurrence.outcomes) > 1


def _grouping(old: Log, new: Log) -> tuple[bool, tuple[str, ...]]:
    """Tell whether events are told apart by consumer: only where both logs record any."""
    named = [any(event.consumer for event in _events(log)) for log in (old, new)]
    if named[0] != named[1]:
        return False, ("Only one log records consumers, so events were paired without them.",)
    return named[0], ()


def _events(log: Log) -> Iterator[Event]:
    return (event for events in log.workflows.values() for event in events)


def _verdict(tally: _Tally, whole: bool) -> Verdict:
    if not tally.compared:
        return "cannot-compare"
    if not tally.diverging:
        return "identical" if whole else "no-divergence"
    changes = {found.first.change for found in tally.diverging if found.first}
    if changes - {"none", "not recorded"}:
        return "log-divergence"
    return "versions-not-recorded" if "not recorded" in changes else "same-versions"


def _rows(compared: Counter[tuple[str, bool]], first: Iterable[str]) -> tuple[Row, ...]:
    """Return the rows of one table, those with most first divergences first."""
    firsts = Counter(first)
    names = sorted({name for name, _ in compared})
    rows = [
        Row(name, compared[name, True] + compared[name, False], compared[name, True], firsts[name]) for name in names
    ]
    return tuple(sorted(rows, key=lambda row: (-row.first, -row.differing, -row.compared)))


def _is_same_file(old: Log, new: Log) -> bool:
    return old.reading.digest == new.reading.digest


def _unread(old: Log, new: Log) -> bool:
    return any(log.reading.bad or log.reading.warnings for log in (old, new))


def _remarks(old: Log, new: Log, tally: _Tally) -> Iterator[str]:
    if _is_same_file(old, new):
        yield "The two files are the same, byte for byte: this compares a log with itself."
    if tally.repeated:
        yield f"{tally.repeated:,} lines repeat an event with the same outcome; each counts once."
    if tally.answered_twice:
        yield (
            f"{tally.answered_twice:,} times a log holds several outcomes of one event: either the event led to "
            "several things, or it was delivered again and ended otherwise. The sets of outcomes were compared."
        )
    for log in (old, new):
        if log.out_of_order:
            yield f"{printable(log.reading.name)}: {log.out_of_order:,} events stood out of order and were sorted."
    for log in (old, new):
        yield from log.reading.remarks
        if log.reading.bad:
            yield f"{printable(log.reading.name)}: events on unusable lines count as missing from this log."

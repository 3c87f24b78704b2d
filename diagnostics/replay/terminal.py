"""Results of both comparisons as lines for the terminal."""

from collections.abc import Iterator, Sequence

from diagnostics.replay.advice import Advice, guide, is_ours
from diagnostics.replay.alignment import Alignment
from diagnostics.replay.divergence import Comparison, Row, consumer_of
from diagnostics.replay.lines import printable
from diagnostics.replay.rerun import Batch, verdicts_of
from diagnostics.replay.words import CHANGED, attribution, followed, measure, note_of, rate, summary

LISTED = 20
DETAILED = 3
WIDTH = 100


def comparison_lines(found: Comparison) -> Iterator[str]:
    """Yield the comparison of two logs."""
    words = guide().verdicts[found.verdict]
    yield from (f"{words.name}: {words.meaning}", *summary(found))
    for one in found.diverging[:DETAILED]:
        yield from _detail(one)
    for one in found.diverging[DETAILED:LISTED]:
        if one.first is not None:
            yield f"  {printable(one.workflow)}: first at {printable(one.first.old.first.event)}"
    yield from _left_out(len(found.diverging) - LISTED)
    if found.diverging:
        yield from _rows("By consumer", found.by_consumer)
        yield from _rows("Changed", [row._replace(name=CHANGED[row.name]) for row in found.by_change])
    yield from _advice(guide().of([found.verdict]))


def batch_lines(found: Batch) -> Iterator[str]:
    """Yield the verdicts of a batch."""
    words = guide().verdicts[found.overall.verdict]
    prior = printable(str(found.sides.prior)) if found.sides.prior else "none"
    yield f"All cases together: {words.name}. {words.meaning}"
    yield f"Prior: {prior}. Current: {printable(str(found.sides.current))}. Sides: {found.sides.how}."
    yield measure(found)
    if found.attribution is not None:
        yield attribution(found)
        for one in found.attribution.contrasts:
            versions = f"{printable(str(one.before))} to {printable(str(one.after))}"
            yield f"  only the {one.changed}: {versions}, {one.cases} cases, p = {one.p_value:.2g} (corrected)"
    for case in (found.overall, *found.cases[:LISTED]):
        name = guide().verdicts[case.verdict].name
        yield f"  {printable(case.case, 40)}: {name}. Failed on prior {rate(case.prior)}, current {rate(case.current)}."
        if note := note_of(case):
            yield f"      {note}"
    yield from _left_out(len(found.cases) - LISTED)
    yield from _advice(guide().of(verdicts_of(found)))


def _detail(found: Alignment) -> Iterator[str]:
    if found.first is None:
        return
    consumer = printable(consumer_of(found.first), 40)
    yield f"  {printable(found.workflow)}: first at {printable(found.first.old.first.event)} (consumer {consumer})"
    for name, side in (("old", found.first.old), ("new", found.first.new)):
        versions = f"{side.first.model or 'not recorded'} / {side.first.prompt or 'not recorded'}"
        yield f"      {name}: {printable(' '.join(side.outcomes), WIDTH)}  [{printable(versions)}]"
    yield f"      {followed(found)}"
    for one in found.later:
        old, new = (printable(" ".join(side), WIDTH) or "not there" for side in (one.old, one.new))
        yield f"        {printable(one.event)}: {old} -> {new}"


def _rows(title: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f"{title} (events compared, differing, first divergences):"
    yield from (
        f"  {row.compared:9,} {row.differing:9,} {row.first:9,}  {printable(row.name)}" for row in rows[:LISTED]
    )
    yield from _left_out(len(rows) - LISTED)


def _left_out(number: int) -> list[str]:
    return [f"  and {number:,} more; --json lists up to 1,000"] if number > 0 else []


def _advice(advice: Sequence[Advice]) -> Iterator[str]:
    yield "What to do:"
    for one in advice:
        yield f"- {one.title}. {one.what.text}{' (ours)' if is_ours(one.what) else ''}"
        for name, claim in (("Trigger", one.trigger), ("Threshold", one.threshold)):
            if claim is not None:
                yield f"    {name}: {claim.text}"
        yield from (
            f"    {place}. {step.text}{' (ours)' if is_ours(step) else ''}" for place, step in enumerate(one.steps, 1)
        )

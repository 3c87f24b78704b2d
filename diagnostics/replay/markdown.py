"""Results of both comparisons as Markdown, in which everything that came from the files shows literally."""

import re
from collections.abc import Iterable, Iterator, Sequence

from diagnostics.replay.advice import Advice, guide, is_ours
from diagnostics.replay.alignment import Alignment, Occurrence
from diagnostics.replay.divergence import Comparison, Row, consumer_of
from diagnostics.replay.lines import printable
from diagnostics.replay.rerun import Batch, CaseResult, verdicts_of
from diagnostics.replay.words import CHANGED, attribution, followed, measure, note_of, rate, summary
from taxonomy.model import Claim

LISTED = 50
DETAILED = 10
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@&])")


def comparison_markdown(found: Comparison) -> str:
    """Return the comparison of two logs as a report."""
    words = guide().verdicts[found.verdict]
    lines = ["# Replay: two logs compared", "", f"**{words.name}.** {words.meaning}", "", *_bullets(summary(found)), ""]
    if found.diverging:
        lines += ["## Diverging workflows", "", *_table(("Workflow", "First at", "Consumer", "Changed"), _heads(found))]
        lines += [*_left_out(len(found.diverging) - LISTED), "", "## First divergences", ""]
        for one in found.diverging[:DETAILED]:
            lines += _detail(one)
        lines += [*_left_out(len(found.diverging) - DETAILED), "", "## By consumer", "", *_rows(found.by_consumer)]
        lines += ["", "## By change of version", "", *_rows(_named(found.by_change)), ""]
    return "\n".join([*lines, *_end(found.remarks, guide().of([found.verdict]))])


def batch_markdown(found: Batch) -> str:
    """Return the verdicts of a batch as a report."""
    words = guide().verdicts[found.overall.verdict]
    prior = escape(str(found.sides.prior)) if found.sides.prior else "none"
    lines = ["# Replay: failures rerun on two versions", "", f"**{words.name}.** {words.meaning}", ""]
    lines += [f"- Prior: {prior}. Current: {escape(str(found.sides.current))}. Sides: {found.sides.how}."]
    lines += [*_bullets(one for one in (measure(found), attribution(found)) if one), ""]
    if found.attribution and found.attribution.contrasts:
        rows = [
            (one.changed, str(one.before), str(one.after), f"{one.p_value:.2g}") for one in found.attribution.contrasts
        ]
        lines += [*_table(("Only this changed", "From", "To", "p (corrected)"), rows), ""]
    head = ("Case", "Failed on prior", "Failed on current", "Verdict", "Note")
    lines += ["## Cases", "", *_table(head, (_case(one) for one in (found.overall, *found.cases[:LISTED])))]
    lines += [*_left_out(len(found.cases) - LISTED), ""]
    return "\n".join([*lines, *_end(found.remarks, guide().of(verdicts_of(found)))])


def advice_lines(advice: Iterable[Advice]) -> Iterator[str]:
    """Yield advice as Markdown; what the source does not give is marked as ours."""
    for one in advice:
        yield from (f"### {one.title}", "", said(one.what), "")
        for name, claim in (("Trigger", one.trigger), ("Threshold", one.threshold)):
            if claim is not None:
                yield from (f"**{name}.** {said(claim)}", "")
        yield from (f"{number}. {said(step)}" for number, step in enumerate(one.steps, 1))
        yield ""


def said(claim: Claim) -> str:
    """Return a sentence with its origin where that is not the source itself."""
    return f"{claim.text} *(ours)*" if is_ours(claim) else f"{claim.text} *({claim.source})*"


def escape(text: str) -> str:
    """Return Markdown that shows text from a file as it stands, cut to what is readable."""
    return _escape(printable(text))


def block(text: str) -> str:
    """Return a Markdown code block that no text can close."""
    shown = printable(text, 600)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    return f"{fence}\n{shown}\n{fence}"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _bullets(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(escape(str(cell)) for cell in row)} |" for row in rows)


def _heads(found: Comparison) -> Iterator[Sequence[str]]:
    for one in found.diverging[:LISTED]:
        if one.first is not None:
            yield one.workflow, one.first.old.first.event, consumer_of(one.first), CHANGED[one.first.change]


def _rows(rows: Iterable[Row]) -> Iterator[str]:
    return _table(("", "Events compared", "Differing", "First divergences"), list(rows)[:LISTED])


def _named(rows: Iterable[Row]) -> Iterator[Row]:
    return (row._replace(name=CHANGED[row.name]) for row in rows)


def _detail(found: Alignment) -> list[str]:
    if found.first is None:
        return []
    lines = [f"### {escape(found.workflow)}, event {escape(found.first.old.first.event)}", ""]
    for name, side in (("Old", found.first.old), ("New", found.first.new)):
        lines += [f"{name}: {_versions(side)}, line {side.first.line}", "", block(" ".join(side.outcomes)), ""]
    lines += [followed(found), ""]
    for one in found.later:
        lines += [f"- {escape(one.event)}: {_outcomes(one.old)} → {_outcomes(one.new)}"]
    return [*lines, ""]


def _outcomes(outcomes: Sequence[str]) -> str:
    return escape(" ".join(outcomes)) if outcomes else "not there"


def _versions(side: Occurrence) -> str:
    first = side.first
    return f"model {escape(first.model or 'not recorded')}, prompt {escape(first.prompt or 'not recorded')}"


def _case(case: CaseResult) -> Sequence[str]:
    return case.case, rate(case.prior), rate(case.current), guide().verdicts[case.verdict].name, note_of(case)


def _left_out(number: int) -> list[str]:
    return ["", f"{number:,} more are not listed here; the JSON output holds more."] if number > 0 else []


def _end(remarks: Sequence[str], advice: Iterable[Advice]) -> Iterator[str]:
    if remarks:
        yield from ("## About the files", "", *_bullets(_escape(remark) for remark in remarks), "")
    yield from ("## What to do", "", *advice_lines(advice))

"""What both comparisons found, in sentences that the page, the terminal and the reports share."""

from collections.abc import Iterator

from diagnostics.replay.alignment import Alignment
from diagnostics.replay.divergence import Comparison
from diagnostics.replay.exact import Count, interval
from diagnostics.replay.rerun import Batch, CaseResult

CHANGED = {
    "model": "model",
    "prompt": "prompt",
    "model and prompt": "model and prompt, not told apart",
    "model, prompt not recorded": "model; the prompt is not recorded",
    "none": "neither model nor prompt",
    "not recorded": "cannot tell: not recorded",
}


def summary(found: Comparison) -> Iterator[str]:
    """Yield the counts of a comparison."""
    share = found.share
    if share.total:
        percent = f"{share.share:.1%}, 95 % interval {share.low:.1%} to {share.high:.1%}"
        yield f"{share.count:,} of {share.total:,} workflows diverge ({percent}); {found.events:,} events compared."
    if found.dropped or found.added:
        yield f"Events in one log only: {found.dropped:,} of the old log, {found.added:,} of the new one."
    if found.cut:
        yield f"Workflows that end earlier in one log and agree before that: {found.cut:,} (by itself no divergence)."
    if found.other_events:
        yield f"Workflows with equal outcomes, but with events that only one log holds: {found.other_events:,}."
    if found.only_old or found.only_new:
        yield f"Workflows in one log only: {found.only_old:,} in the old log, {found.only_new:,} in the new one."


def followed(found: Alignment) -> str:
    """Return what came after a first divergence, and whether the input before it was the same."""
    if found.later_count:
        text = f"After it {found.later_count:,} events differ or stand in one log only; {found.agreeing_after:,} agree."
    else:
        text = f"Nothing else differs after it; {found.agreeing_after:,} later events agree."
    if found.input_unclear:
        text += " Before it the logs hold other events or another order, so the input may have differed."
    return text


def measure(found: Batch) -> str:
    """Return by which measure a batch was judged."""
    return (
        f"Exact tests, corrected by Holm over all claims of all cases: the chance of even one wrong verdict among the "
        f'cases is at most {found.alpha:.0%}. "Fails" and "passes" mean in most runs.'
    )


def attribution(found: Batch) -> str:
    """Return whether model or prompt brings the failures; empty where no divergence was found."""
    if found.attribution is None:
        return ""
    return f"Model or prompt: {found.attribution.cause}. {found.attribution.why}"


def note_of(case: CaseResult) -> str:
    """Return what a case still needs, and what else is to be known about it."""
    enough = f"About {case.enough} runs a side would do if the rates stay." if case.enough else ""
    return " ".join(one for one in (case.note, enough) if one)


def rate(count: Count) -> str:
    """Return failures of runs with their 95 % interval."""
    if not count.runs:
        return "no runs"
    low, high = interval(count)
    return f"{count.failed} of {count.runs} ({low:.0%} to {high:.0%})"

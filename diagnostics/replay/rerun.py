"""The batch procedure: failures rerun on the prior and the current version, k runs a side, with exact tests.

The source's procedure reruns once; one run a side cannot tell a version from chance, so here it decides nothing.
A verdict needs its claim to hold at ALPHA after Holm's correction over all claims of all cases, so that the chance of
even one wrong verdict in a file is at most ALPHA. "Fails" and "passes" mean: in most runs.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from math import ceil
from typing import Literal, NamedTuple

from diagnostics.replay.attribution import Attribution, attribute
from diagnostics.replay.exact import ALPHA, MOST_RUNS, Count, claims, fails_more, holds, holm, runs_to_decide
from diagnostics.replay.lines import printable
from diagnostics.replay.runs import Runs, Version
from diagnostics.replay.sides import Sides, choose_sides

Verdict = Literal["functional-failure", "replay-divergence", "variance", "blocked", "undecided"]
FEWEST = 2
CLAIMS: tuple[Verdict, ...] = ("functional-failure", "replay-divergence", "variance")
NO_RUNS = Count(0, 0)
OVERALL = "all cases"


class CaseResult(NamedTuple):
    """What the runs of one case say, or of the batch.

    `p_values` are corrected, one per claim of CLAIMS, empty where nothing was tested. `enough` is about how many runs
    a side would give a verdict if the rates stay, None if it has one or no reasonable number would. `note` says what
    else is to be known.
    """

    case: str
    prior: Count
    current: Count
    verdict: Verdict
    p_values: tuple[float, ...] = ()
    enough: int | None = None
    note: str = ""


class Batch(NamedTuple):
    """The result of a batch: the sides, the batch as a whole, each case, and what changed between the sides.

    `attribution` is given where a divergence was found.
    """

    sides: Sides
    overall: CaseResult
    cases: tuple[CaseResult, ...]
    attribution: Attribution | None
    remarks: tuple[str, ...]
    alpha: float = ALPHA


def judge(runs: Runs, prior: str | None = None, current: str | None = None) -> Batch:
    """Return the verdicts on rerun results; sides as MODEL[@PROMPT], or taken from the file.

    Raises DiagnosticsError where the sides cannot be told.
    """
    sides = choose_sides(runs.versions, prior, current)
    counts = {case: _side_counts(versions, sides) for case, versions in runs.cases.items()}
    tested = {case: pair for case, pair in counts.items() if min(side.runs for side in pair) >= FEWEST}
    corrected = iter(holm([p_value for pair in tested.values() for p_value in claims(*pair)]))
    p_values = {case: tuple(islice(corrected, len(CLAIMS))) for case in tested}
    room = ALPHA / len(CLAIMS) / max(1, sum(pair[0].runs > 0 for pair in counts.values()))
    cases = tuple(_result(case, *pair, p_values.get(case, ()), room) for case, pair in counts.items())
    overall = _overall(list(counts.values()), list(tested.values()))
    diverged = "replay-divergence" in {overall.verdict, *(case.verdict for case in cases)}
    attribution = attribute(runs, sides) if diverged else None
    return Batch(sides, overall, cases, attribution, (*_remarks(runs, sides), *runs.reading.remarks))


def verdicts_of(found: Batch) -> list[Verdict]:
    """Return the different verdicts of a batch, the overall one first, then those of its cases, the frequent first."""
    counts = Counter(case.verdict for case in found.cases)
    return list(dict.fromkeys([found.overall.verdict, *sorted(counts, key=lambda one: (-counts[one], one))]))


def _side_counts(versions: Mapping[Version, Count], sides: Sides) -> tuple[Count, Count]:
    prior = versions.get(sides.prior, NO_RUNS) if sides.prior else NO_RUNS
    return prior, versions.get(sides.current, NO_RUNS)


def _result(case: str, prior: Count, current: Count, p_values: tuple[float, ...], room: float) -> CaseResult:
    if not prior.runs:
        return CaseResult(case, prior, current, "blocked", note="No run on the prior version.")
    if not p_values:
        note = f"Fewer than {FEWEST} runs on a side."
        return CaseResult(case, prior, current, "undecided", (), runs_to_decide(prior, current, room), note)
    held = _held(p_values)
    if not held:
        enough = runs_to_decide(prior, current, room)
        return CaseResult(case, prior, current, "undecided", p_values, enough, _why_undecided(prior, current, enough))
    return CaseResult(case, prior, current, held[0], p_values, None, _besides(held))


def _why_undecided(prior: Count, current: Count, enough: int | None) -> str:
    if holds(fails_more([(current, prior)]), ALPHA):
        return (
            "It failed more often on the prior version; if the sides are swapped, name them with --prior and --current."
        )
    return "" if enough else f"At these rates even {MOST_RUNS} runs a side would give no verdict."


def _overall(counts: Sequence[tuple[Count, Count]], tested: Sequence[tuple[Count, Count]]) -> CaseResult:
    """Judge the batch as a whole, over the cases with at least FEWEST runs a side.

    The difference is tested case by case (stratified), the mean failure rates against one half; for cases with
    different rates the binomial test is then still valid (Hoeffding 1956).
    """
    prior, current = (_total([pair[side] for pair in tested or counts]) for side in (0, 1))
    if not prior.runs:
        return CaseResult(OVERALL, prior, current, "blocked", note="No case has a run on the prior version.")
    if not tested:
        note = f"No case has at least {FEWEST} runs on each side."
        return CaseResult(OVERALL, prior, current, "undecided", (), _enough_each(prior, current, len(counts)), note)
    lasting, _, passing = claims(prior, current)
    p_values = tuple(holm([lasting, fails_more(tested), passing]))
    held = _held(p_values)
    if not held:
        note = "As a whole the batch supports none of the claims; see the cases."
        return CaseResult(OVERALL, prior, current, "undecided", p_values, None, note)
    return CaseResult(OVERALL, prior, current, held[0], p_values, None, _besides(held))


def _enough_each(prior: Count, current: Count, cases: int) -> int | None:
    """Return about how many runs a side and case would give the batch a verdict."""
    total = runs_to_decide(prior, current, ALPHA / len(CLAIMS))
    return max(FEWEST, ceil(total / cases)) if total else None


def _held(p_values: Sequence[float]) -> list[Verdict]:
    return [claim for claim, p_value in zip(CLAIMS, p_values, strict=True) if holds(p_value, ALPHA)]


def _besides(held: Sequence[Verdict]) -> str:
    both = "functional-failure" in held and "replay-divergence" in held
    return "It also fails more often on the current version." if both else ""


def _total(counts: Sequence[Count]) -> Count:
    return Count(sum(count.runs for count in counts), sum(count.failed for count in counts))


def _remarks(runs: Runs, sides: Sides) -> tuple[str, ...]:
    others = [printable(str(version)) for version in runs.versions if version not in (sides.prior, sides.current)]
    return (f"Also in the file, used only to tell model from prompt: {', '.join(others)}.",) if others else ()

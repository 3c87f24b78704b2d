"""What a run comes to: counts over all contracts, and the story of one, day by day."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from diagnostics.renewal.agenda import repeated
from diagnostics.renewal.database import RenewalError
from diagnostics.renewal.engine import Run
from diagnostics.renewal.replay import Lines, diverging
from diagnostics.renewal.world import ENDS
from taxonomy.files import read_records

SENTENCES = Path(__file__).parent / "account.yaml"
ENDINGS = ("renewed", "restructured", "churned", "escalated")


class Sentence(BaseModel):
    """How a consumer's outcome with these keys is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    consumer: str
    has: tuple[str, ...]
    says: str


@cache
def _sentences() -> tuple[Sentence, ...]:
    problems: list[str] = []
    sentences = read_records(SENTENCES, tuple[Sentence, ...], problems)
    if sentences is None:
        raise RenewalError("\n".join(problems))
    return sentences


def tell(line: Mapping[str, Any]) -> str:
    """Return a line of the log as a sentence."""
    outcome = line["outcome"]
    says = next(one.says for one in _sentences() if one.consumer == line["consumer"] and outcome.keys() >= set(one.has))
    return says.format_map({"model": line["model_version"], **{key: _plain(value) for key, value in outcome.items()}})


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) or "nothing" if isinstance(value, list) else value


def account_lines(lines: Lines, workflow: str) -> Iterator[str]:
    """Yield the story of one contract, a heading for every day on which something happened."""
    day = None
    for line in lines:
        if line["workflow"] == workflow:
            if line["at"] != day:
                day = line["at"]
                yield day
            yield f"  {tell(line)}"


def most_eventful(lines: Lines) -> str:
    """Return the workflow with the most lines; of several, the one that comes first."""
    return Counter(line["workflow"] for line in lines).most_common(1)[0][0]


def summary(run: Run, old: Lines, new: Lines) -> dict[str, Any]:
    """Return the counts of a finished run."""
    ends = Counter(run.spine.row(workflow, ENDS).data["ended"] for workflow in run.workflows())
    diverged = diverging(old, new)
    return {
        "data": "synthetic",
        **vars(run.settings),
        "endings": {ending: ends[ending] for ending in ENDINGS},
        "gate_refusals": _count(old, "gate", "rule"),
        "compensations": _scalar(run, "SELECT count(*) FROM saga WHERE undone IS NOT NULL"),
        "stale_timers": _count(old, "clock", "timer"),
        "throttled": _count(old, "throttle", "later"),
        "approvals_asked": _count(old, "approval", "asked"),
        "approvals_timed_out": _count(old, "approval", "timeout"),
        "escalations": _count(old, "escalation", "suspended"),
        "halted": _count(old, "kill switch", "halted"),
        "repeated_deliveries_ignored": repeated(run.db),
        "writes_outside": _scalar(run, "SELECT count(*) FROM outside"),
        "events": len(old),
        "replayed_under": sorted({line["model_version"] for line in new} - {"none"}),
        "diverging_workflows": diverged,
    }


def _count(lines: Sequence[Mapping[str, Any]], consumer: str, key: str) -> int:
    return sum(line["consumer"] == consumer and key in line["outcome"] for line in lines)


def _scalar(run: Run, sql: str) -> int:
    return int(run.db.query(sql)[0][0])

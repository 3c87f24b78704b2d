"""What a run comes to: counts over all contracts, and the story of one, day by day."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from diagnostics.renewal.database import RenewalError
from diagnostics.renewal.engine import Run
from diagnostics.renewal.facts import day_name
from diagnostics.renewal.replay import Lines, diverging
from diagnostics.renewal.world import ENDS
from taxonomy.files import read_records

SENTENCES = Path(__file__).parent / "account.yaml"
ENDINGS = ("renewed", "restructured", "churned", "escalated")
COUNTED: Mapping[str, tuple[str, str]] = {  # what is counted: the consumer and a key of its outcome
    "refused_by_the_gate": ("gate", "rule"),
    "timers_ignored_as_stale": ("clock", "timer"),
    "offers_put_off_by_the_throttle": ("throttle", "later"),
    "approvals_asked_for": ("approval", "asked"),
    "approvals_timed_out": ("approval", "timeout"),
    "suspended_for_a_person": ("escalation", "suspended"),
    "stopped_by_the_kill_switch": ("kill switch", "halted"),
}
KEPT: Mapping[str, str] = {
    "compensations_run": "SELECT count(*) FROM saga WHERE undone IS NOT NULL",
    "repeated_messages_ignored": "SELECT coalesce(sum(deliveries - 1), 0) FROM agenda",
    "writes_outside_with_undos": "SELECT count(*) FROM outside",
}


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
    says: str = next(
        one.says for one in _sentences() if one.consumer == line["consumer"] and outcome.keys() >= set(one.has)
    )
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
    return Counter(str(line["workflow"]) for line in lines).most_common(1)[0][0]


def summary(run: Run, old: Lines, new: Lines) -> dict[str, Any]:
    """Return the settings of a finished run, how its contracts ended, what each pattern did, and what a replay gave."""
    ends = Counter(run.spine.row(workflow, ENDS).data["ended"] for workflow in run.workflows())
    return {
        "data": "synthetic",
        "settings": vars(run.settings),
        "ended": {ending: ends[ending] for ending in ENDINGS},
        "did": {name: _count(old, *what) for name, what in COUNTED.items()}
        | {name: int(run.db.query(sql)[0][0]) for name, sql in KEPT.items()},
        "replay": {
            "models": sorted({line["model_version"] for line in new} - {"none"}),
            "diverging": diverging(old, new),
        },
    }


def summary_lines(counts: Mapping[str, Any]) -> Iterator[str]:
    """Yield the summary as a table, and what the replay gave as a sentence."""
    settings, replay = counts["settings"], counts["replay"]
    upgrade = (
        "no upgrade" if settings["upgrade_at"] is None else f"upgrade to stub-2 on {day_name(settings['upgrade_at'])}"
    )
    seed, contracts = settings["seed"], settings["contracts"]
    yield f"{contracts} synthetic contracts, seed {seed}, spine {settings['spine']}, {upgrade}"
    for name, number in {**counts["ended"], **counts["did"]}.items():
        yield f"  {name.replace('_', ' '):<38}{number:>5}"
    if settings["spine"] == "P3":
        how = f"calls the model again ({', '.join(replay['models'])})"
    else:
        how = "reads the journal"
    yield f"A replay {how}: {len(replay['diverging'])} of {contracts} contracts diverge."


def _count(lines: Sequence[Mapping[str, Any]], consumer: str, key: str) -> int:
    return sum(line["consumer"] == consumer and key in line["outcome"] for line in lines)

"""Reading rerun results: one line per run of one case on one version of model and prompt."""

from collections.abc import Mapping
from typing import Any, BinaryIO, NamedTuple

from diagnostics.load import DiagnosticsError
from diagnostics.replay.exact import Count
from diagnostics.replay.lines import Reading, finish, identifier, printable, read_objects, version

MAX_RUNS = 100_000
EXPECTED = '{"case": "c1", "model_version": "m2", "prompt_version": "p1", "run": 1, "outcome": "fail"}'


class Version(NamedTuple):
    """What a case was run on; the prompt is None where it is not recorded."""

    model: str
    prompt: str | None

    def __str__(self) -> str:
        return f"{self.model}@{self.prompt}" if self.prompt else self.model


class Runs(NamedTuple):
    """The runs of each case by version, both in order of first appearance, and what reading found."""

    cases: dict[str, dict[Version, Count]]
    reading: Reading

    @property
    def versions(self) -> tuple[Version, ...]:
        """Every version in the file, in order of first appearance."""
        return tuple(dict.fromkeys(one for versions in self.cases.values() for one in versions))


class _Run(NamedTuple):
    case: str
    version: Version
    run: str


def read_runs(stream: BinaryIO, name: str) -> Runs:
    """Read rerun results; raise DiagnosticsError when the file is too large or most lines are unusable.

    A run that stands twice counts once; one that stands twice with different outcomes is left out and named.
    """
    reading = Reading(name)
    outcomes: dict[_Run, str] = {}
    lines: dict[_Run, int] = {}
    contradicted: set[_Run] = set()
    repeated = 0
    for number, value in read_objects(stream, reading):
        run = _run(value, number, reading)
        if run is None:
            continue
        reading.used += 1
        if reading.used > MAX_RUNS:
            raise DiagnosticsError([f"{printable(name)}: more than {MAX_RUNS:,} runs. Sample the failures, or split."])
        repeated += run in outcomes
        if outcomes.setdefault(run, value["outcome"]) != value["outcome"] and run not in contradicted:
            contradicted.add(run)
            _warn_of_contradiction(reading, run, lines[run], number)
        lines.setdefault(run, number)
    finish(reading, EXPECTED)
    if repeated:
        reading.warnings.append(
            f"{printable(name)}: {repeated:,} lines tell of a run already told of; each run counts once."
        )
    return Runs(_counted({run: outcome for run, outcome in outcomes.items() if run not in contradicted}), reading)


def _warn_of_contradiction(reading: Reading, run: _Run, first: int, second: int) -> None:
    what = f'run {printable(run.run)} of case "{printable(run.case)}" passes on one line and fails on the other'
    reading.warnings.append(f"{printable(reading.name)}: lines {first} and {second}: {what}; it is left out.")


def _run(value: Mapping[str, Any], number: int, reading: Reading) -> _Run | None:
    found = {key: identifier(value.get(key)) for key in ("case", "run")}
    try:
        model, prompt = version(value.get("model_version")), version(value.get("prompt_version"))
    except ValueError:
        reading.refuse_line(number, "model_version and prompt_version must be text.")
        return None
    missing = [key for key, one in found.items() if one is None] + (["model_version"] if model is None else [])
    if missing:
        reading.refuse_line(number, f'"{missing[0]}" is missing. Without it the run belongs to no side.')
    elif value.get("outcome") not in ("pass", "fail"):
        reading.refuse_line(
            number, f'"outcome" is {printable(repr(value.get("outcome")), 40)}, expected "pass" or "fail".'
        )
    else:
        return _Run(found["case"] or "", Version(model or "", prompt), found["run"] or "")
    return None


def _counted(outcomes: Mapping[_Run, str]) -> dict[str, dict[Version, Count]]:
    cases: dict[str, dict[Version, Count]] = {}
    for run, outcome in outcomes.items():
        versions = cases.setdefault(run.case, {})
        before = versions.get(run.version, Count(0, 0))
        versions[run.version] = Count(before.runs + 1, before.failed + (outcome == "fail"))
    return cases

"""Logs and rerun results written as JSON Lines, and what reading them gives."""

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from diagnostics.replay import Comparison, Log, Runs, compare, read_log, read_runs

Lines = Iterable[dict[str, Any] | bytes]


def written(lines: Lines) -> bytes:
    return b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)


def event(workflow: str, name: str, outcome: Any = "ok", model: str | None = "m1", **more: Any) -> dict[str, Any]:
    versions = {"model_version": model, "prompt_version": "p1"} if model else {}
    return {"workflow": workflow, "event": name, "outcome": outcome, **versions, **more}


def log(*lines: dict[str, Any] | bytes, name: str = "log.jsonl") -> Log:
    return read_log(io.BytesIO(written(lines)), name)


def between(old: Lines, new: Lines) -> Comparison:
    return compare(log(*old, name="old.jsonl"), log(*new, name="new.jsonl"))


def cell(case: str, model: str, prompt: str | None, failed: int, runs: int) -> list[dict[str, Any]]:
    more = {"prompt_version": prompt} if prompt else {}
    return [
        {"case": case, "model_version": model, **more, "run": run, "outcome": "fail" if run < failed else "pass"}
        for run in range(runs)
    ]


@pytest.fixture
def runs() -> Callable[..., Runs]:
    """Return a reader of cells: (case, model, prompt, failed, runs)."""

    def read(*cells: tuple[str, str, str | None, int, int]) -> Runs:
        return read_runs(io.BytesIO(written([line for one in cells for line in cell(*one)])), "runs.jsonl")

    return read

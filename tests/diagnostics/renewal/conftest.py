"""Small runs of the worked example on disk, and everything that such a run leaves behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from diagnostics.renewal import Settings, Steps, open_run, start_run
from diagnostics.renewal.database import Database
from diagnostics.renewal.engine import Run

# Three contracts that meet all there is: a source that fails, a compensation that fails at first, an end of life, a
# refused offer, an approval, the kill switch, and proposals on which the two models differ.
SMALL: dict[str, Any] = {"contracts": 3, "seed": 138}


Left = dict[str, list[tuple[Any, ...]]]


class Crash(BaseException):
    """The process is gone: nothing may catch this."""


def crash(where: str) -> None:
    raise Crash(where)


def left_behind(db: Database) -> Left:
    """Return all durable state but the order in which threads happened to come through."""
    return {
        name: [tuple(row) for row in db.query(sql)]
        for name, sql in {
            "contracts": "SELECT * FROM contracts ORDER BY workflow",
            "agenda": "SELECT * FROM agenda ORDER BY id",
            "facts": "SELECT * FROM facts ORDER BY seq",
            "lines": "SELECT * FROM lines ORDER BY seq",
            "journal": "SELECT * FROM journal ORDER BY workflow, event",
            "saga": "SELECT saga, source, result, tries, undone IS NULL FROM saga ORDER BY saga, source",
            "outbox": "SELECT * FROM outbox ORDER BY key",
            "outside": "SELECT * FROM outside ORDER BY key",
        }.items()
    }


@contextmanager
def finished(path: Path, settings: Settings, **more: Any) -> Iterator[Run]:
    with start_run(path, settings, Steps(), **more) as run:
        run.go()
        yield run


def crash_once(path: Path, settings: Settings, at: int) -> bool:
    """Start a run that crashes after a step; return False if it ends before."""
    with start_run(path, settings, Steps(at, crash)) as run:
        return crashes(run)


def crashes_to_the_end(path: Path, every: int) -> Iterator[int]:
    """Go on with a run that crashes again after so many steps each time; yield after each, and after its end."""
    for number in range(1000):
        with open_run(path, Steps(every, crash)) as run:
            going = crashes(run)
        yield number
        if not going:
            return
    pytest.fail("the run gets nowhere")


def crashes(run: Run) -> bool:
    try:
        run.go()
    except Crash:
        return True
    return False


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """A run of three contracts in which nothing has happened yet."""
    with start_run(tmp_path / "run.db", Settings(**SMALL), Steps()) as begun:
        yield begun


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Run]:
    """The finished default run."""
    with finished(tmp_path / "whole.db", Settings()) as ended:
        yield ended

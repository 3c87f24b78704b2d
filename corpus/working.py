"""Long work in a process of its own, which outlives the page that began it: a command of the command line.

A supervisor runs the command, notes in the database that it is alive and what it says, and at the end its output.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from typing import IO

from corpus.errors import CorpusError
from corpus.home import database_path
from corpus.opening import open_store
from corpus.store import Store
from corpus.store.work import begin_work, end_work, find_work, note_work

ROOT = Path(__file__).parent.parent
SEEN_SECONDS = 1.0
POLITE = 10  # how far the work steps back for the server, which shares its processors


def start(store: Store, kind: str, arguments: Sequence[str], *, name: str) -> bool:
    """Start a command of the command line in the background; return False if work of that kind is running."""
    work = begin_work(store, kind, arguments, name=name, at=datetime.now(UTC))
    if work is None:
        return False
    supervisor = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "corpus.working", str(work.id)],
        cwd=ROOT,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    Thread(target=supervisor.wait, daemon=True).start()  # so that no dead process is left over
    return True


def supervise(path: Path, work_id: int) -> None:
    """Run the command of some work and keep the database told; never raises for a command that fails."""
    with open_store(path, seed=False) as store:
        work = find_work(store, work_id)
        if work is None or work.outcome:
            return
        said: list[str] = []
        with TemporaryFile() as output:
            code = _run(work.arguments, output, said, lambda: _note(store, work_id, said))
            output.seek(0)
            result = output.read().decode("utf-8", "replace").strip()
        told = result if code == 0 else "\n".join(said) or f"It ended with exit code {code} and said nothing."
        end_work(store, work_id, "done" if code == 0 else "failed", told, at=datetime.now(UTC))


def _run(arguments: Sequence[str], output: IO[bytes], said: list[str], alive: Callable[[], None]) -> int:
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    reader = Thread(target=lambda: said.extend(line.rstrip() for line in process.stderr or ()), daemon=True)
    reader.start()
    while process.poll() is None:
        alive()
        with suppress(subprocess.TimeoutExpired):
            process.wait(SEEN_SECONDS)
    reader.join(SEEN_SECONDS)
    return process.returncode


def _note(store: Store, work_id: int, said: Sequence[str]) -> None:
    with suppress(CorpusError):  # locked by the work itself; the next note will do
        note_work(store, work_id, said[-1] if said else "", at=datetime.now(UTC))


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(POLITE)
    supervise(database_path(), int(sys.argv[1]))

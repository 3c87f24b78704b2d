"""The health of an installation: one finding per thing that can be wrong, with what to do."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.errors import CorpusError
from corpus.store.copies import prove

LEAST_FREE = 500_000_000  # bytes: the database, a copy of it, and room to write
SAFE_SQLITE = (3, 51, 3)  # the first release without the write-ahead log's reset bug
Level = Literal["ok", "warning", "problem"]


@dataclass(frozen=True)
class Health:
    """One thing looked at: how it is, what was found, and what to do unless it is well."""

    what: str
    level: Level
    found: str
    advice: str = ""


def check_home(home: Path) -> Iterator[Health]:
    """Look at the folder, the disk and the library that the database rests on."""
    standing = next(folder for folder in (home, *home.parents) if folder.exists())
    if os.access(standing, os.W_OK) and standing.is_dir():
        yield Health("home", "ok", str(home))
    else:
        yield Health("home", "problem", f"{home} cannot be written", "Set FAULTLINE_HOME to a folder you can write to.")
    free = shutil.disk_usage(standing).free
    level: Level = "ok" if free >= LEAST_FREE else "warning"
    yield Health("disk", level, f"{free / 1e9:.1f} GB free", "" if level == "ok" else "Make room before you back up.")
    safe = sqlite3.sqlite_version_info >= SAFE_SQLITE
    advice = (
        "" if safe else "Before 3.51.3 a rare fault can damage a busy database: back up daily, or use a newer SQLite."
    )
    yield Health("SQLite", "ok" if safe else "warning", sqlite3.sqlite_version, advice)


def check_database(path: Path) -> Health:
    """Look at the database: intact, references whole, search index in step."""
    if not path.exists():
        return Health("database", "ok", f"{path} is made on first use")
    try:
        proof = prove(path)
    except CorpusError as error:
        return Health("database", "problem", str(error), "Restore a copy: faultline restore COPY.")
    return Health("database", "ok", f"{proof.reports} reports, {proof.versions} versions, {proof.audit} audit rows")


def check_that(what: str, look: Callable[[], str], error: type[Exception], advice: str) -> Health:
    """Look at one thing by a function that says what it found, or raises `error`."""
    try:
        return Health(what, "ok", look())
    except error as problem:
        return Health(what, "problem", str(problem).splitlines()[0], advice)

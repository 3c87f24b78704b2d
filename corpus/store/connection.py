"""Opening the database, and the one way to write to it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import CorpusError
from corpus.store.migrations import migrations
from corpus.store.sqlite import Database

BUSY_SECONDS = 20.0


def connect(path: Path) -> Database:
    """Open the database at `path`, creating folder, file and schema as needed.

    Raises CorpusError when the file cannot be opened or is not a database.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = Database(sqlite3.connect(path, timeout=BUSY_SECONDS), execute_plugins=False)  # no foreign code
        # FULL: what was acknowledged survives a power cut. secure_delete: what was redacted leaves the file.
        _switch_to_wal(db)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            db.execute("PRAGMA " + pragma)
        if migrations.pending(db):
            with write_tx(db):
                migrations.apply(db)
    except (sqlite3.DatabaseError, OSError) as error:
        raise CorpusError(
            f"{path}: the database cannot be opened: {error}. "
            "Set FAULTLINE_HOME to a folder you can write to, or restore a backup."
        ) from error
    return db


def _switch_to_wal(db: Database) -> None:
    """Switch to write-ahead logging, once per file; SQLite's busy timeout does not cover this switch, so wait here."""
    deadline = time.monotonic() + BUSY_SECONDS
    while db.journal_mode != "wal":
        try:
            db.enable_wal()
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


@contextmanager
def write_tx(db: Database) -> Iterator[None]:
    """Run a block as one write transaction that takes the write lock first, so that no edit is lost."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.commit()

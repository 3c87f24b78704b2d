"""Copies of the database: taken while it is in use, proved to restore, put in place without losing what was there."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import CorpusError
from corpus.store.migrations import migrations
from corpus.store.sqlite import Database

CHECKS = (("PRAGMA integrity_check", "damaged"), ("PRAGMA foreign_key_check", "a reference leads nowhere"))
COUNTED = ("reports", "versions", "audit")
LOCK_SECONDS = 0.2


@dataclass(frozen=True)
class Proof:
    """What was proved about a database file: intact, references whole, searchable; and how much is in it."""

    reports: int
    versions: int
    audit: int
    bytes: int


def back_up(database: Path, copy: Path) -> Proof:
    """Copy a database that may be in use, and prove the copy before it gets its name.

    SQLite's backup interface gives one consistent moment, write-ahead log included. Raises CorpusError if `copy`
    exists, cannot be written, or does not hold what the database holds.
    """
    if copy.exists():
        raise CorpusError(f"{copy}: is there already. A copy is never overwritten; name another file.")
    growing = copy.with_name(copy.name + ".growing")
    with _named(copy), _readable(database) as source:
        growing.unlink(missing_ok=True)
        least = _count(source)
        with closing(sqlite3.connect(growing)) as target:
            source.conn.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        proof = prove(growing)
        # Rows are only ever added, so a copy taken later may hold more than was counted before, never less.
        if any(getattr(proof, name) < number for name, number in least.items()):
            raise CorpusError(
                f"{copy}: holds less than {database}. Try again; if it happens twice, run faultline doctor."
            )
        os.replace(growing, copy)
    return proof


def prove(path: Path) -> Proof:
    """Return what a database file holds; raise CorpusError naming what is wrong with it."""
    with _named(path), _readable(path) as db:
        for sql, wrong in CHECKS:
            found = [row for row in db.execute(sql).fetchall() if row != ("ok",)]
            if found:
                raise CorpusError(f"{path}: {wrong}: {found[0]}. Use another copy.")
        _check_schema(path, db)
        db.execute("INSERT INTO reports_fts(reports_fts, rank) VALUES ('integrity-check', 0)")
        return Proof(**_count(db), bytes=path.stat().st_size)


def put_in_place(copy: Path, database: Path) -> tuple[Proof, Path | None]:
    """Put a proved copy where the database is; return its proof, and where the database that was there now lies.

    Raises CorpusError if the copy does not hold, or somebody has the database open.
    """
    proof = prove(copy)
    with _named(database):
        database.parent.mkdir(parents=True, exist_ok=True)
        arriving = database.with_name(database.name + ".arriving")
        arriving.unlink(missing_ok=True)
        with _readable(copy) as source, closing(sqlite3.connect(arriving)) as target:
            source.conn.backup(target)
        prove(arriving)
        aside = _put_aside(database) if database.exists() else None
        os.replace(arriving, database)
    return proof, aside


def _put_aside(database: Path) -> Path:
    """Rename the database, once nobody has it open; its log is written into it first."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = database.with_name(f"{database.stem}-before-{moment}{database.suffix}")
    with closing(sqlite3.connect(database, timeout=LOCK_SECONDS, isolation_level=None)) as db:
        busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        db.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            db.execute("PRAGMA journal_mode=DELETE").fetchone()
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            busy = 1
        if busy:
            raise CorpusError(
                f"{database}: somebody has it open. Stop the web app and all commands, then restore again."
            )
        db.execute("ROLLBACK")
    os.replace(database, aside)
    return aside


def _check_schema(path: Path, db: Database) -> None:
    if "_sqlite_migrations" not in db.table_names():
        raise CorpusError(f"{path}: no Faultline database. Name a file made by faultline backup.")
    known = {one.name for one in migrations.pending(Database(memory=True))}
    kept = {row["name"] for row in db.query("SELECT name FROM _sqlite_migrations WHERE migration_set = 'faultline'")}
    if kept - known or not kept:
        unknown = ", ".join(sorted(kept - known)) or "nothing of it"
        raise CorpusError(f"{path}: made by a newer Faultline ({unknown}). Update Faultline, then restore.")


def _count(db: Database) -> dict[str, int]:
    return {name: db.table(name).count for name in COUNTED}


@contextmanager
def _readable(path: Path) -> Iterator[Database]:
    if not path.is_file():
        raise CorpusError(f"{path}: no such file. Name a database file.")
    with closing(sqlite3.connect(path, timeout=20.0)) as connection:
        yield Database(connection)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into one line that names the file."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise CorpusError(f"{path}: {error}. Use another file or folder.") from error

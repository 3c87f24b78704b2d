"""The run's own SQLite file: opened, and written in transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from taxonomy.errors import FaultlineError

SCHEMA = Path(__file__).parent / "schema.sql"


class RenewalError(FaultlineError):
    """A run that cannot be started or gone on with."""


class Database:
    """One connection to a run's file; a thread that writes takes one of its own with `sibling`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # Transactions are begun by hand: what belongs together is then seen in the code.
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._connection.row_factory = sqlite3.Row
        # A killed process loses nothing in this mode; a power cut could lose the last commits, which a demo may.
        self._connection.execute("PRAGMA synchronous = NORMAL")

    @classmethod
    def create(cls, path: Path) -> "Database":
        """Make a new file with empty tables."""
        database = cls(path)
        database._connection.execute("PRAGMA journal_mode = WAL")
        database._connection.executescript(f"BEGIN;\n{SCHEMA.read_text(encoding='utf-8')}\nCOMMIT;")
        return database

    def sibling(self) -> "Database":
        """Return another connection to the same file."""
        return Database(self.path)

    def query(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Run one statement and return its rows."""
        return self._connection.execute(sql, values).fetchall()

    def change(self, sql: str, *values: object) -> int:
        """Run one statement and return how many rows it changed."""
        return self._connection.execute(sql, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all changes made inside, or none."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

"""sqlite_utils, imported without pandas: it would load all of it for one type, which is never stored here."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _without_pandas() -> Iterator[None]:
    """Have `import pandas` fail, which sqlite_utils allows for; where pandas is loaded already, nothing is gained."""
    if "pandas" in sys.modules:
        yield
        return
    sys.modules["pandas"] = None  # type: ignore[assignment]  # how the import system is told that there is none
    try:
        yield
    finally:
        del sys.modules["pandas"]


with _without_pandas():
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]

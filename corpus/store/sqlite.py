"""sqlite_utils, imported without pandas and NumPy: it would load all of both for types that are never stored here."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

UNUSED = ("pandas", "numpy")


@contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Have the import of some modules fail, which sqlite_utils allows for; those loaded already are left alone."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None tells the import system that there is none
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


with _without(UNUSED):
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]

"""Opening this installation's database, with the shipped corpus in it."""

from pathlib import Path

from corpus.shipped import seed as seed_store
from corpus.store import Store


def open_store(path: Path, *, seed: bool = True) -> Store:
    """Open the database at `path`, bringing the shipped corpus up to date first if `seed`."""
    store = Store(path)
    try:
        if seed:
            seed_store(store)
    except BaseException:
        store.close()
        raise
    return store

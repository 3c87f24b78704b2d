"""Long work in a process of its own: begun once, told while it runs, found again with its outcome."""

import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus import Report, database_path, format_report, open_store
from corpus.store import Store
from corpus.store.work import SILENT, Work, begin_work, end_work, find_work, latest_work, note_work
from corpus.working import start

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def begin(path: Path) -> bool:
    with Store(path) as store:
        return begin_work(store, "train", ["model", "train"], name="ann", at=NOW) is not None


def ended(store: Store, kind: str) -> Work:
    """Wait for the end of some work that was really started."""
    for _ in range(600):
        work = latest_work(store, kind, at=datetime.now(UTC))
        if work is not None and work.outcome:
            return work
        time.sleep(0.1)
    raise AssertionError("it did not end within a minute")


def test_work_that_many_begin_at_once_is_begun_once(tmp_path: Path):
    Store(tmp_path / "one.db").close()

    with ProcessPoolExecutor(4) as pool:
        assert sorted(pool.map(begin, [tmp_path / "one.db"] * 8)) == [False] * 7 + [True]


def test_work_of_another_kind_may_run_beside_it_and_of_the_same_after_it(store: Store):
    first = begin_work(store, "train", ["model", "train"], name="ann", at=NOW)
    assert first is not None
    assert begin_work(store, "import", ["corpus", "import", "x"], name="bob", at=NOW) is not None

    end_work(store, first.id, "done", "a model", at=NOW)

    assert begin_work(store, "train", ["model", "train"], name="cyd", at=NOW) is not None


def test_who_comes_back_finds_how_far_it_is(store: Store):
    begun = begin_work(store, "train", ["model", "train"], name="ann", at=NOW)
    assert begun is not None
    note_work(store, begun.id, "Step 2 of 3", at=NOW + timedelta(minutes=1))

    found = latest_work(store, "train", at=NOW + timedelta(minutes=1))

    assert found is not None
    assert (found.name, found.progress, found.outcome) == ("ann", "Step 2 of 3", "")
    assert latest_work(store, "diff", at=NOW) is None


def test_work_whose_process_died_counts_as_failed_and_can_be_begun_again(store: Store):
    begin_work(store, "train", ["model", "train"], name="ann", at=NOW)
    later = NOW + SILENT + timedelta(seconds=1)

    found = latest_work(store, "train", at=later)

    assert found is not None
    assert (found.outcome, "broke off" in found.result) == ("failed", True)
    assert begin_work(store, "train", ["model", "train"], name="bob", at=later) is not None


@pytest.mark.parametrize("good", [True, False])
def test_import_in_the_background_ends_with_what_the_command_says(tmp_path: Path, report: Report, good: bool):
    path = tmp_path / "one.md"
    path.write_text(format_report(report) if good else "---\ndate: never\n---\nStory.")
    with open_store(database_path(), seed=False) as store:
        assert start(store, "import", ["corpus", "import", str(path)], name="ann")
        assert not start(store, "import", ["corpus", "import", str(path)], name="bob")
        work = ended(store, "import")

        assert (work.outcome, work.name) == ("done" if good else "failed", "ann")
        assert "1 imported, 0 already there" in work.result if good else f"{path}:2: date" in work.result
        assert (store.find(report.id) is not None) == good
        assert find_work(store, work.id) == work

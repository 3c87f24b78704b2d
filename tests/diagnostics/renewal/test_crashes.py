"""A run that is killed after any of its steps, and gone on with, ends as if nothing had happened."""

import subprocess
import sys
from pathlib import Path

import pytest

from diagnostics.renewal import Settings, Steps, open_run
from tests.conftest import ROOT
from tests.diagnostics.renewal.conftest import SMALL, Left, crash_once, crashes_to_the_end, finished, left_behind


def all_of(tmp_path: Path, settings: Settings) -> tuple[Left, int]:
    """Return what a run leaves behind that is not disturbed, and how many steps it takes."""
    with finished(tmp_path / "whole.db", settings) as run:
        return left_behind(run.db), run.steps.count


def crashed(tmp_path: Path, settings: Settings, step: int) -> Left:
    """Return what a run leaves behind that is killed after a step and gone on with."""
    path = tmp_path / f"{step}.db"
    assert crash_once(path, settings, at=step)
    with open_run(path, Steps()) as run:
        run.go()
        return left_behind(run.db)


@pytest.mark.parametrize(("spine", "upgrade_at"), [("P3", None), ("P5", -45)])
def test_crash_after_any_step_changes_nothing(tmp_path: Path, spine: str, upgrade_at: int | None):
    settings = Settings(**SMALL, spine=spine, upgrade_at=upgrade_at)
    expected, steps = all_of(tmp_path, settings)

    assert steps > 60
    assert [step for step in range(1, steps + 1) if crashed(tmp_path, settings, step) != expected] == []


def test_crash_after_an_upgrade_changes_a_run_on_the_log(tmp_path: Path):
    """On P3 a restarted consumer derives its state by asking the new model: replay divergence in the running system."""
    settings = Settings(**SMALL, spine="P3", upgrade_at=-45)
    expected, steps = all_of(tmp_path, settings)
    changed = {step: crashed(tmp_path, settings, step) != expected for step in range(1, steps + 1, 4)}

    assert set(changed.values()) == {True, False}
    assert not changed[1]


@pytest.mark.parametrize("every", [1, 5, 13])
def test_run_that_crashes_again_and_again_still_ends_the_same(tmp_path: Path, every: int):
    settings = Settings(**SMALL, upgrade_at=-45)
    expected, _ = all_of(tmp_path, settings)
    path = tmp_path / "run.db"

    assert crash_once(path, settings, at=every)
    assert len(list(crashes_to_the_end(path, every))) > 5

    with open_run(path, Steps()) as run:
        assert left_behind(run.db) == expected


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", "demo", "renewal", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("step", ["4", "57"])
def test_process_killed_for_real_leaves_a_run_that_can_be_resumed(tmp_path: Path, step: str):
    killed = demo("--contracts", "3", "--seed", "138", "--out", str(tmp_path / "killed"), "--crash-at", step)
    assert killed.returncode == 70
    assert killed.stdout == ""
    assert "--resume --out" in killed.stderr
    assert not (tmp_path / "killed" / "old.jsonl").exists()

    resumed = demo("--resume", "--out", str(tmp_path / "killed"))
    whole = demo("--contracts", "3", "--seed", "138", "--out", str(tmp_path / "whole"))

    assert resumed.returncode == whole.returncode == 0
    assert resumed.stdout == whole.stdout.replace(str(tmp_path / "whole"), str(tmp_path / "killed"))
    for name in ("old.jsonl", "new.jsonl"):
        assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_crash_beyond_the_last_step_does_not_happen(tmp_path: Path):
    settings = Settings(**SMALL)
    _, steps = all_of(tmp_path, settings)

    assert not crash_once(tmp_path / "other.db", settings, at=steps + 1)

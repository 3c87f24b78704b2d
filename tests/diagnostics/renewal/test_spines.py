"""P3 and P5: after an upgrade the log says something else when it is replayed; the row and its journal do not."""

import json
from pathlib import Path

import pytest

from diagnostics.renewal import Settings, Steps, diverging, open_run, start_run, summary, write_logs
from diagnostics.renewal.account import tell
from diagnostics.renewal.replay import replayed
from diagnostics.renewal.row import Row
from tests.diagnostics.renewal.conftest import finished, left_behind

KEYS = ["workflow", "event", "seq", "consumer", "model_version", "prompt_version", "outcome", "at"]


def ended(log: list[dict]) -> dict[str, str]:
    return {line["workflow"]: line["outcome"]["ended"] for line in log if "ended" in line["outcome"]}


def play(tmp_path: Path, spine: str, upgrade_at: int | None, contracts: int = 20):
    folder = tmp_path / f"{spine}{upgrade_at}"
    with finished(folder / "run.db", Settings(contracts, spine=spine, upgrade_at=upgrade_at)) as run:
        old, new = write_logs(run, folder)
        return old, new, summary(run, old, new)


def test_upgrade_in_mid_stream_diverges_on_the_log_and_not_on_the_row(tmp_path: Path):
    old_log, new_log, on_log = play(tmp_path, "P3", -45)
    old_row, new_row, on_row = play(tmp_path, "P5", -45)

    assert old_log == old_row  # the runs themselves are the same: only their replay is not
    assert on_log["ended"] == on_row["ended"]
    assert (len(on_log["replay"]["diverging"]), len(on_row["replay"]["diverging"])) == (6, 0)
    assert new_row == old_row
    assert new_log != old_log
    assert on_log["replay"]["models"] == ["stub-2"]
    assert on_row["replay"]["models"] == ["stub-1", "stub-2"]


def test_row_asks_the_model_once_and_the_log_asks_whichever_is_in_service(tmp_path: Path):
    many = {"tickets": 8, "late_payments": 0, "usage": 0.0}
    row = Row("contract-x", "window_open", 2, {"signals": many})
    asked = {}
    for spine in ("P3", "P5"):
        with start_run(tmp_path / f"{spine}.db", Settings(1, spine=spine, upgrade_at=-45), Steps()) as run:
            asked[spine] = [run.spine.propose("d-60/score", "score", row, day) for day in (-60, -40)]

    assert [one.model_version for one in asked["P3"]] == ["stub-1", "stub-2"]
    assert asked["P3"][0].body != asked["P3"][1].body
    assert asked["P5"] == [asked["P3"][0]] * 2


@pytest.mark.parametrize("spine", ["P3", "P5"])
def test_without_an_upgrade_a_replay_gives_the_same_log(tmp_path: Path, spine: str):
    old, new, counts = play(tmp_path, spine, None)

    assert new == old
    assert counts["replay"]["diverging"] == []


def test_first_divergence_of_a_workflow_is_at_a_consumer_that_asks_the_model(tmp_path: Path):
    old, new, counts = play(tmp_path, "P3", -45, contracts=60)
    after = {(line["workflow"], line["event"]): line["outcome"] for line in new}

    for workflow in counts["replay"]["diverging"]:
        own = [line for line in old if line["workflow"] == workflow]
        first = next(line for line in own if after.get((workflow, line["event"])) != line["outcome"])
        assert first["consumer"] == "scorer"
    assert ended(old) != ended(new)
    assert ended(old).keys() == ended(new).keys()  # a diverging replay comes to an end, too


def test_models_differ_on_some_contracts_and_not_on_most(tmp_path: Path):
    _, _, counts = play(tmp_path, "P3", 0, contracts=100)

    assert 10 <= len(counts["replay"]["diverging"]) <= 60


def test_replaying_changes_nothing(tmp_path: Path):
    with finished(tmp_path / "run.db", Settings(4, spine="P3", upgrade_at=-45)) as run:
        before = left_behind(run.db)
        assert replayed(run) == replayed(run)
        assert left_behind(run.db) == before


def test_log_files_have_one_object_a_line_with_the_agreed_keys(tmp_path: Path):
    old, new, _ = play(tmp_path, "P3", -45)

    for name, lines in (("old.jsonl", old), ("new.jsonl", new)):
        read = [json.loads(line) for line in (tmp_path / "P3-45" / name).read_text(encoding="utf-8").splitlines()]
        assert read == lines
        assert all(list(line) == KEYS for line in read)
        assert [line["seq"] for line in read] == list(range(1, len(read) + 1))
        assert len({(line["workflow"], line["event"]) for line in read}) == len(read)
    scored = next(line for line in old if line["event"] == "d-60/score")
    assert (scored["consumer"], scored["model_version"], scored["prompt_version"]) == ("scorer", "stub-1", "1")
    assert scored["at"] == "day -60"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_line_of_a_log_can_be_told(tmp_path: Path, seed: int):
    with finished(tmp_path / "run.db", Settings(60, seed, "P3", -45)) as run:
        old, new = write_logs(run, tmp_path)

    assert all(tell(line) for line in [*old, *new])


def test_line_that_stands_in_one_log_only_is_a_divergence():
    line = {"workflow": "contract-1", "event": "d-60/score", "outcome": 1}

    assert diverging([line], []) == diverging([], [line]) == ["contract-1"]
    assert diverging([line], [line]) == []


def test_same_settings_give_the_same_run_and_another_seed_gives_another(tmp_path: Path):
    logs = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        with finished(tmp_path / name / "run.db", Settings(5, seed)) as run:
            logs.append(write_logs(run, tmp_path / name))

    assert logs[0] == logs[1] != logs[2]


def test_finished_run_that_is_opened_again_stays_as_it_is(tmp_path: Path):
    with finished(tmp_path / "run.db", Settings(3)) as run:
        before = left_behind(run.db)
    with open_run(tmp_path / "run.db", Steps()) as run:
        run.go()
        assert left_behind(run.db) == before
        assert run.steps.count == 0

"""faultline demo renewal: what it prints, and what it refuses."""

import json
from pathlib import Path

import pytest

from tests.diagnostics.renewal.test_crashes import demo


def refusal(*arguments: str) -> str:
    result = demo(*arguments)
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    return result.stderr


def test_account_names_its_data_synthetic_tells_the_days_and_names_the_next_command(tmp_path: Path):
    out = tmp_path / "a run"
    result = demo("--spine", "P3", "--upgrade-at", "-45", "--out", str(out))

    lines = result.stdout.splitlines()
    assert lines[0].startswith("Synthetic data throughout")
    days = [int(line.removeprefix("day ")) for line in lines if line.startswith("day ")]
    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (-90, 0)
    assert "6 of 20 contracts diverge." in result.stdout
    assert lines[-1] == f"Next: faultline replay '{out / 'old.jsonl'}' '{out / 'new.jsonl'}'"
    assert {"run.db", "old.jsonl", "new.jsonl"} <= {path.name for path in out.iterdir()}


def test_json_has_the_counts_that_the_table_shows(tmp_path: Path):
    counts = json.loads(demo("--json", "--out", str(tmp_path)).stdout)

    assert counts["data"] == "synthetic"
    assert sum(counts["ended"].values()) == counts["settings"]["contracts"] == 20
    assert all(counts["did"].values()), "the default run shows everything at least once"
    assert all(counts["ended"].values())


def test_run_that_is_there_is_not_overwritten(tmp_path: Path):
    demo("--contracts", "1", "--out", str(tmp_path))
    before = (tmp_path / "run.db").read_bytes()

    assert "--resume" in refusal("--contracts", "1", "--out", str(tmp_path))
    assert (tmp_path / "run.db").read_bytes() == before


def test_resuming_what_is_not_there_is_refused_and_leaves_nothing(tmp_path: Path):
    assert "no such run" in refusal("--resume", "--out", str(tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_resuming_with_other_settings_is_refused(tmp_path: Path):
    demo("--contracts", "1", "--out", str(tmp_path))

    assert "--seed, --upgrade-at" in refusal("--resume", "--seed", "1", "--upgrade-at", "-3", "--out", str(tmp_path))


@pytest.mark.parametrize("content", [b"not a database", b"", b"SQLite format 3\0" + bytes(200)])
def test_file_that_is_no_run_is_refused_and_kept(tmp_path: Path, content: bytes):
    (tmp_path / "run.db").write_bytes(content)

    assert "run.db" in refusal("--resume", "--out", str(tmp_path))
    assert (tmp_path / "run.db").read_bytes() == content


def test_folder_that_is_a_file_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text("mine")

    assert "Name another folder" in refusal("--out", str(tmp_path / "file"))
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(
    "wrong",
    [("--contracts", "0"), ("--spine", "P4"), ("--upgrade-at", "-91"), ("--crash-at", "0"), ("--seed", "many")],
)
def test_option_out_of_range_is_refused(tmp_path: Path, wrong: tuple[str, str]):
    assert wrong[0] in refusal(*wrong, "--out", str(tmp_path / "run"))
    assert not (tmp_path / "run").exists()

"""faultline classify --batch from the terminal: every way, interrupted and resumed, and refused in one line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands.progress import Progress
from corpus.shipped import load_corpus
from tests.conftest import ROOT
from tests.test_cli import faultline


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _shared_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTLINE_HOME", str(home))


def write_lines(path: Path, count: int) -> Path:
    reports = load_corpus()[:count]
    lines = [json.dumps({"id": report.id, "title": report.title, "text": report.text}) for report in reports]
    path.write_text("\n".join([*lines, '{"id": "bad"}', ""]))
    return path


def test_batch_gives_the_line_that_one_report_gives(tmp_path: Path):
    given, out = write_lines(tmp_path / "in.jsonl", 3), tmp_path / "out.jsonl"
    alone = tmp_path / f"{load_corpus()[0].id}.txt"
    alone.write_text(load_corpus()[0].text)

    result = faultline("classify", "--batch", str(given), "--out", str(out))

    assert result.returncode == 0, result.stderr
    assert result.stdout == b""
    assert b"4 of 4 reports" in result.stderr
    assert b"1 lines could not be classified" in result.stderr
    whole = out.read_bytes().splitlines(keepends=True)
    assert whole[0] == faultline("classify", str(alone), "--json").stdout
    assert json.loads(whole[3]) == {"id": "bad", "error": 'line 4: no "text". Give the report\'s text.'}


def test_standard_input_and_output_give_the_same_bytes_as_files_and_workers(tmp_path: Path):
    given, out = write_lines(tmp_path / "in.jsonl", 9), tmp_path / "out.jsonl"

    piped = faultline("classify", "--batch", "-", "--out", "-", given=given.read_bytes())
    worked = faultline("classify", "--batch", str(given), "--out", str(out), "--workers", "2")

    assert (piped.returncode, worked.returncode) == (0, 0), worked.stderr
    assert piped.stdout == out.read_bytes()


def test_fast_batch_gives_the_same_bytes_whatever_the_way_and_names_the_fast_model(tmp_path: Path):
    given, out = write_lines(tmp_path / "in.jsonl", 5), tmp_path / "out.jsonl"
    alone = tmp_path / f"{load_corpus()[0].id}.txt"
    alone.write_text(load_corpus()[0].text)

    piped = faultline("classify", "--fast", "--batch", str(given), "--out", "-")
    worked = faultline("classify", "--fast", "--batch", str(given), "--out", str(out), "--workers", "2")
    single = faultline("classify", "--fast", str(alone), "--json")
    mixed = faultline("classify", "--batch", str(given), "--out", str(out))

    assert (piped.returncode, worked.returncode, single.returncode) == (0, 0, 0), worked.stderr
    assert piped.stdout == out.read_bytes()
    assert piped.stdout.splitlines(keepends=True)[0] == single.stdout
    assert json.loads(single.stdout)["model"]["version"].endswith("-fast")
    assert b"lines could not be classified" in piped.stderr
    assert (mixed.returncode, b"written by the model" in mixed.stderr) == (2, True)


def test_batch_that_is_killed_goes_on_where_it_was_and_leaves_no_worker_behind(tmp_path: Path):
    given, out = write_lines(tmp_path / "in.jsonl", 40), tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "cli", "classify", "--batch", str(given), "--out", str(out), "--workers", "2"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as process:
        while not out.exists() or not out.stat().st_size:
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.02)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.send_signal(signal.SIGKILL)
    half = out.read_bytes()

    resumed = faultline("classify", "--batch", str(given), "--out", str(out))
    anew = faultline("classify", "--batch", str(given), "--out", "-")

    assert 0 < half.count(b"\n") < 41
    assert b"going on after them" in resumed.stderr
    assert out.read_bytes() == anew.stdout
    assert children
    assert not any(running(child) for child in children)


def running(child: str) -> bool:
    try:
        return (
            "cli" in Path(f"/proc/{child}/cmdline").read_text() or "spawn" in Path(f"/proc/{child}/cmdline").read_text()
        )
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--batch", "in.jsonl"], "--batch needs --out"),
        (["--out", "out.jsonl"], "belong to --batch"),
        (["--workers", "2"], "belong to --batch"),
        (["--batch", "in.jsonl", "--out", "in.jsonl"], "is the input itself"),
        (["--batch", "in.jsonl", "--out", "o", "--workers", "1", "--scheduler", "tcp://x:1"], "Choose one"),
        (["more.md", "--batch", "in.jsonl", "--out", "o"], "more.md: a batch reads the file that --batch names"),
        (["--batch", "nowhere.jsonl", "--out", "o"], "nowhere.jsonl: No such file"),
        (["--batch", ".", "--out", "o"], ".: Is a directory"),
    ],
)
def test_bad_arguments_are_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
):
    write_lines(tmp_path / "in.jsonl", 1)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    result = subprocess.run(
        [sys.executable, "-m", "cli", "classify", *arguments], cwd=tmp_path, env=environment, capture_output=True
    )

    assert result.returncode == 2
    assert words in result.stderr.decode()
    assert len(result.stderr.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.mark.parametrize(
    ("total", "before", "done", "seconds", "line"),
    [
        (1000, 0, 100, 10.0, "100 of 1,000 reports, 10.0 a second, 1 min 30 s left"),
        (100_000, 90_000, 1, 1.0, "90,001 of 100,000 reports, 1.0 a second, 2 h 46 min left"),
        (None, 0, 12, 4.0, "12 reports, 3.0 a second"),
        (5, 5, 0, 0.0, "5 of 5 reports, 0.0 a second"),
    ],
)
def test_progress_tells_count_rate_and_what_is_left(
    total: int | None, before: int, done: int, seconds: float, line: str
):
    progress = Progress(total, before)
    progress.done = done

    assert progress.line(seconds) == line

"""faultline adr: a record from a workload, from a file and from a terminal; bad input refused with every reason."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import database_path
from diagnostics.selection import shipped_selection
from tests.conftest import ROOT
from tests.test_cli import faultline

WHOLE = {**shipped_selection().presets["W3"].plain(), "model": "model-1", "date": "2026-11-22"}


def refused(*arguments: str) -> list[str]:
    """Run a command that must refuse before it opens the database, and return the lines that it says."""
    result = faultline("adr", *arguments)
    assert result.returncode == 2
    assert result.stdout == b""
    assert "Traceback" not in result.stderr.decode()
    assert not database_path().exists()
    return result.stderr.decode().strip().splitlines()


def test_workload_and_its_record_given_again_are_the_same(tmp_path: Path):
    first = faultline("adr", "--preset", "W4", "--json")
    record = json.loads(first.stdout)

    assert record["workload"] == "W4"
    assert [line["line"] for line in record["lines"]][:2] == ["runtime", "spine"]
    assert record["lines"][1]["choice"] == "P5 Shared state machine"
    assert record["corpus"]["weaknesses"][0]["total"] > 0

    path = tmp_path / "record.json"
    path.write_bytes(first.stdout)
    assert json.loads(faultline("adr", "--answers", str(path), "--json").stdout) == record


def test_file_gives_markdown(tmp_path: Path):
    path = tmp_path / "answers.yaml"
    path.write_text(json.dumps({**WHOLE, "places": [{"name": "Mail"}]}))

    result = faultline("adr", "--answers", str(path))

    assert result.returncode == 0
    assert result.stderr == b""
    assert "## 2. Spine: No durable spine" in result.stdout.decode()
    assert "### Mail" in result.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--preset", "W9"], "--preset W9: not a workload. Expected one of W1, W2, W3, W4, W5."),
        (["--answers", "nowhere.yaml"], "nowhere.yaml: No such file"),
        (["--preset", "W1", "--answers", "x.yaml"], "both given"),
        ([], "no answers are given"),
    ],
)
def test_bad_argument_is_refused_in_one_line(arguments: list[str], words: str):
    [line] = refused(*arguments)

    assert words in line


def test_bad_file_is_refused_with_every_reason(tmp_path: Path):
    path = tmp_path / "answers.yaml"
    path.write_text("p1: maybe\np9: yes\n")

    message = "\n".join(refused("--answers", str(path)))

    for words in ("unknown key 'p9'", "missing: unit_of_work (seconds", "p1: expected yes, no or unknown"):
        assert words in message


def test_terminal_asks_and_prints_the_record_alone_on_standard_output():
    ours, theirs = pty.openpty()
    os.write(ours, b"m\nn\nn\nn\nn\n" + b"n\n" * 10 + b"model-1\n.\n")
    result = subprocess.run(
        [sys.executable, "-m", "cli", "adr", "--json"], cwd=ROOT, stdin=theirs, capture_output=True, timeout=120
    )
    os.close(ours)
    os.close(theirs)

    record = json.loads(result.stdout)
    assert record["patterns"] == ["P3"]
    assert record["answers"]["model"] == "model-1"
    assert "Does the work pause" in result.stderr.decode()

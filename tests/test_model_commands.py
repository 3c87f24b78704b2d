"""faultline model from the terminal: models compared on reports, switched, and refused in one line."""

import json
from pathlib import Path

import pytest

from corpus.shipped import load_corpus
from tests.test_cli import faultline


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    texts = [json.dumps({"id": report.id, "text": report.text}) for report in load_corpus()[:3]]
    path.write_text("\n".join([*texts, '{"id": "bad"}', ""]))
    return path


def test_model_does_not_differ_from_itself_and_bad_lines_are_skipped_with_a_reason(given: Path):
    result = faultline("model", "diff", "shipped", "current", "--in", str(given), "--json")

    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["changes"] == []
    assert (found["reports"]["count"], found["reports"]["total"]) == (0, 3)
    assert found["reports"]["low"] == 0 < found["reports"]["high"] < 1
    assert b'line 4: no "text"' in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["accept", "--yes"], "no candidate to accept"),
        (["restore"], "none to restore"),
        (["restore", "../.."], "is not a model that is kept"),
        (["diff", "shipped", "nobody"], "nobody: no such model"),
        (["diff", "shipped", "tests", "--in", "README.md"], "no line that can be read"),
        (["diff", "shipped", "current", "--in", "nowhere.jsonl"], "nowhere.jsonl: No such file"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(arguments: list[str], words: str):
    result = faultline("model", *arguments)

    assert result.returncode == 2
    assert result.stdout == b""
    assert words in result.stderr.decode().splitlines()[-1]
    assert b"Traceback" not in result.stderr

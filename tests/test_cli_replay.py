"""faultline replay: results on standard output, remarks on standard error, bad input in one line and exit code 2."""

import json
from pathlib import Path

import pytest

from diagnostics.replay.examples import FOLDER, RERUNS
from tests.test_cli import faultline

OLD, NEW, RUNS = (str(FOLDER / name) for name in ("old.jsonl", "new.jsonl", RERUNS))


def refusal(*arguments: str) -> str:
    result = faultline("replay", *arguments)
    message = result.stderr.decode()
    assert result.returncode == 2, message
    assert "Traceback" not in message
    assert result.stdout == b""
    return message


def test_two_logs_are_compared_as_text_markdown_and_json():
    text = faultline("replay", OLD, NEW)
    assert text.returncode == 0
    assert "4 of 12 workflows diverge (33.3%, 95 % interval 13.8% to 60.9%)" in text.stdout.decode()

    report = faultline("replay", OLD, NEW, "--format", "markdown").stdout.decode()
    assert report.startswith("# Replay: two logs compared")

    data = json.loads(faultline("replay", OLD, NEW, "--json").stdout)
    assert data["verdict"] == "log-divergence"
    assert data["first_divergences"][0]["event"] == "discount-decided"
    assert {"pin-versions", "journal-outputs", "move-to-state-machine"} <= {one["id"] for one in data["advice"]}


def test_log_against_itself_is_identical():
    result = faultline("replay", OLD, OLD, "--json")

    assert json.loads(result.stdout)["verdict"] == "identical"
    assert "compares a log with itself" in result.stderr.decode()


def test_reruns_are_judged_case_by_case():
    data = json.loads(faultline("replay", "--reruns", RUNS, "--json").stdout)

    verdicts = [case["verdict"] for case in data["cases"]]
    assert verdicts[:2] == ["replay-divergence", "functional-failure"]
    assert verdicts[5:] == ["blocked", "undecided"]
    assert data["attribution"]["cause"] == "model"
    assert data["sides"]["how"].startswith("taken from the file")


def test_sides_can_be_named():
    data = json.loads(
        faultline(
            "replay", "--reruns", RUNS, "--prior", "model-2@prompt-1", "--current", "model-2@prompt-2", "--json"
        ).stdout
    )

    assert data["overall"]["verdict"] != "replay-divergence"
    assert data["sides"] == {"prior": "model-2@prompt-1", "current": "model-2@prompt-2", "how": "as named"}


def test_log_that_is_cut_off_is_compared_with_a_warning(tmp_path: Path):
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(Path(OLD).read_bytes()[:-30])
    result = faultline("replay", OLD, str(cut), "--json")

    assert result.returncode == 0
    assert json.loads(result.stdout)["verdict"] == "no-divergence"
    assert "the last line is cut off" in result.stderr.decode()


@pytest.mark.parametrize("arguments", [(), (OLD,), (OLD, NEW, "--reruns", RUNS), (OLD, NEW, "--prior", "m")])
def test_anything_but_two_logs_or_reruns_is_refused(arguments: tuple[str, ...]):
    assert "Name two logs" in refusal(*arguments)


def test_file_that_cannot_be_read_is_refused():
    assert "Name a file that can be read" in refusal(OLD, "nowhere.jsonl")
    assert "Name a file that can be read" in refusal("--reruns", "nowhere.jsonl")


def test_file_of_the_other_kind_is_refused():
    assert "Expected one JSON object a line, such as" in refusal(RUNS, RUNS)
    assert "Expected one JSON object a line, such as" in refusal("--reruns", OLD)


def test_unknown_version_is_refused_with_the_closest():
    assert 'Closest match: "model-1"' in refusal(
        "--reruns", RUNS, "--prior", "modell-1", "--current", "model-2@prompt-2"
    )

"""`faultline diagnose`: answers from a file, a diagnosis saved at each answer and gone on with, its draft."""

import json
import subprocess
from pathlib import Path

import pytest

from corpus import database_path, open_store
from tests.test_cli import dump, faultline, refusal


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"symptoms": "hang"}', '{"symptoms": ["hang"], "answers": {"x": "yes"}}']
)
def test_broken_file_of_answers_is_refused(tmp_path: Path, content: str):
    path = tmp_path / "answers.json"
    path.write_text(content)

    assert refusal("diagnose", "--answers", str(path))


def test_answers_are_replayed_from_a_file(tmp_path: Path):
    path = tmp_path / "answers.json"
    path.write_text('{"symptoms": ["hang"], "runtime": "autonomous", "answers": {}}')

    report = json.loads(faultline("diagnose", "--answers", str(path), "--json").stdout)

    assert report["symptoms"] == ["hang"]
    assert report["next_check"]["question"].endswith("?")


ALERT = """Since nine this morning our deployment agent has been restarting the same job again and again.
It calls the same tool with the same arguments every few seconds and the token bill has doubled within an hour.
Nobody had set a limit on turns or money, and nothing has ended the run."""


def saved_id(result: subprocess.CompletedProcess[bytes]) -> str:
    return result.stderr.decode().split("Saved as ")[1][:32]


def test_diagnosis_is_saved_at_each_answer_and_gone_on_with():
    begun = faultline("diagnose", "--symptom", "hang", "--name", "Ann", given=b"y\nn\nq\n")
    diagnosis = saved_id(begun)

    again = faultline("diagnose", "--continue", diagnosis, "--name", "Bo", given=b"d\nb\nd\nq\n")
    state = json.loads(faultline("diagnose", "--continue", diagnosis, "--json").stdout)

    assert (begun.returncode, again.returncode) == (0, 0)
    assert state["diagnosis"] == diagnosis
    assert sorted(state["answers"].values()) == ["no", "unknown", "yes"]
    report = faultline("diagnose", "--continue", diagnosis, "--markdown").stdout.decode()
    timeline = report.partition("## Timeline")[2]
    assert (timeline.count(" Ann: "), timeline.count(" Bo: "), timeline.count("taken back")) == (3, 3, 1)


def test_diagnosis_broken_off_in_the_middle_has_kept_its_answers():
    diagnosis = saved_id(faultline("diagnose", "--symptom", "hang", given=b"y\nn\n"))

    state = json.loads(faultline("diagnose", "--continue", diagnosis, "--json").stdout)

    assert len(state["answers"]) == 2


def test_diagnosis_begun_cold_asks_for_symptoms_tells_what_to_do_now_and_how_another_can_join():
    begun = faultline("diagnose", given=b"hangs\n8, cost-spike\nq\n")

    told = begun.stdout.decode()
    assert 'Closest match: "hang"' in told
    assert told.index("Contain it now") < told.index("[y]es")
    assert f"/diagnose_incident?diagnosis={saved_id(begun)}" in begun.stderr.decode()
    state = json.loads(faultline("diagnose", "--continue", saved_id(begun), "--json").stdout)
    assert state["symptoms"] == ["cost-spike", "hang"]


def test_any_answer_is_taken_back_by_its_number_in_the_timeline():
    begun = faultline("diagnose", "--symptom", "hang", given=b"y\nn\nt\n1\nq\n")

    state = json.loads(faultline("diagnose", "--continue", saved_id(begun), "--json").stdout)

    assert list(state["answers"].values()) == ["no"]


def test_what_is_seen_is_changed_and_a_diagnosis_ended_and_reopened():
    diagnosis = saved_id(faultline("diagnose", "--symptom", "hang", given=b"q\n"))
    change = ("--symptom", "cost-spike", "--gone", "hang", "--runtime", "autonomous", "--end")

    ended = json.loads(faultline("diagnose", "--continue", diagnosis, *change, "--json").stdout)
    report = faultline("diagnose", "--continue", diagnosis, "--markdown").stdout.decode()
    reopened = faultline("diagnose", "--continue", diagnosis, "--reopen", "--markdown").stdout.decode()

    assert (ended["symptoms"], ended["runtime"]) == (["cost-spike"], "autonomous")
    assert "No longer seen: Hang" in report
    assert report.rstrip().endswith("Diagnosis ended")
    assert reopened.rstrip().endswith("Diagnosis reopened")
    assert 'Closest match: "hang"' in refusal("diagnose", "--continue", diagnosis, "--symptom", "hangs")


def test_symptoms_are_proposed_from_a_text_with_the_sentence_that_shows_each(tmp_path: Path):
    path = tmp_path / "alert.txt"
    path.write_text(ALERT)

    begun = faultline("diagnose", "--text", str(path), given=b"y\nq\n")

    assert "Proposed: runaway-loop" in begun.stderr.decode()
    draft = faultline("diagnose", "--continue", saved_id(begun), "--draft").stdout.decode()
    assert ALERT.splitlines()[0] in draft


def test_draft_of_a_diagnosis_can_be_filed(tmp_path: Path):
    diagnosis = saved_id(faultline("diagnose", "--symptom", "hang", given=b"y\ny\ny\nq\n"))
    draft = faultline("diagnose", "--continue", diagnosis, "--draft").stdout

    filed = faultline("file", "-", given=b"# Made-up hang\n\n" + draft)

    assert filed.returncode == 0, filed.stderr
    assert b"draft" in filed.stdout
    assert (
        b"Unconfirmed, from the diagnosis" in faultline("file", "-", "--publish", given=b"# Made up\n\n" + draft).stderr
    )


def test_replayed_answers_are_not_saved(tmp_path: Path):
    path = tmp_path / "answers.json"
    path.write_text('{"symptoms": ["hang"], "answers": {}}')
    open_store(database_path()).close()
    before = dump()

    assert json.loads(faultline("diagnose", "--answers", str(path), "--json").stdout)["diagnosis"] is None
    assert dump() == before

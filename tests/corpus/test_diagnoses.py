"""Saved diagnoses: nothing that was answered is lost, and an address that leads nowhere says so."""

from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus import UnknownDiagnosis
from corpus.store import SavedAnswer, Store, add_answer, begin_diagnosis, last_seq, load_diagnosis

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
WHEN = "2026-03-04T05:06:07+00:00"


def begin(store: Store) -> str:
    return begin_diagnosis(store, ["hang", "cost-spike"], "autonomous", text="It hangs.", name="Ann", at=AT)


def test_diagnosis_comes_back_as_it_was_saved(store: Store):
    saved = load_diagnosis(store, begin(store))

    assert (saved.created, saved.name, saved.symptoms, saved.runtime) == (
        WHEN,
        "Ann",
        ("hang", "cost-spike"),
        "autonomous",
    )
    assert (saved.text, saved.state, saved.answers) == ("It hangs.", "open", ())


def test_answer_carries_time_and_name(store: Store):
    diagnosis = begin(store)

    add_answer(store, diagnosis, "no-limit-ended-it", "yes", name="  Ann \n Lee ", at=AT)

    assert load_diagnosis(store, diagnosis).answers == (SavedAnswer(1, "no-limit-ended-it", "yes", "Ann Lee", WHEN),)


def test_taking_back_adds_a_row_and_removes_none(store: Store):
    diagnosis = begin(store)
    first = add_answer(store, diagnosis, "no-limit-ended-it", "yes", at=AT)

    add_answer(store, diagnosis, "no-limit-ended-it", "taken-back", at=AT, takes_back=first)

    rows = load_diagnosis(store, diagnosis).answers
    assert [(row.seq, row.answer, row.takes_back) for row in rows] == [(1, "yes", None), (2, "taken-back", 1)]


def test_diagnosis_is_ended_and_reopened(store: Store):
    diagnosis = begin(store)

    add_answer(store, diagnosis, "", "ended", at=AT)
    assert load_diagnosis(store, diagnosis).state == "ended"
    add_answer(store, diagnosis, "", "reopened", at=AT)
    assert load_diagnosis(store, diagnosis).state == "open"


def test_diagnosis_outlives_the_connection(tmp_path: Path):
    with Store(tmp_path / "kept.db") as store:
        diagnosis = begin(store)
        add_answer(store, diagnosis, "no-limit-ended-it", "no", at=AT)

    with Store(tmp_path / "kept.db") as store:
        assert last_seq(store, diagnosis) == 1
        assert load_diagnosis(store, diagnosis).answers[0].answer == "no"


def respond(path: Path, diagnosis: str, name: str, times: int) -> list[int]:
    with Store(path) as store:
        return [add_answer(store, diagnosis, f"check-{number}", "yes", name=name, at=AT) for number in range(times)]


def test_responders_at_once_lose_no_answer(tmp_path: Path):
    path = tmp_path / "shared.db"
    with Store(path) as store:
        diagnosis = begin(store)

    with ProcessPoolExecutor(4) as pool:
        rivals = [pool.submit(respond, path, diagnosis, f"r{number}", 10) for number in range(4)]
        numbers = sorted(seq for rival in rivals for seq in rival.result())

    with Store(path) as store:
        rows = load_diagnosis(store, diagnosis).answers
    assert numbers == [row.seq for row in rows] == list(range(1, 41))
    assert {(row.name, row.check_id) for row in rows} == {(f"r{r}", f"check-{n}") for r in range(4) for n in range(10)}


def test_ids_differ_and_say_nothing(store: Store):
    ids = {begin(store) for _ in range(50)}

    assert len(ids) == 50
    assert all(len(one) == 32 for one in ids)


@pytest.mark.parametrize(
    "diagnosis", ["", "1", "../../etc/passwd", "'; DROP TABLE diagnoses; --", "A" * 32, "é" * 5000]
)
def test_malformed_id_is_explained(store: Store, diagnosis: str):
    with pytest.raises(UnknownDiagnosis, match="is not the id of a diagnosis"):
        load_diagnosis(store, diagnosis)


def test_unknown_id_is_explained_and_takes_no_answer(store: Store):
    for attempt in (load_diagnosis, lambda store, one: add_answer(store, one, "check", "yes", at=AT)):
        with pytest.raises(UnknownDiagnosis, match="not saved in this installation"):
            attempt(store, "0" * 32)

    assert store.db.table("diagnosis_answers").count == 0


def test_half_a_character_from_a_terminal_is_no_obstacle(store: Store):
    diagnosis = begin(store)

    add_answer(store, diagnosis, "check", "yes", name="Ann\udcff", at=AT)

    assert load_diagnosis(store, diagnosis).answers[0].name == "Ann?"

"""P5: a stale write loses, a stale timer does nothing, a message counts once; and the log below is append-only (P3)."""

import sqlite3
import threading
from pathlib import Path

import pytest

from diagnostics.renewal import Settings, Steps, open_run, start_run
from diagnostics.renewal.agenda import Item, finish, put, set_timer
from diagnostics.renewal.database import Database
from diagnostics.renewal.engine import Run
from diagnostics.renewal.facts import Fact, Line, append, recorded
from diagnostics.renewal.gate import Action, Permit, check
from diagnostics.renewal.row import Conflict, Row, legal, load_row, save_row, transitions
from tests.diagnostics.renewal.conftest import SMALL, finished, left_behind

OPEN = Row("contract-x", "window_open", 1, {"tenant": "tenant-a"})


def lines_of(run: Run, workflow: str, consumer: str) -> list[dict]:
    return [
        line["outcome"] for line in recorded(run.db) if line["workflow"] == workflow and line["consumer"] == consumer
    ]


def test_of_two_writers_of_one_version_the_second_loses_and_overwrites_nothing(run: Run):
    save_row(run.db, Row("contract-x"), OPEN)
    first, second = OPEN.moved("scoring", {"by": "first"}), OPEN.moved("scoring", {"by": "second"})

    save_row(run.db, OPEN, first)
    with pytest.raises(Conflict):
        save_row(run.db, OPEN, second)

    assert load_row(run.db, "contract-x") == first


def test_of_two_writers_of_a_new_row_the_second_loses(run: Run):
    save_row(run.db, Row("contract-x"), OPEN)

    with pytest.raises(Conflict):
        save_row(run.db, Row("contract-x"), OPEN.moved("scoring", {}))

    assert load_row(run.db, "contract-x") == OPEN


def test_row_that_a_person_changes_in_mid_flight_stays_as_they_left_it(tmp_path: Path):
    """The sources are read while a person takes the contract over: the lost race undoes what was written for it."""
    path = tmp_path / "run.db"

    def read(source: str, workflow: str, attempt: int) -> dict:
        if source == "billing":
            with Database(path) as person:
                row = load_row(person, workflow)
                if row.state == "window_open":
                    save_row(person, row, row.moved("human_required", {"by": "a person"}))
        return {"usage": 0.0, "merger": False, "tickets": 1, "late_payments": 0}

    with start_run(path, Settings(1, SMALL["seed"]), Steps(), sources=read) as run:
        run.go()
        row = run.spine.row("contract-1", 0)
        written = {tuple(row) for row in run.db.query("SELECT action, key FROM outside WHERE action != 'open'")}

    assert row.data["by"] == "a person"
    assert "signals" not in row.data
    undone = {key.removesuffix("/undo") for _, key in written if key.endswith("/undo")}
    assert undone == {key for _, key in written if not key.endswith("/undo")} != set()


def test_timer_set_before_the_row_moved_on_does_nothing_but_is_logged(run: Run):
    save_row(run.db, Row("contract-x"), OPEN)
    set_timer(run.db, OPEN, "signals", -80)
    overridden = OPEN.moved("window_open", {"by": "a person"})
    save_row(run.db, OPEN, overridden)

    run.go()

    assert load_row(run.db, "contract-x") == overridden
    assert lines_of(run, "contract-x", "clock") == [{"timer": "signals", "set_at": 1, "row_at": 2}]
    assert lines_of(run, "contract-x", "signals") == []


def test_timer_of_the_row_as_it_stands_fires(run: Run):
    save_row(run.db, Row("contract-x"), OPEN)
    set_timer(run.db, OPEN, "signals", -80)

    run.go()

    assert "signals" not in {line["timer"] for line in lines_of(run, "contract-x", "clock")}
    assert lines_of(run, "contract-x", "signals")


def test_message_delivered_twice_is_used_once(run: Run):
    sent = OPEN.moved("offer_sent", {"signals": {"merger": False}})
    save_row(run.db, Row("contract-x"), sent)
    answer = Item("contract-x/answer", "contract-x", "answer", -20, {"accepts": False})
    put(run.db, answer)
    put(run.db, answer)
    run.go()

    put(run.db, answer)  # once more, after it was dealt with
    run.go()

    assert lines_of(run, "contract-x", "customer") == [{"accepts": False}]
    assert run.db.query("SELECT deliveries FROM agenda WHERE id = ?", answer.id)[0]["deliveries"] == 3


def test_write_repeated_under_its_key_is_one_write(run: Run):
    permit = check(Action("send-offer", "contract-x", "tenant-a", 0.1), run.policy)
    assert isinstance(permit, Permit)

    run.tools.write(permit, "contract-x/offer")
    run.tools.write(permit, "contract-x/offer")

    assert run.db.query("SELECT count(*) FROM outside")[0][0] == 1


def test_event_that_does_not_fit_the_state_is_ignored_and_logged(run: Run):
    save_row(run.db, Row("contract-x"), OPEN)
    put(run.db, Item("contract-x/early", "contract-x", "answer", -80, {"accepts": True}))

    run.go()

    assert load_row(run.db, "contract-x") == OPEN
    assert lines_of(run, "contract-x", "row") == [{"ignored": "answer", "state": "window_open"}]


def test_terminal_states_lead_nowhere():
    states = {state for one in transitions() for state in (*one.from_, *one.to)}

    assert {state for state in states if not any(legal(one.event, state) for one in transitions())} == {
        "closed",
        "expired",
    }


@pytest.mark.parametrize("table", ["facts", "lines"])
def test_log_can_only_be_added_to(run: Run, table: str):
    fact = Fact("contract-x", "d-60/score", "score", -60, {})
    append(run.db, fact, [Line("scorer", "d-60/score", {"churn": 0.5})])

    for sql in (f"UPDATE {table} SET day = 0", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            run.db.change(sql)
    with pytest.raises(sqlite3.IntegrityError):
        append(run.db, fact, [])


def test_item_that_another_worker_has_dealt_with_is_left_alone(run: Run):
    opened = next(iter(run.world.messages("contract-1")))
    run.go()
    before = left_behind(run.db)

    run._process(opened)  # as by a worker who looked at the agenda before the other one was done
    with pytest.raises(Conflict):
        finish(run.db, opened)

    assert left_behind(run.db) == before


def test_two_workers_on_one_database_do_what_one_does(tmp_path: Path):
    settings = Settings(6, upgrade_at=-45)
    with finished(tmp_path / "one.db", settings) as one:
        expected = left_behind(one.db)
    path = tmp_path / "two.db"
    with start_run(path, settings, Steps()):
        pass
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with open_run(path, Steps()) as run:
                run.go()
        except BaseException as error:
            failures.append(error)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    with open_run(path, Steps()) as run:
        assert left_behind(run.db) == expected

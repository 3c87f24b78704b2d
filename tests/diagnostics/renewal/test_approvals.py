"""P6: what needs a person waits for one, and silence is a no."""

from pathlib import Path

from diagnostics.renewal import Settings
from diagnostics.renewal.agenda import Item, put, set_timer
from diagnostics.renewal.engine import Run
from diagnostics.renewal.facts import recorded
from diagnostics.renewal.row import Row, load_row, save_row
from tests.diagnostics.renewal.conftest import finished
from tests.diagnostics.renewal.test_gate_and_people import POLICY, written


def waiting_for_approval(run: Run) -> Row:
    data = {"tenant": "tenant-a", "waiting_for": "approval", "reason": "too much"}
    row = Row("contract-x", "human_required", 1, {**data, "offer": {"strategy": "discount", "discount": 0.4}})
    save_row(run.db, Row("contract-x"), row)
    set_timer(run.db, row, "approval-timeout", -27)
    return row


def approve(run: Run, day: int) -> None:
    payload = {"decision": "approve", "by": "a person"}
    put(run.db, Item("contract-x/approval", "contract-x", "approval", day, payload))


def test_approval_that_nobody_gives_in_time_is_a_no(run: Run):
    waiting_for_approval(run)
    approve(run, -26)

    run.go()

    assert load_row(run.db, "contract-x").data["ended"] == "escalated"
    assert [body for body in written(run, "send-offer") if body["workflow"] == "contract-x"] == []


def test_approval_times_out_on_the_day_that_the_policy_sets(whole: Run):
    log = recorded(whole.db)
    asked = {line["workflow"]: line["event"] for line in log if "asked" in line["outcome"]}
    silent = {line["workflow"]: line["event"] for line in log if "timeout" in line["outcome"]}

    assert silent
    for workflow, event in silent.items():
        day = int(asked[workflow].split("/")[0].removeprefix("d")) + POLICY.people.approval_days
        assert event == f"d{day}/approval-timeout"


def test_approval_in_time_sends_the_offer_and_says_who_approved(run: Run):
    row = waiting_for_approval(run)
    save_row(run.db, row, row.moved("human_required", {"signals": {"tickets": 0, "merger": False}}))
    approve(run, -28)

    run.go()

    sent = [body for body in written(run, "send-offer") if body["workflow"] == "contract-x"]
    assert [body["approved_by"] for body in sent] == ["a person"]


def test_person_cannot_approve_what_the_policy_lets_nobody_approve(run: Run):
    row = waiting_for_approval(run)
    save_row(run.db, row, row.moved("human_required", {"offer": {"strategy": "discount", "discount": 0.9}}))
    approve(run, -28)

    run.go()

    assert load_row(run.db, "contract-x").data["ended"] == "escalated"


def test_merger_is_never_closed_without_a_person(tmp_path: Path):
    with finished(tmp_path / "run.db", Settings(60)) as run:
        rows = [load_row(run.db, workflow) for workflow in run.workflows()]
        log = recorded(run.db)
    merging = [row for row in rows if row.data.get("signals", {}).get("merger")]
    suspended = {line["workflow"] for line in log if "suspended" in line["outcome"] or "asked" in line["outcome"]}

    assert any(row.data["ended"] in ("renewed", "restructured") for row in merging)
    assert {row.workflow for row in merging if row.data["ended"] != "churned"} <= suspended

"""P4 and P6: nothing is written that the gate has not allowed first; people can stop, decide, and slow down."""

import ast
import json
from pathlib import Path

import pytest

from diagnostics.renewal import Settings, Steps, open_run, start_run
from diagnostics.renewal.agenda import Item, put, set_timer
from diagnostics.renewal.engine import Run
from diagnostics.renewal.facts import recorded
from diagnostics.renewal.gate import Action, Permit, Refusal, check, shipped_policy, unpacked
from diagnostics.renewal.people import ALL, Halted, release, revoke
from diagnostics.renewal.row import Row, load_row, save_row
from tests.conftest import ROOT
from tests.diagnostics.renewal.conftest import SMALL, crash_once, crashes_to_the_end, finished, left_behind

POLICY = shipped_policy()


def offer(discount: float = 0.1, tenant: str = "tenant-a", **more) -> Permit | Refusal:
    return check(Action("send-offer", "contract-x", tenant, discount, **more), POLICY)


def written(run: Run, action: str) -> list[dict]:
    rows = run.db.query("SELECT body FROM outside WHERE action = ? ORDER BY rowid", action)
    return [json.loads(row["body"]) for row in rows]


@pytest.mark.parametrize(
    ("verdict", "rule"),
    [
        (check(Action("delete-customer", "contract-x", "tenant-a"), POLICY), "action"),
        (offer(tenant="tenant-z"), "tenant"),
        (offer(0.31), "discount"),
        (offer(0.36, "tenant-b"), "discount"),
        (offer(0.41, "tenant-c"), "discount"),
        (offer(0.51, approved_by="a person"), "discount"),
        (offer(-0.1), "discount"),
        (offer(float("nan")), "discount"),
        (offer(used=5), "rate"),
        (check(Action("open", "contract-x", "tenant-a", repeated=True), POLICY), "duplicate"),
    ],
)
def test_gate_refuses_and_names_rule_and_policy(verdict: Permit | Refusal, rule: str):
    assert isinstance(verdict, Refusal)
    assert (verdict.rule, verdict.policy) == (rule, POLICY.version)


@pytest.mark.parametrize(
    "verdict",
    [
        offer(0.30),
        offer(0.35, "tenant-b"),
        offer(0.40, "tenant-c"),
        offer(0.50, approved_by="a person"),
        offer(used=4),
        offer(used=5, approved_by="a person"),
    ],
)
def test_gate_allows_up_to_the_limit_that_applies(verdict: Permit | Refusal):
    assert isinstance(verdict, Permit)
    assert unpacked(verdict.packed()) == verdict


def test_only_the_gate_makes_permits():
    makers = {
        path.name
        for path in (ROOT / "diagnostics" / "renewal").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Permit"
    }

    assert makers == {"gate.py"}


def unexplained(run: Run) -> list[str]:
    """Return the offers, renewals and openings outside of which no verdict of the gate stands in the log."""
    allowed = {
        f"{line['workflow']}/{line['event'].removesuffix('/gate')}/{line['outcome']['action']}"
        for line in recorded(run.db)
        if line["consumer"] == "gate" and line["outcome"]["allowed"]
    }
    actions = ("open", "send-offer", "renew", "restructure")
    keys = [row["key"] for row in run.db.query("SELECT key, action FROM outside") if row["action"] in actions]
    return [key for key in keys if key not in allowed]


def test_at_no_moment_is_anything_outside_that_the_gate_had_not_allowed_before(tmp_path: Path):
    path = tmp_path / "run.db"
    crash_once(path, Settings(**SMALL), at=1)

    for _ in crashes_to_the_end(path, every=1):
        with open_run(path, Steps()) as run:
            assert unexplained(run) == []
            seen = run.db.query("SELECT count(*) FROM outside")[0][0]
    assert seen > 15


def test_every_offer_sent_is_within_the_limits_of_the_policy(whole: Run):
    for body in written(whole, "send-offer"):
        limit = POLICY.tenant_overrides.get(body["tenant"], POLICY.max_discount)
        assert body["discount"] <= (POLICY.approved_max_discount if body["approved_by"] else limit)
    refused = [line for line in recorded(whole.db) if line["outcome"].get("rule") == "discount"]
    assert refused


def test_second_trigger_of_a_contract_is_refused_by_the_gate(whole: Run):
    refused = [line for line in recorded(whole.db) if line["outcome"].get("rule") == "duplicate"]

    assert refused
    assert len(written(whole, "open")) == whole.settings.contracts


def test_no_tenant_gets_more_offers_a_day_than_the_rate_and_none_more_than_the_throttle(tmp_path: Path):
    with finished(tmp_path / "run.db", Settings(60)) as run:
        unapproved = [
            (row["day"], row["tenant"])
            for row in run.db.query("SELECT day, tenant, permit FROM outbox WHERE action = 'send-offer'")
            if not unpacked(row["permit"]).action.approved_by
        ]
        consumers = [line["consumer"] for line in recorded(run.db)]
        rules = [line["outcome"].get("rule") for line in recorded(run.db)]
    days = [day for day, _ in unapproved]

    assert max(unapproved.count(one) for one in unapproved) == POLICY.actions["send-offer"].per_tenant_per_day
    assert max(days.count(day) for day in days) <= POLICY.people.offers_per_day
    assert "throttle" in consumers
    assert "rate" in rules


def test_kill_switch_pulled_between_two_tool_calls_stops_all_further_ones_until_it_is_released(tmp_path: Path):
    with finished(tmp_path / "whole.db", Settings(**SMALL)) as run:
        expected, world = left_behind(run.db), run.world
    pulled = []

    def read(source: str, workflow: str, attempt: int) -> dict:
        if source == "usage" and not pulled:
            pulled.append(workflow)
            with open_run(tmp_path / "run.db", Steps()) as person:
                revoke(person.db, ALL, "a person")
        return world.read(source, workflow, attempt)

    with start_run(tmp_path / "run.db", Settings(**SMALL), Steps(), sources=read) as run:
        with pytest.raises(Halted):
            run.go()
        before = left_behind(run.db)
        with pytest.raises(Halted):
            run.go()
        assert left_behind(run.db)["outside"] == before["outside"]
        assert len(before["outside"]) < len(expected["outside"])

        release(run.db, ALL)
        run.go()
        assert left_behind(run.db) == expected


def test_kill_switch_is_looked_at_by_every_tool(run: Run):
    permit = offer()
    assert isinstance(permit, Permit)
    row = Row("contract-x", "scoring", 3, {"signals": {"tickets": 1, "late_payments": 0, "usage": 0.0}})
    revoke(run.db, "contract-x", "a person")

    for call in (
        lambda: run.tools.ask("stub-1", "score", row),
        lambda: run.tools.read("usage", "contract-x", 1),
        lambda: run.tools.write(permit, "contract-x/offer"),
        lambda: run.tools.undo("contract-x/offer", "contract-x", 1),
    ):
        with pytest.raises(Halted):
            call()
    assert run.db.query("SELECT * FROM outside") == []


def test_contract_under_the_kill_switch_goes_to_a_person_and_nothing_more_is_written_for_it(whole: Run):
    log = recorded(whole.db)
    workflow = next(line["workflow"] for line in log if "halted" in line["outcome"])
    revoked = next(line["seq"] for line in log if line["workflow"] == workflow and line["event"] == "d-45/revoke")
    allowed = [line for line in log if line["workflow"] == workflow and line["outcome"].get("allowed")]

    assert all(line["seq"] < revoked for line in allowed)
    assert load_row(whole.db, workflow).data["ended"] == "escalated"


def test_write_committed_but_not_sent_when_the_switch_is_pulled_is_withheld(tmp_path: Path):
    path = tmp_path / "run.db"
    crash_once(path, Settings(1), at=1)  # the trigger is committed, its write not yet sent
    with open_run(path, Steps()) as run:
        revoke(run.db, "contract-1", "a person")
        run.go()

        assert run.db.query("SELECT status FROM outbox")[0]["status"] == "withheld"
        assert written(run, "open") == []
        assert load_row(run.db, "contract-1").data["ended"] == "escalated"


def test_contract_stopped_before_it_closes_is_not_called_renewed(run: Run):
    learned = {"tenant": "tenant-a", "signals": {"merger": False}, "accepts": True, "approved_by": None}
    row = Row("contract-x", "offer_sent", 1, {**learned, "offer": {"strategy": "standard", "discount": 0.0}})
    save_row(run.db, Row("contract-x"), row)
    set_timer(run.db, row, "close", -7)
    put(run.db, Item("contract-x/end", "contract-x", "end", 0, {}))
    revoke(run.db, "contract-x", "a person")

    run.go()

    assert load_row(run.db, "contract-x").data["ended"] == "escalated"
    assert [body for body in written(run, "renew") if body["workflow"] == "contract-x"] == []

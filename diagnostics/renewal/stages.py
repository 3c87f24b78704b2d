"""The stages of a renewal: pure functions of the row and what happened, which write nothing.

A replay runs the very same functions over the log.
"""

from collections.abc import Callable, Mapping

from diagnostics.renewal.database import RenewalError
from diagnostics.renewal.decision import Decision, Reply, Timer
from diagnostics.renewal.facts import Fact, Line
from diagnostics.renewal.gate import Action, Permit, Policy, Refusal, check
from diagnostics.renewal.model import Proposal
from diagnostics.renewal.people import ask_approval, escalate
from diagnostics.renewal.row import Row, legal

SIGNALS, SCORE, OUTREACH, LAST_OUTREACH, CLOSE = -75, -60, -30, -20, -7
MOST_GATHERINGS = 2

Propose = Callable[[str, str, Row], Proposal]  # event, task, row
Stage = Callable[[Row, Fact, Propose, Policy], Decision]


def decide(row: Row, fact: Fact, propose: Propose, policy: Policy) -> tuple[Decision, Row]:
    """Return what to do about a fact, and the row after it; raise RenewalError for an illegal transition."""
    allowed = legal(fact.kind, row.state)
    if allowed is None:
        return Decision((Line("row", fact.event, {"ignored": fact.kind, "state": row.state}),)), row
    decision = STAGES[fact.kind](row, fact, propose, policy)
    if decision.to is None:
        return decision, row
    if decision.to not in allowed:
        raise RenewalError(f"{fact.workflow}: {fact.event} may not lead from {row.state} to {decision.to}.")
    after = row.moved(decision.to, decision.changes)
    state = {"state": after.state, **({"ended": after.data["ended"]} if "ended" in after.data else {})}
    line = Line("row", f"{fact.event}/state", state)
    return Decision(**{**vars(decision), "lines": (*decision.lines, line)}), after


def _gated(action: Action, fact: Fact, policy: Policy) -> tuple[Permit | Refusal, Line]:
    verdict = check(action, policy)
    outcome = {"allowed": isinstance(verdict, Permit), "action": action.kind, "policy": policy.version}
    if isinstance(verdict, Refusal):
        outcome |= {"rule": verdict.rule, "reason": verdict.reason}
    return verdict, Line("gate", f"{fact.event}/gate", outcome)


def _by_model(consumer: str, fact: Fact, proposal: Proposal) -> Line:
    return Line(consumer, fact.event, proposal.body, proposal.model_version, proposal.prompt_version)


def _trigger(row: Row, fact: Fact, _: Propose, policy: Policy) -> Decision:
    action = Action("open", fact.workflow, fact.payload["tenant"], repeated=row.version > 0)
    verdict, line = _gated(action, fact, policy)
    if isinstance(verdict, Refusal):
        return Decision((line,))
    changes = {"tenant": action.tenant}
    return Decision((line,), "window_open", changes, (Timer("signals", SIGNALS),), permits=(verdict,))


def _signals(row: Row, fact: Fact, _: Propose, __: Policy) -> Decision:
    line = Line("signals", fact.event, fact.payload)
    if "failed" not in fact.payload:
        return Decision((line,), "window_open", {"signals": fact.payload}, (Timer("score", SCORE),))
    attempt = fact.payload["attempt"]
    if attempt >= MOST_GATHERINGS or fact.payload["stuck"]:
        return escalate(row, fact, "signals cannot be had", line, ask=True)
    return Decision((line,), "window_open", {"attempts": attempt}, (Timer("signals", fact.day + 1),))


def _score(row: Row, fact: Fact, propose: Propose, _: Policy) -> Decision:
    proposal = propose(fact.event, "score", row)
    return Decision((_by_model("scorer", fact, proposal),), "scoring", proposal.body, (Timer("outreach", OUTREACH),))


def _end_of_life(row: Row, fact: Fact, _: Propose, __: Policy) -> Decision:
    line = Line("product", fact.event, {"ends": fact.payload["product"]})
    # The row moves on, so the timers that were set on it go stale: what is still wanted is set anew.
    timers = (Timer("outreach", OUTREACH),) if row.state == "scoring" else ()
    return Decision((line,), row.state, dict(fact.payload), timers)


def _outreach(row: Row, fact: Fact, propose: Propose, policy: Policy) -> Decision:
    proposal = propose(fact.event, "offer", row)
    offer = proposal.body
    action = Action("send-offer", row.workflow, row.data["tenant"], offer["discount"], fact.payload["used"])
    verdict, gate = _gated(action, fact, policy)
    lines = (_by_model("strategist", fact, proposal), gate)
    if isinstance(verdict, Permit):
        return _send(offer, verdict, *lines)
    if verdict.retryable and fact.day < LAST_OUTREACH:
        return Decision(lines, timers=(Timer("outreach", fact.day + 1),))
    if verdict.approvable:
        asked = ask_approval(fact, verdict, policy, *lines)
        return Decision(**{**vars(asked), "changes": {**asked.changes, "offer": offer}})
    return escalate(row, fact, verdict.reason, *lines, ask=True)


def _send(offer: Mapping[str, object], permit: Permit, *lines: Line) -> Decision:
    changes = {"offer": offer, "waiting_for": None, "approved_by": permit.action.approved_by}
    return Decision(lines, "offer_sent", changes, (Timer("close", CLOSE),), (Reply("answer"),), (permit,))


def _approval(row: Row, fact: Fact, _: Propose, policy: Policy) -> Decision:
    line = Line("approval", fact.event, fact.payload)
    if row.data.get("waiting_for") != "approval":
        return Decision((line,))
    if fact.payload["decision"] != "approve":
        return Decision((line,), "closed", {"ended": "escalated"})
    offer = row.data["offer"]
    action = Action("send-offer", row.workflow, row.data["tenant"], offer["discount"], approved_by=fact.payload["by"])
    verdict, gate = _gated(action, fact, policy)
    if isinstance(verdict, Refusal):
        return Decision((line, gate), "closed", {"ended": "escalated"})
    return _send(offer, verdict, line, gate)


def _approval_timeout(row: Row, fact: Fact, _: Propose, __: Policy) -> Decision:
    line = Line("approval", fact.event, {"timeout": row.data["reason"], "decision": "deny"})
    return Decision((line,), "closed", {"ended": "escalated"})


def _answer(row: Row, fact: Fact, _: Propose, __: Policy) -> Decision:
    line = Line("customer", fact.event, fact.payload)
    return Decision((line,), "offer_sent", {"accepts": fact.payload["accepts"]}, (Timer("close", CLOSE),))


def _close(row: Row, fact: Fact, _: Propose, policy: Policy) -> Decision:
    line = Line("closer", fact.event, {"accepted": bool(row.data.get("accepts"))})
    if row.data["signals"]["merger"]:
        return escalate(row, fact, "the customer is merging with another company", line, ask=True)
    if not row.data.get("accepts"):
        return Decision((line,), "expired", {"ended": "churned"})
    return _renew(row, fact, policy, line)


def _renew(row: Row, fact: Fact, policy: Policy, line: Line) -> Decision:
    offer, approved = row.data["offer"], row.data["approved_by"]
    kind, ended = ("restructure", "restructured") if offer["strategy"] == "restructure" else ("renew", "renewed")
    action = Action(kind, row.workflow, row.data["tenant"], offer["discount"], approved_by=approved)
    verdict, gate = _gated(action, fact, policy)
    if isinstance(verdict, Refusal):
        return Decision((line, gate), "closed", {"ended": "escalated"})
    return Decision((line, gate), "closed", {"ended": ended}, permits=(verdict,))


def _resolution(row: Row, fact: Fact, _: Propose, policy: Policy) -> Decision:
    line = Line("escalation", fact.event, fact.payload)
    if row.data.get("waiting_for") != "resolution":
        return Decision((line,))
    if fact.payload["decision"] == "renew" and row.data.get("accepts"):
        return _renew(row, fact, policy, line)
    return Decision((line,), "closed", {"ended": "escalated"})


def _end(row: Row, fact: Fact, _: Propose, __: Policy) -> Decision:
    to, ended = ("expired", "churned") if row.state == "offer_sent" else ("closed", "escalated")
    return Decision((Line("closer", fact.event, {"term": "over"}),), to, {"ended": ended})


def _halted(row: Row, fact: Fact, _: Propose, __: Policy) -> Decision:
    return escalate(row, fact, "kill switch", Line("kill switch", fact.event, fact.payload))


def _noted(consumer: str, retry: str | None = None) -> Stage:
    def stage(_: Row, fact: Fact, __: Propose, ___: Policy) -> Decision:
        timers = (Timer(fact.payload[retry], fact.day + 1),) if retry else ()
        return Decision((Line(consumer, fact.event, fact.payload),), timers=timers)

    return stage


STAGES: Mapping[str, Stage] = {
    "trigger": _trigger,
    "signals": _signals,
    "score": _score,
    "end-of-life": _end_of_life,
    "outreach": _outreach,
    "approval": _approval,
    "approval-timeout": _approval_timeout,
    "answer": _answer,
    "close": _close,
    "resolution": _resolution,
    "end": _end,
    "revoke": _noted("kill switch"),
    "halted": _halted,
    "deferred": _noted("throttle", retry="later"),
    "stale": _noted("clock"),
}

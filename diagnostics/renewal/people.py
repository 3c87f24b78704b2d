"""P6: the four planes by which people hold the program: kill switch, escalation, approval, throttling.

The people are simulated and seeded (`world.py`); the planes are real.
"""

from diagnostics.renewal.database import Database
from diagnostics.renewal.decision import Decision, Reply, Timer
from diagnostics.renewal.facts import Fact, Line
from diagnostics.renewal.gate import Policy, Refusal
from diagnostics.renewal.row import Row

ALL = "all"


class Halted(Exception):
    """The kill switch is pulled for this scope: no tool may be called."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(f"the kill switch is pulled for {scope}")


def revoke(db: Database, scope: str, by: str) -> None:
    """Pull the kill switch for one workflow or for all; once more changes nothing."""
    db.change("INSERT OR IGNORE INTO revoked (scope, by) VALUES (?, ?)", scope, by)


def release(db: Database, scope: str) -> None:
    """Take the kill switch back."""
    db.change("DELETE FROM revoked WHERE scope = ?", scope)


def check_kill_switch(db: Database, workflow: str) -> None:
    """Raise Halted if the switch is pulled; every tool does this first, at every call."""
    found = db.query("SELECT scope FROM revoked WHERE scope IN (?, ?) ORDER BY scope", ALL, workflow)
    if found:
        raise Halted(found[0]["scope"])


def throttled(db: Database, day: int, policy: Policy) -> bool:
    """Tell whether the offers that people allow for a day are used up."""
    sql = "SELECT count(*) AS n FROM outbox WHERE action = 'send-offer' AND day = ?"
    return int(db.query(sql, day)[0]["n"]) >= policy.people.offers_per_day


def escalate(row: Row, fact: Fact, reason: str, *lines: Line, ask: bool = False) -> Decision:
    """Suspend: the row waits for a person, durably, and until the term ends at most; `ask` if one is asked now."""
    waiting = {"waiting_for": "resolution", "reason": reason}
    asks = (Reply("resolution"),) if ask else ()
    line = Line("escalation", f"{fact.event}/escalation", {"suspended": reason})
    return Decision((*lines, line), "human_required", waiting, asks=asks)


def ask_approval(fact: Fact, refusal: Refusal, policy: Policy, *lines: Line) -> Decision:
    """Ask a person to approve what the gate refused; the timer sees to it that silence means no."""
    days = policy.people.approval_days
    waiting = {"waiting_for": "approval", "reason": refusal.reason}
    line = Line("approval", f"{fact.event}/approval", {"asked": refusal.reason, "days": days})
    timer = Timer("approval-timeout", fact.day + days)
    return Decision((*lines, line), "human_required", waiting, timers=(timer,), asks=(Reply("approval"),))

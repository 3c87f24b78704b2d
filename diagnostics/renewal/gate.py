"""P4: the gate. It reads a versioned policy, refuses by default, and is the only place where a permit is made."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from diagnostics.renewal.database import RenewalError
from taxonomy.files import read_records

POLICY = Path(__file__).parent / "policy.yaml"


class Record(BaseModel):
    """A part of the policy file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Record):
    """An action that may be allowed: where it writes, what undoes it, how often it may run."""

    system: str
    undo: str | None = None
    per_tenant_per_day: int | None = None


class People(Record):
    """What people have set for their planes: days to approve, offers a day."""

    approval_days: int
    offers_per_day: int


class Policy(Record):
    """The whole policy, with the version that every verdict names."""

    version: str
    tenants: tuple[str, ...]
    max_discount: float
    tenant_overrides: dict[str, float]
    approved_max_discount: float
    actions: dict[str, Rule]
    people: People


@dataclass(frozen=True)
class Action:
    """What somebody wants to write outside; `used` counts such actions of the tenant today."""

    kind: str
    workflow: str
    tenant: str
    discount: float = 0.0
    used: int = 0
    approved_by: str | None = None
    repeated: bool = False


@dataclass(frozen=True)
class Permit:
    """An action that the policy allows. Tools write nothing without one."""

    action: Action
    system: str
    undo: str | None
    policy: str

    def packed(self) -> str:
        """Return the permit as JSON, to be kept with a write that is still to be sent."""
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True)
class Refusal:
    """An action that the policy refuses: by which rule, why, and what may be done next."""

    action: Action
    policy: str
    rule: str
    reason: str
    retryable: bool = False
    approvable: bool = False


@cache
def shipped_policy() -> Policy:
    """Return the policy in force."""
    problems: list[str] = []
    policy: Policy | None = read_records(POLICY, Policy, problems)
    if policy is None:
        raise RenewalError("\n".join(problems))
    return policy


def check(action: Action, policy: Policy) -> Permit | Refusal:
    """Allow or refuse an action; a pure function, so that a replay comes to the same verdict."""
    rule = policy.actions.get(action.kind)
    if rule is None:
        return Refusal(action, policy.version, "action", f'"{action.kind}" is not in the policy')
    if action.tenant not in policy.tenants:
        return Refusal(action, policy.version, "tenant", f'"{action.tenant}" is not in the policy')
    if action.repeated:
        return Refusal(action, policy.version, "duplicate", "a renewal of this contract is open already")
    limit = policy.tenant_overrides.get(action.tenant, policy.max_discount)
    if action.approved_by:
        limit = policy.approved_max_discount
    if not 0 <= action.discount <= limit:
        reason = f"a discount of {action.discount:.0%} is over the limit of {limit:.0%}"
        return Refusal(action, policy.version, "discount", reason, approvable=not action.approved_by)
    # The rate bounds what no person has looked at.
    if rule.per_tenant_per_day is not None and not action.approved_by and action.used >= rule.per_tenant_per_day:
        reason = f"{action.tenant} has had {action.used} of these today"
        return Refusal(action, policy.version, "rate", reason, retryable=True)
    return Permit(action, rule.system, rule.undo, policy.version)


def unpacked(text: str) -> Permit:
    """Return a permit that this gate gave earlier."""
    fields = json.loads(text)
    return Permit(**{**fields, "action": Action(**fields["action"])})

"""The seeded stub that stands for a language model, in two versions that judge some contracts differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from diagnostics.renewal.world import World

PROMPT = "1"
FIRST, SECOND = "stub-1", "stub-2"
MANY_TICKETS = 5
Strategy = Literal["standard", "discount", "restructure"]


class Score(BaseModel):
    """A verified score: the shape that code accepts, whatever the model says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    churn: float = Field(ge=0, le=1)
    strategy: Strategy


class Offer(BaseModel):
    """A verified proposal of an offer; whether its discount may be given is the gate's to say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    strategy: Strategy
    discount: float = Field(ge=0, le=1)


SHAPES: Mapping[str, type[Score] | type[Offer]] = {"score": Score, "offer": Offer}


@dataclass(frozen=True)
class Proposal:
    """What the model proposed, in a verified shape, and which model and prompt did."""

    body: dict[str, Any]
    model_version: str
    prompt_version: str


def in_service(day: int, upgrade_at: int | None) -> str:
    """Return the version of the model that is in service on a day."""
    return SECOND if upgrade_at is not None and day >= upgrade_at else FIRST


def propose(version: str, task: str, workflow: str, data: Mapping[str, Any], world: World) -> Proposal:
    """Return the proposal of a version of the model.

    Both versions use the same draws: they differ in judgement, not in luck, and only where there are many tickets or
    the product ends.
    """
    draw = world.draw(workflow, "model", task)
    raw = (
        _score(version, data["signals"], draw.gauss(0, 0.05))
        if task == "score"
        else _offer(version, data, draw.random())
    )
    return Proposal(SHAPES[task].model_validate(raw).model_dump(), version, PROMPT)


def _score(version: str, signals: Mapping[str, Any], noise: float) -> dict[str, Any]:
    churn = 0.15 + 0.04 * signals["tickets"] + 0.08 * signals["late_payments"] - 0.4 * min(signals["usage"], 0) + noise
    if version == SECOND:
        churn += 0.12 * max(0, signals["tickets"] - MANY_TICKETS)
    churn = round(min(max(churn, 0.0), 1.0), 2)
    return {"churn": churn, "strategy": "standard" if churn < 0.3 else "discount" if churn < 0.55 else "restructure"}


def _offer(version: str, data: Mapping[str, Any], luck: float) -> dict[str, Any]:
    ends = "product" in data
    strategy = "restructure" if ends else data["strategy"]
    discount = {"standard": 0.0, "discount": 0.6 * data["churn"], "restructure": 0.5 * data["churn"]}[strategy]
    if version == SECOND and ends:
        discount += 0.05
    if luck < 0.08:
        discount = 0.9
    return {"strategy": strategy, "discount": round(min(discount, 1.0), 2)}

"""Signatures and checks: the typed form of the diagnosis's data files."""

from typing import Literal

from pydantic import Field, model_validator

from taxonomy.model import Claim, Strict

OUTSIDE = "outside"
VARIANCE = "model-variance"
NONE = "none-of-these"

# The source names twelve signatures. Of the twelfth nothing is known to us but where it belongs: P2.
UNKNOWN_SIGNATURE = (
    "P2",
    "The source has a second signature here. What it says is not known to us, so none stands for it.",
)

Answer = Literal["yes", "no", "unknown"]


class Check(Strict):
    """A question a responder can answer by looking, and how strongly the answer speaks.

    `about` names the labels ("weaknesses:P4.no-gate", "sdb_parts:commit", "locus:outside") of which at least one
    holds when the true answer is yes. `yes_if_so` and `yes_if_not` are the probabilities of being answered yes then
    and otherwise: how sure a hurried look is. `minutes` is what the look costs.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    question: str
    look: str
    minutes: float = Field(gt=0)
    about: tuple[str, ...] = Field(min_length=1)
    yes_if_so: float = Field(gt=0, lt=1)
    yes_if_not: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _speaks(self) -> "Check":
        if self.yes_if_so <= self.yes_if_not:
            raise ValueError("yes_if_so must be greater than yes_if_not, or the check says nothing")
        return self


class Fix(Claim):
    """The durable mend, and the pattern that brings it (none where a part of the contract is mended by itself)."""

    pattern: str | None = None


class Signature(Strict):
    """A recognisable way of failing: how it looks, why it happens, what to do now and for good.

    Exactly one of `weakness`, `part` and `verdict` says what it is a signature of.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    weakness: str | None = None
    part: str | None = None
    verdict: Literal["outside", "model-variance", "none-of-these"] | None = None
    symptoms: tuple[str, ...]
    cause: Claim
    checks: tuple[str, ...] = Field(min_length=2, max_length=5)
    contain: str
    fix: Fix
    prove: str
    source_id: str | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> "Signature":
        if sum(subject is not None for subject in (self.weakness, self.part, self.verdict)) != 1:
            raise ValueError("exactly one of weakness, part and verdict must be given")
        return self

    @property
    def subject(self) -> str:
        """The weakness, part or verdict that this is a signature of."""
        return self.weakness or self.part or self.verdict or ""

"""The typed objects that the taxonomy's YAML files are validated into."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Certainty = Literal["seen", "inferred", "not-found"]
Choose = Literal["one", "optional", "some", "any"]


class Strict(BaseModel):
    """An immutable record that refuses unknown keys."""

    # What checks a record is built with the first of its kind, not when a program starts that may read none.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Claim(Strict):
    """A sentence with where it comes from and how sure that is."""

    text: str = Field(min_length=1)
    certainty: Certainty
    source: str = Field(min_length=1)


class Label(Strict):
    """One entry of a facet: what it means, what counts, what does not."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    name: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    includes: str = Field(min_length=1)
    excludes: str = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)
    keywords: tuple[str, ...] = ()
    added: date
    status: Literal["active", "retired"]
    replaced_by: str | None = None
    needs_evidence: bool = True
    pattern: str | None = None
    mitigation: Claim | None = None


class Facet(Strict):
    """One question asked of every report, and the labels that answer it.

    `choose` is how many labels an answer has: exactly one, none or one, one or more, any number.
    """

    facet: str = Field(pattern=r"^[a-z][a-z_]*$")
    name: str
    question: str
    choose: Choose
    labels: tuple[Label, ...] = ()
    derived_from: str | None = None
    labels_from: str | None = None


class Mechanism(Claim):
    """A named piece that a pattern consists of."""

    name: str


class Pattern(Strict):
    """A runtime pattern: when to use it, and what changes when its worker is a model."""

    id: str
    name: str
    concern: Literal["Coordination", "State", "Control"]
    summary: str
    lineage: tuple[str, ...]
    use_when: tuple[Claim, ...] = Field(min_length=1)
    avoid_when: tuple[Claim, ...] = Field(min_length=1)
    stochastic_worker: Claim
    mechanisms: tuple[Mechanism, ...] = ()


class Part(Strict):
    """One of the four parts of the contract at the stochastic-deterministic boundary."""

    id: str
    role: Claim
    must_satisfy: tuple[Claim, ...]
    fails_when: tuple[Claim, ...]


class Rule(Strict):
    """A consistency rule between facets: when a report has these labels, that must hold."""

    id: str
    text: str
    level: Literal["error", "warning"]
    when: dict[str, tuple[str, ...]]
    forbid: tuple[str, ...] = ()
    require_any: dict[str, tuple[str, ...]] = {}
    allow_only: dict[str, tuple[str, ...]] = {}


class Ruling(Strict):
    """A decision on a case that two coders were in two minds about."""

    id: str
    text: str
    labels: tuple[str, ...]
    decided: date


class WorkedExample(Strict):
    """A short report with the tags it gets, and why."""

    id: str
    text: str
    tags: dict[str, tuple[str, ...]]
    why: str


class Citation(Strict):
    """The publication that the taxonomy's ideas come from."""

    title: str
    authors: tuple[str, ...]
    arxiv: str
    year: int
    repository: str
    repository_licence: str


class Edition(Strict):
    """The version of the taxonomy and the source of its ideas."""

    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    updated: date
    title: str
    facets: tuple[str, ...]
    source: Citation

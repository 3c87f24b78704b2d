"""What the published reports say about causes: the counts that priors and likelihoods come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from diagnostics.model import NONE, OUTSIDE, VARIANCE
from taxonomy import Taxonomy

TagSet = Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class Case:
    """One tagged report: its labels as "facet:label" references, and the hypotheses that hold for it."""

    id: str
    references: frozenset[str]
    hypotheses: frozenset[str]


@dataclass(frozen=True)
class Cases:
    """Tagged reports, to be counted by hypothesis."""

    cases: tuple[Case, ...]

    @cached_property
    def by_hypothesis(self) -> dict[str, tuple[Case, ...]]:
        """The cases of each hypothesis that has any."""
        groups: dict[str, list[Case]] = {}
        for case in self.cases:
            for hypothesis in sorted(case.hypotheses):
                groups.setdefault(hypothesis, []).append(case)
        return {hypothesis: tuple(cases) for hypothesis, cases in groups.items()}

    def of(self, hypothesis: str) -> tuple[Case, ...]:
        """Return the cases for which a hypothesis holds."""
        return self.by_hypothesis.get(hypothesis, ())

    def without(self, case_id: str) -> "Cases":
        """Return all cases but one, so that a case is never evidence about itself."""
        return Cases(tuple(case for case in self.cases if case.id != case_id))


def hypotheses(taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return everything a diagnosis may end in: the weaknesses, then outside, model variance, none of these."""
    return (*(label.id for label in taxonomy.labels("weaknesses")), OUTSIDE, VARIANCE, NONE)


def case_of(case_id: str, tags: TagSet) -> Case:
    """Return a tagged report as a case."""
    references = frozenset(f"{facet}:{label}" for facet, labels in tags.items() for label in labels)
    return Case(case_id, references, frozenset(_hypotheses_of(tags)))


def cases_of(tag_sets: Mapping[str, TagSet]) -> Cases:
    """Return tagged reports as cases, in order of their ids."""
    return Cases(tuple(case_of(case_id, tag_sets[case_id]) for case_id in sorted(tag_sets)))


def _hypotheses_of(tags: TagSet) -> tuple[str, ...]:
    weaknesses = tuple(tags.get("weaknesses", ()))
    if weaknesses:
        return weaknesses
    locus = set(tags.get("locus", ()))
    return (OUTSIDE,) if "outside" in locus else (VARIANCE,) if "proposer" in locus else (NONE,)

"""What differs: between a suggestion and the tags a person gave, and between two versions of a report."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any, Literal

from corpus.report import Report, Tags, tag_rows
from taxonomy import Taxonomy

Verdict = Literal["only suggested", "only submitter", "agree"]
VERDICTS: tuple[Verdict, ...] = ("only suggested", "only submitter", "agree")
FIELDS = ("title", "date", "product")


@dataclass(frozen=True)
class Compared:
    """One label that was suggested, or given by the submitter, or both, with the sentence each points to.

    `probability` is what the classifier gave the label, between 0 and 1; None where it does not speak of it.
    """

    facet: str
    label: str
    verdict: Verdict
    probability: float | None
    suggested: str | None
    submitted: str | None


@dataclass(frozen=True)
class TagChange:
    """One tag that was added, removed or got another sentence between two versions."""

    facet: str
    label: str
    what: Literal["added", "removed", "other evidence"]
    before: str | None
    after: str | None


def suggested_labels(suggestion: Mapping[str, Any], taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    """Return facet -> labels of a stored suggestion, for the facets that it speaks of."""
    given = suggestion.get("suggested", {})
    return {
        facet: (given[facet],) if isinstance(given[facet], str) else tuple(given[facet])
        for facet in taxonomy.facets
        if given.get(facet) is not None
    }


def compare_suggestion(suggestion: Mapping[str, Any], report: Report, taxonomy: Taxonomy) -> list[Compared]:
    """Return every label of the facets that the suggestion speaks of, differences first, then facet by facet.

    Facets that follow from others are left out: their differences follow too.
    """
    evidence = _evidence(suggestion)
    found = []
    for facet, suggested in suggested_labels(suggestion, taxonomy).items():
        if facet in taxonomy.coded_facets():
            submitted = report.tags.get(facet, {})
            for label in dict.fromkeys((*suggested, *submitted)):
                verdict = _verdict(label in suggested, label in submitted)
                probability = (suggestion.get(facet) or {}).get(label)
                sentence = evidence.get((facet, label))
                found.append(Compared(facet, label, verdict, probability, sentence, submitted.get(label)))
    return sorted(found, key=lambda one: VERDICTS.index(one.verdict) == VERDICTS.index("agree"))


def differences(suggestion: Mapping[str, Any], report: Report, taxonomy: Taxonomy) -> int:
    """Return how many labels only one of suggestion and submitter has."""
    return sum(one.verdict != "agree" for one in compare_suggestion(suggestion, report, taxonomy))


def tag_changes(before: Tags, after: Tags) -> list[TagChange]:
    """Return the tags that differ between two versions, in the order of the newer one, removed ones last."""
    old = {(facet, label): evidence for facet, label, evidence in tag_rows(before)}
    new = {(facet, label): evidence for facet, label, evidence in tag_rows(after)}
    changes = []
    for facet, label in new:
        if (facet, label) not in old:
            changes.append(TagChange(facet, label, "added", None, new[facet, label]))
        elif old[facet, label] != new[facet, label]:
            changes.append(TagChange(facet, label, "other evidence", old[facet, label], new[facet, label]))
    removed = [key for key in old if key not in new]
    return changes + [TagChange(facet, label, "removed", old[facet, label], None) for facet, label in removed]


def field_changes(before: Report, after: Report) -> Iterator[tuple[str, str, str]]:
    """Yield (field, before, after) for title, date and product where they differ."""
    for field in FIELDS:
        old, new = str(getattr(before, field)), str(getattr(after, field))
        if old != new:
            yield field, old, new


def text_changes(before: str, after: str) -> list[str]:
    """Return the lines of a unified diff of two texts, without its header; none where they are the same."""
    return list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))[2:]


def _verdict(suggested: bool, submitted: bool) -> Verdict:
    return "agree" if suggested and submitted else "only suggested" if suggested else "only submitter"


def _evidence(suggestion: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return (facet, label) -> sentence; a label id that two facets share has its sentences in the facets' order."""
    sentences: Mapping[str, Any] = suggestion.get("evidence", {})
    taken: Counter[str] = Counter()
    found = {}
    for facet, labels in suggestion.get("suggested", {}).items():
        for label in [labels] if isinstance(labels, str) else labels or ():
            if facet != "patterns" and taken[label] < len(sentences.get(label, ())):
                found[facet, label] = sentences[label][taken[label]]["text"]
                taken[label] += 1
    return found

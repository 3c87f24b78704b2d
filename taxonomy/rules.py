"""The consistency rules at work: what is wrong with a set of tags, by the rules that the taxonomy states."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from taxonomy.load import Taxonomy
from taxonomy.model import Rule
from taxonomy.references import closest

Tags = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Finding:
    """One breach: the rule's id, where it is, what was found and expected, and whether it forbids the tags."""

    rule: str
    where: str
    text: str
    level: str = "error"


def check_labels(tags: Tags, taxonomy: Taxonomy) -> list[Finding]:
    """Return a finding for every facet or label that the taxonomy does not know."""
    findings = []
    for facet, chosen in tags.items():
        if facet not in taxonomy.facets:
            text = f'"{facet}" is not a facet.{closest(facet, taxonomy.facets)}'
            findings.append(Finding("unknown-facet", facet, text))
            continue
        known = [label.id for label in taxonomy.labels(facet)]
        findings += [
            Finding("unknown-label", facet, f'"{label}" is not a label of {facet}.{closest(label, known)}')
            for label in chosen
            if label not in known
        ]
    return findings


def check_rules(tags: Tags, taxonomy: Taxonomy) -> list[Finding]:
    """Return a finding for every consistency rule that the tags break."""
    return [
        Finding(rule.id, ", ".join(_facets_of(rule)), rule.text, rule.level)
        for rule in taxonomy.rules
        if _applies(rule, tags) and not _holds(rule, tags)
    ]


def check_choice(tags: Tags, taxonomy: Taxonomy) -> list[Finding]:
    """Return a finding for every facet with fewer or more labels than it takes."""
    findings = []
    for name in taxonomy.coded_facets():
        choose, count = taxonomy.facets[name].choose, len(tags.get(name, ()))
        least = 1 if choose in ("one", "some") else 0
        if count < least or (choose in ("one", "optional") and count > 1):
            expected = {"one": "exactly one", "optional": "at most one", "some": "at least one"}[choose]
            findings.append(Finding(f"choose-{choose}", name, f"{name} takes {expected} label, found {count}."))
    return findings


def _facets_of(rule: Rule) -> list[str]:
    return [*rule.when, *rule.forbid, *rule.require_any, *rule.allow_only]


def _applies(rule: Rule, tags: Tags) -> bool:
    return all(set(labels) & set(tags.get(facet, ())) for facet, labels in rule.when.items())


def _holds(rule: Rule, tags: Tags) -> bool:
    if any(tags.get(facet) for facet in rule.forbid):
        return False
    if any(not set(labels) & set(tags.get(facet, ())) for facet, labels in rule.require_any.items()):
        return False
    return all(set(tags.get(facet, ())) <= set(labels) for facet, labels in rule.allow_only.items())

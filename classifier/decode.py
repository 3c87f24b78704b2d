"""From probabilities to suggested tags: thresholds first, then the codebook's rules as a decoder."""

from collections.abc import Mapping

from taxonomy import Taxonomy, pattern_of
from taxonomy.model import Rule

Probabilities = Mapping[str, Mapping[str, float]]
Suggested = dict[str, tuple[str, ...]]


def decode(probabilities: Probabilities, thresholds: Mapping[str, float], taxonomy: Taxonomy) -> Suggested:
    """Return the labels to suggest in each facet, consistent with every rule of level error.

    `probabilities` is facet -> label -> probability. Where a rule asks for a label that no probability reached,
    the likeliest one it allows is suggested.
    """
    suggested: Suggested = {}
    for facet, scores in probabilities.items():
        choose = taxonomy.facets[facet].choose
        likely = [label for label, score in scores.items() if score >= thresholds.get(facet, 1.0)]
        if choose == "one" or (choose == "some" and not likely):
            likely = [max(scores, key=lambda label: scores[label])]
        ranked = sorted(likely, key=lambda label: -scores[label])
        suggested[facet] = tuple(ranked[:1] if choose == "optional" else ranked)
    suggested["weaknesses"] = _within(suggested, probabilities)
    for rule in taxonomy.rules:
        if rule.level == "error":
            _obey(rule, suggested, probabilities)
    suggested["patterns"] = tuple(sorted({pattern_of(weakness) for weakness in suggested["weaknesses"]}))
    return suggested


def _within(suggested: Suggested, probabilities: Probabilities) -> tuple[str, ...]:
    """Return the weaknesses of suggested patterns: those likely enough, and the likeliest of each pattern."""
    scores, chosen = probabilities["weaknesses"], []
    for pattern in suggested["patterns"]:
        own = [weakness for weakness in scores if pattern_of(weakness) == pattern]
        likeliest = max(own, key=lambda weakness: scores[weakness])
        chosen += [weakness for weakness in own if weakness == likeliest or weakness in suggested["weaknesses"]]
    return tuple(sorted(chosen, key=lambda weakness: -scores[weakness]))


def _obey(rule: Rule, suggested: Suggested, probabilities: Probabilities) -> None:
    facets = {*rule.when, *rule.forbid, *rule.require_any, *rule.allow_only}
    if not facets <= set(probabilities):
        return
    if not all(set(labels) & set(suggested[facet]) for facet, labels in rule.when.items()):
        return
    for facet in rule.forbid:
        suggested[facet] = ()
    for facet, allowed in rule.allow_only.items():
        suggested[facet] = tuple(label for label in suggested[facet] if label in allowed)
    for facet, wanted in rule.require_any.items():
        if not set(wanted) & set(suggested[facet]):
            likeliest = max(wanted, key=lambda label: probabilities[facet][label])
            suggested[facet] = (*suggested[facet], likeliest)

"""What a person has decided about suggestions while the text, and with it the suggestions, still grows."""

from collections.abc import Mapping, MutableMapping
from typing import Literal

from classifier.suggest import Suggestion
from taxonomy import Taxonomy

Decision = Literal["accepted", "rejected"]
Decisions = MutableMapping[str, Decision]  # "facet:label" -> decision; plain strings, so that a draft can keep it


def reference(facet: str, label: str) -> str:
    """Return the name of a label across facets."""
    return f"{facet}:{label}"


def standing(
    taxonomy: Taxonomy, suggestion: Suggestion | None, decisions: Mapping[str, Decision]
) -> dict[str, tuple[str, ...]]:
    """Return the labels of each coded facet that would be filed now.

    They are those suggested and those accepted or added, less the rejected; where a facet takes one label, the
    accepted one stands in place of the suggested one.
    """
    tags = {}
    for name in taxonomy.coded_facets():
        labels = [label.id for label in taxonomy.labels(name)]
        accepted = [label for label in labels if decisions.get(reference(name, label)) == "accepted"]
        suggested = [
            label
            for label in (suggestion.suggested.get(name, ()) if suggestion else ())
            if decisions.get(reference(name, label)) is None
        ]
        if taxonomy.facets[name].choose in ("one", "optional") and accepted:
            suggested = []
        tags[name] = (*accepted, *suggested)
    return tags


def accept(taxonomy: Taxonomy, decisions: Decisions, facet: str, label: str) -> None:
    """Accept or add a label; where the facet takes one, it replaces the one accepted before."""
    if taxonomy.facets[facet].choose in ("one", "optional"):
        for other in taxonomy.labels(facet):
            if decisions.get(reference(facet, other.id)) == "accepted":
                del decisions[reference(facet, other.id)]
    decisions[reference(facet, label)] = "accepted"


def reject(decisions: Decisions, suggestion: Suggestion | None, facet: str, label: str) -> None:
    """Reject a suggested label, or take back one that was added though nobody had suggested it."""
    if suggestion is not None and label in suggestion.suggested.get(facet, ()):
        decisions[reference(facet, label)] = "rejected"
    else:
        decisions.pop(reference(facet, label), None)


def undecided(tags: Mapping[str, tuple[str, ...]], decisions: Mapping[str, Decision]) -> list[tuple[str, str]]:
    """Return (facet, label) of the standing tags that nobody has decided about, in their order."""
    return [(facet, one) for facet, labels in tags.items() for one in labels if reference(facet, one) not in decisions]

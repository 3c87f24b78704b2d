"""What two reports have in common by their tags."""

from collections.abc import Iterable, Mapping

from taxonomy import Label, Taxonomy

FACETS = ("weaknesses", "symptoms", "sdb_parts", "fix_parts")


def shared_labels(
    one: Mapping[str, Iterable[str]], other: Mapping[str, Iterable[str]], taxonomy: Taxonomy
) -> list[tuple[str, Label]]:
    """Return (facet, label) for what two sets of tags (facet -> labels) share, the causes first, the fix last."""
    return [
        (facet, label)
        for facet in FACETS
        for label in taxonomy.labels(facet)
        if label.id in one.get(facet, ()) and label.id in other.get(facet, ())
    ]

"""What two reports have in common by their tags."""

from collections.abc import Iterable, Mapping

from taxonomy import Label, Taxonomy

FACETS = ("weaknesses", "symptoms", "sdb_parts", "fix_parts")


def shared_labels(
    one: Mapping[str, Iterable[str]], other: Mapping[str, Iterable[str]], taxonomy: Taxonomy
) -> list[Label]:
    """Return the labels of cause, symptom and fix that two sets of tags (facet -> labels) share, the causes first.

    Of two labels with one name, such as a weak part and the part that its fix strengthens, the first.
    """
    shared: dict[str, Label] = {}
    for facet in FACETS:
        for label in taxonomy.labels(facet):
            if label.id in one.get(facet, ()) and label.id in other.get(facet, ()):
                shared.setdefault(label.name, label)
    return list(shared.values())

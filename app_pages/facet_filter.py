"""The filter that Browse and Statistics share; its choices stand in the address, so that a view can be sent on."""

from app_pages import addressed, cached
from corpus.store import COLUMNS, Filter

TAG_FACETS = ("locus", "sdb_parts", "patterns", "weaknesses", "symptoms", "runtime", "impact", "severity")


def choose_filter(query: str = "") -> Filter:
    """Show the facets with the number of published reports behind each choice, and return what is chosen."""
    tags = {facet: chosen for facet in TAG_FACETS if (chosen := _choose_labels(facet))}
    columns: dict[str, tuple[str, ...]] = {"state": ("published",)}
    for column, name in (("product", "Product"), ("source_grade", "Source grade"), ("origin", "Origin")):
        if chosen := _choose_values(column, name):
            columns[column] = chosen
    return Filter(query=query, tags=tags, columns={name: columns[name] for name in COLUMNS if name in columns})


def _choose_labels(facet: str) -> tuple[str, ...]:
    taxonomy = cached.taxonomy()
    counts = {share.label: share.count for share in cached.shares(facet, Filter())}
    names = {label.id: label.name for label in taxonomy.labels(facet)}
    options = sorted((label for label in names if counts[label]), key=lambda label: -counts[label])
    shown = {label: f"{names[label]} ({counts[label]})" for label in options}
    return addressed.multiselect(taxonomy.facets[facet].name, options, shown.__getitem__, facet, "Any")


def _choose_values(column: str, name: str) -> tuple[str, ...]:
    counts = cached.values(column)
    options = sorted(counts, key=lambda value: (-counts[value], value))
    return addressed.multiselect(name, options, lambda value: f"{value} ({counts[value]})", column, "Any")

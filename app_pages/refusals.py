"""What the boundary refused, in the words that stand on the screen instead of the ids that stand in files."""

from app_pages.prose import literal
from corpus.boundary import Reject
from taxonomy import Finding, Taxonomy


def in_words(outcome: Reject, taxonomy: Taxonomy) -> str:
    """Return Markdown with one bullet per problem, facets and labels by their names."""
    return "\n".join(f"- {_told(problem, taxonomy)}" for problem in outcome.problems)


def _told(problem: Finding, taxonomy: Taxonomy) -> str:
    places = ", ".join(_name(place, taxonomy) for place in problem.where.split(", "))
    label = problem.where.partition(".")[2]
    text = problem.text.removeprefix(f"{problem.where} ").removeprefix(f'"{label}" ')
    return f"**{literal(places)}**: {literal(text)}"


def _name(place: str, taxonomy: Taxonomy) -> str:
    """Return the name of a facet, or of a facet and its label; any other place is called what it is called."""
    facet, _, label_id = place.partition(".")
    if facet not in taxonomy.facets:
        return place
    label = taxonomy.label(facet, label_id)
    return taxonomy.facets[facet].name + (f", {label.name}" if label else "")

"""The drawings of the six patterns: boxes and arrows as data, written as DOT."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from taxonomy.errors import TaxonomyError
from taxonomy.files import read_records
from taxonomy.load import DATA, Taxonomy, shipped_taxonomy
from taxonomy.model import Strict

Kind = Literal["model", "code", "store", "person", "outside"]

# Each kind has a shape of its own, so that no colour is needed to tell them apart.
SHAPES: dict[Kind, str] = {
    "model": 'shape=ellipse, style="dashed,filled", fillcolor="#fdeee0"',
    "code": 'shape=box, style=filled, fillcolor="#e3eef9"',
    "store": 'shape=cylinder, style=filled, fillcolor="#e4f3ec"',
    "person": 'shape=house, style=filled, fillcolor="#f3e8f5"',
    "outside": 'shape=box, style="rounded,filled", fillcolor="#f3f5f8"',
}
KEY = "Dashed oval: a model. Box: code. Cylinder: durable. House: a person. Rounded: the world outside."


class Node(Strict):
    """One box of a drawing."""

    id: str = Field(pattern=r"^[a-z]+$")
    text: str = Field(min_length=1, max_length=40)
    kind: Kind


class Arrow(Strict):
    """One arrow from a box to another; dashed where something is refused or fails."""

    start: str
    end: str
    text: str = Field(default="", max_length=40)
    dashed: bool = False


class Drawing(Strict):
    """A pattern's drawing, with the words that tell the same."""

    pattern: str
    words: str = Field(min_length=1)
    nodes: tuple[Node, ...] = Field(min_length=2)
    arrows: tuple[Arrow, ...] = Field(min_length=1)

    def dot(self, ink: str = "#1b232e") -> str:
        """Return the drawing in Graphviz's language; `ink` is the colour of the arrows and of the words beside them."""
        nodes = [f"{node.id} [label={_quoted(node.text)}, {SHAPES[node.kind]}];" for node in self.nodes]
        arrows = [
            f"{arrow.start} -> {arrow.end} [label={_quoted(arrow.text)}{', style=dashed' if arrow.dashed else ''}];"
            for arrow in self.arrows
        ]
        font = 'fontname="sans-serif", fontsize=12'
        begin = [
            f"graph [rankdir=TB, bgcolor=transparent, {font}];",
            f"node [{font}];",
            f'edge [{font}, color="{ink}", fontcolor="{ink}"];',
        ]
        return "\n".join(["digraph pattern {", *begin, *nodes, *arrows, "}"])


def load_drawings(taxonomy: Taxonomy, path: Path = DATA / "drawings.yaml") -> dict[str, Drawing]:
    """Load the drawing of every pattern; raise TaxonomyError naming every problem found."""
    problems: list[str] = []
    drawings: tuple[Drawing, ...] = read_records(path, tuple[Drawing, ...], problems) or ()
    problems += [f"{path}: {problem}" for problem in _check(drawings, taxonomy)] if not problems else []
    if problems:
        raise TaxonomyError(problems)
    return {drawing.pattern: drawing for drawing in drawings}


@cache
def shipped_drawings() -> dict[str, Drawing]:
    """Return the drawings that this installation ships, loaded once."""
    return load_drawings(shipped_taxonomy())


def _check(drawings: tuple[Drawing, ...], taxonomy: Taxonomy) -> Iterator[str]:
    drawn = sorted(drawing.pattern for drawing in drawings)
    if drawn != sorted(taxonomy.patterns):
        yield f"draws {', '.join(drawn)}. Expected each pattern once: {', '.join(sorted(taxonomy.patterns))}."
    for drawing in drawings:
        known = {node.id for node in drawing.nodes}
        for arrow in drawing.arrows:
            for end in {arrow.start, arrow.end} - known:
                yield f'{drawing.pattern}: an arrow names "{end}". Expected one of {", ".join(sorted(known))}.'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

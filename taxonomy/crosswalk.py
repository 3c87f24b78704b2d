"""The crosswalk: which entries of other schemes our weaknesses and symptoms correspond to, and how closely."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from taxonomy.errors import TaxonomyError
from taxonomy.files import read_records
from taxonomy.load import DATA, Taxonomy, shipped_taxonomy
from taxonomy.model import Strict
from taxonomy.references import closest

FACETS = ("weaknesses", "symptoms")
Relation = Literal["exact", "broader", "narrower", "related", "none"]


class Scheme(Strict):
    """Another classification, in one version, with the id and name of each of its entries."""

    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    url: str = Field(pattern=r"^https://\S+$")
    entries: dict[str, str] = Field(min_length=1)


class Line(Strict):
    """One correspondence; `relation` is that of our label to the target: "broader" means that ours is broader."""

    facet: str
    label: str
    scheme: str
    target: str | None = None
    relation: Relation

    def __str__(self) -> str:
        return f"mapping of {self.facet} {self.label} to {self.scheme} {self.target or 'none'}"


class CrosswalkFile(Strict):
    """The file as it stands."""

    schemes: dict[str, Scheme]
    mappings: tuple[Line, ...]


@dataclass(frozen=True)
class Crosswalk:
    """The schemes and every correspondence, checked against one taxonomy."""

    schemes: Mapping[str, Scheme]
    mappings: tuple[Line, ...]

    def targets(self, facet: str, label: str) -> tuple[Line, ...]:
        """Return every line of a label, in the order of the file; "none" lines say that a scheme has no entry."""
        return tuple(line for line in self.mappings if (line.facet, line.label) == (facet, label))

    def reverse(self, scheme: str, target: str) -> list[tuple[str, str, Relation]]:
        """Return (facet, label, relation) for every label that corresponds to an entry of a scheme."""
        wanted = (scheme, target)
        return [
            (line.facet, line.label, line.relation) for line in self.mappings if (line.scheme, line.target) == wanted
        ]


def load_crosswalk(taxonomy: Taxonomy, path: Path = DATA / "crosswalk.yaml") -> Crosswalk:
    """Load and check the crosswalk; raise TaxonomyError naming every problem found."""
    problems: list[str] = []
    file = read_records(path, CrosswalkFile, problems)
    if file is not None:
        problems += [f"{path}: {problem}" for problem in _check(file, taxonomy)]
    if file is None or problems:
        raise TaxonomyError(problems)
    return Crosswalk(file.schemes, file.mappings)


@cache
def shipped_crosswalk() -> Crosswalk:
    """Return the crosswalk that this installation ships, loaded once."""
    return load_crosswalk(shipped_taxonomy())


def _check(file: CrosswalkFile, taxonomy: Taxonomy) -> Iterator[str]:
    groups: dict[tuple[str, str, str], list[Line]] = {}
    for line in file.mappings:
        yield from _check_line(line, file.schemes, taxonomy)
        groups.setdefault((line.facet, line.label, line.scheme), []).append(line)
    for (facet, label_id, scheme), lines in groups.items():
        yield from _check_together(f"{facet} {label_id}", scheme, lines)
    for facet in FACETS:
        for label in taxonomy.labels(facet):
            for scheme in file.schemes:
                if (facet, label.id, scheme) not in groups:
                    yield f"{facet} {label.id} has no line for {scheme}. Add one; without a match, relation none."


def _check_line(line: Line, schemes: Mapping[str, Scheme], taxonomy: Taxonomy) -> Iterator[str]:
    if line.facet not in FACETS:
        yield f'{line}: facet "{line.facet}" is not mapped. Expected {" or ".join(FACETS)}.'
    elif taxonomy.label(line.facet, line.label) is None:
        known = [label.id for label in taxonomy.labels(line.facet)]
        yield f'{line}: label "{line.label}" does not exist.{closest(line.label, known)}'
    if line.scheme not in schemes:
        yield f'{line}: scheme "{line.scheme}" does not exist.{closest(line.scheme, schemes)}'
    elif line.target is not None and line.target not in schemes[line.scheme].entries:
        yield f'{line}: target "{line.target}" does not exist.{closest(line.target, schemes[line.scheme].entries)}'
    if line.relation == "none" and line.target is not None:
        yield f"{line}: relation none takes no target. Take the target out, or name the relation."
    if line.relation != "none" and line.target is None:
        yield f"{line}: relation {line.relation} needs a target. Name one, or write relation none."


def _check_together(label: str, scheme: str, lines: list[Line]) -> Iterator[str]:
    if len(lines) > 1 and any(line.relation == "none" for line in lines):
        yield f"{label} has relation none to {scheme} beside another line. Keep one or the other."
    targets = [line.target for line in lines if line.target is not None]
    for twice in sorted({target for target in targets if targets.count(target) > 1}):
        yield f"{label} has target {twice} of {scheme} more than once. Keep one line."

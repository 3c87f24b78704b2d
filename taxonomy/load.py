"""Loading the taxonomy from its files: all problems are collected and reported at once."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from taxonomy.errors import TaxonomyError
from taxonomy.files import read_records
from taxonomy.model import Edition, Facet, Label, Part, Pattern, Rule, Ruling, WorkedExample
from taxonomy.references import check_references

DATA = Path(__file__).parent
T = TypeVar("T")


@dataclass(frozen=True)
class Taxonomy:
    """Every label, pattern, part, rule and ruling of one edition of the codebook."""

    edition: Edition
    facets: dict[str, Facet]
    patterns: dict[str, Pattern]
    parts: dict[str, Part]
    rules: tuple[Rule, ...]
    rulings: tuple[Ruling, ...] = ()
    worked_examples: tuple[WorkedExample, ...] = ()
    _labels: dict[tuple[str, str], Label] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.facets:
            self._labels.update({(name, label.id): label for label in self.labels(name)})

    @property
    def version(self) -> str:
        """The version that every tag and every model is recorded with."""
        return self.edition.version

    def labels(self, facet: str) -> tuple[Label, ...]:
        """Return the active labels of a facet, in the order of its file."""
        owner = self.facets[facet].labels_from or facet
        return tuple(label for label in self.facets[owner].labels if label.status == "active")

    def label(self, facet: str, label_id: str) -> Label | None:
        """Return the active label with that id, or None."""
        return self._labels.get((facet, label_id))

    def coded_facets(self) -> tuple[str, ...]:
        """Return the facets that a coder fills in; derived ones follow from them."""
        return tuple(name for name, facet in self.facets.items() if facet.derived_from is None)

    def weaknesses_of(self, pattern: str) -> tuple[Label, ...]:
        """Return the weaknesses of one pattern."""
        return tuple(label for label in self.labels("weaknesses") if label.pattern == pattern)


def pattern_of(weakness: str) -> str:
    """Return the pattern that a weakness belongs to: the first part of its id."""
    return weakness.split(".", 1)[0]


def load_taxonomy(folder: Path = DATA) -> Taxonomy:
    """Load and check the taxonomy in `folder`; raise TaxonomyError naming every problem found."""
    problems: list[str] = []
    edition = read_records(folder / "version.yaml", Edition, problems)
    facets = _read_folder(folder / "labels", Facet, problems)
    patterns = _read_folder(folder / "patterns", Pattern, problems)
    parts = read_records(folder / "parts.yaml", tuple[Part, ...], problems) or ()
    rules = read_records(folder / "rules.yaml", tuple[Rule, ...], problems) or ()
    rulings = read_records(folder / "rulings.yaml", tuple[Ruling, ...], problems) or ()
    examples = read_records(folder / "worked_examples.yaml", tuple[WorkedExample, ...], problems) or ()
    problems += check_references(folder, facets, patterns, parts, rules, rulings, examples)
    by_name = {facet.facet: facet for _, facet in facets}
    names = sorted(path.stem for path in (folder / "labels").glob("*.yaml"))
    if edition and sorted(edition.facets) != names:
        problems.append(f"{folder}/version.yaml: facets must name each file of labels/ once: {', '.join(names)}.")
    if problems or edition is None:
        raise TaxonomyError(problems)
    return Taxonomy(
        edition,
        {name: by_name[name] for name in edition.facets},
        {pattern.id: pattern for _, pattern in patterns},
        {part.id: part for part in parts},
        rules,
        rulings,
        examples,
    )


@cache
def shipped_taxonomy() -> Taxonomy:
    """Return the taxonomy that this installation ships, loaded once."""
    return load_taxonomy()


def _read_folder(folder: Path, kind: type[T], problems: list[str]) -> list[tuple[Path, T]]:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        problems.append(f"{folder}: no YAML file here. Restore the folder from the repository.")
    records: list[tuple[Path, T]] = []
    for path in paths:
        record: T | None = read_records(path, kind, problems)
        if record is not None:
            records.append((path, record))
    return records

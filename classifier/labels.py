"""Which labels the classifier speaks of, in the order its matrices keep them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from taxonomy import Label, Taxonomy, pattern_of

# The facets whose suggestions leave the program; the others only prefill the form.
FACETS = ("locus", "runtime", "sdb_parts", "patterns", "weaknesses", "symptoms")


@dataclass(frozen=True)
class Column:
    """One column of the label matrix."""

    facet: str
    label: str

    @property
    def key(self) -> str:
        """The column's name in files: facet:label."""
        return f"{self.facet}:{self.label}"


def columns_of(taxonomy: Taxonomy) -> tuple[Column, ...]:
    """Return a column for every active label of every facet."""
    return tuple(Column(facet, label.id) for facet in taxonomy.facets for label in taxonomy.labels(facet))


def exclusive_facets(taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return the facets with exactly one label, whose probabilities sum to one."""
    return tuple(name for name, facet in taxonomy.facets.items() if facet.choose == "one")


def indicator(tag_sets: Sequence[Mapping[str, Iterable[str]]], columns: Sequence[Column]) -> NDArray[np.int8]:
    """Return the indicator matrix (reports, columns): 1 where a report carries the column's label."""
    rows = [[column.label in set(tags.get(column.facet, ())) for column in columns] for tags in tag_sets]
    return np.array(rows, dtype=np.int8).reshape(len(tag_sets), len(columns))


@dataclass(frozen=True)
class Descriptions:
    """The codebook's own sentences about its labels, as further training text.

    `targets` and `known` are (sentences, columns): a sentence speaks for its own label (and a weakness's for its
    pattern), against the other labels of that facet, and about other facets it says nothing.
    """

    texts: tuple[str, ...]
    targets: NDArray[np.int8]
    known: NDArray[np.bool_]

    def only(self, rows: Sequence[int], members: Sequence[int]) -> "Descriptions":
        """Return some of the sentences, as they speak of some of the columns."""
        cells = np.ix_(rows, members)
        return Descriptions(tuple(self.texts[row] for row in rows), self.targets[cells], self.known[cells])


def describe(taxonomy: Taxonomy, columns: Sequence[Column]) -> Descriptions:
    """Return the descriptions of all labels, in the order in which their anchors stand."""
    texts, targets, known = [], [], []
    for column in columns:
        label = taxonomy.label(column.facet, column.label)
        pattern = pattern_of(column.label) if column.facet == "weaknesses" else None
        told = [Column("patterns", pattern)] if pattern else []
        own = [other == column or other in told for other in columns]
        facets = {column.facet, *(one.facet for one in told)}
        for text in anchor_texts(label) if label else ():
            texts.append(text)
            targets.append(own)
            known.append([other.facet in facets for other in columns])
    return Descriptions(tuple(texts), np.array(targets, dtype=np.int8), np.array(known))


def anchor_texts(label: Label) -> tuple[str, ...]:
    """Return the sentences by which the codebook itself describes a label."""
    return (f"{label.name}. {label.definition}", label.includes, *label.examples)

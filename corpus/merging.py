"""Merging two people's edits of one report: what only one of them touched is taken, the rest is put to a person."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from corpus.report import Report, Tags
from taxonomy import Taxonomy

Choice = Literal["theirs", "mine", "both"]
BREAK = "\n\n"  # what parts two paragraphs


@dataclass(frozen=True)
class Clash:
    """Something that two people have changed differently.

    `where` names it and is unique in its merge; `base` is what it was, "" where there was nothing. `facet` and
    `label` say which tags it is about; with a facet alone it is all of that facet.
    """

    where: str
    base: str
    theirs: str
    mine: str
    facet: str | None = None
    label: str | None = None


@dataclass(frozen=True)
class Merge:
    """A three-way merge. `report` has all that could be merged and, at a clash, the other person's side.

    `text` is the story in order: stretches that are settled, and the clashes between them.
    """

    report: Report
    mine: Report
    text: tuple[str | Clash, ...]
    others: tuple[Clash, ...]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Everything that a person must choose."""
        return (*(piece for piece in self.text if isinstance(piece, Clash)), *self.others)


@dataclass(frozen=True)
class _Edit:
    """One side's replacement of the paragraphs start to end of the base; equal numbers mean an insertion."""

    start: int
    end: int
    side: int
    paragraphs: tuple[str, ...]

    def meets(self, other: "_Edit") -> bool:
        """Tell whether two edits touch a common paragraph, or one inserts at the other's very border."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: what blank lines part."""
    return [paragraph for paragraph in re.split(r"\n(?:[ \t]*\n)+", text) if paragraph.strip()]


def merge_text(base: str, theirs: str, mine: str) -> tuple[str | Clash, ...]:
    """Merge two edits of a text paragraph by paragraph; the pieces, joined by blank lines, are the whole text."""
    old = paragraphs(base)
    edits = [*_edits(old, paragraphs(theirs), 0), *_edits(old, paragraphs(mine), 1)]
    pieces: list[str | Clash] = []
    position = 0
    for group in _groups(edits):
        start, end = min(edit.start for edit in group), max(edit.end for edit in group)
        pieces.append(BREAK.join(old[position:start]))
        was, other, own = (BREAK.join(_applied(old, start, end, group, side)) for side in (None, 0, 1))
        pieces += _settled(was, other, own) or (Clash(f"paragraph {start + 1}", was, other, own),)
        position = end
    pieces.append(BREAK.join(old[position:]))
    return tuple(piece for piece in pieces if piece)


def merge(base: Report, theirs: Report, mine: Report, taxonomy: Taxonomy) -> Merge:
    """Merge two edits of a report: its text by paragraphs, its tags by label, every other field as a whole."""
    text = merge_text(base.text, theirs.text, mine.text)
    fields: dict[str, Any] = {}
    clashes = []
    for name in (name for name in Report.model_fields if name not in ("id", "text", "tags")):
        was, other, own = (getattr(report, name) for report in (base, theirs, mine))
        settled = _settled(was, other, own)
        if not settled:
            clashes.append(Clash(name, str(was), str(other), str(own)))
        fields[name] = (settled or (other,))[0]
    tags, tag_clashes = _merge_tags(base.tags, theirs.tags, mine.tags, taxonomy)
    merged = theirs.model_copy(update={**fields, "tags": tags, "text": _join(text, {})})
    return Merge(merged, mine, text, (*clashes, *tag_clashes))


def resolve(merged: Merge, choices: Mapping[str, Choice]) -> Report:
    """Return the report with each clash settled as chosen by its `where`; one not chosen keeps the other's side."""
    tags = {facet: dict(labels) for facet, labels in merged.report.tags.items()}
    fields: dict[str, Any] = {}
    for clash in merged.others:
        if choices.get(clash.where) != "mine":
            continue
        own = merged.mine.tags.get(clash.facet or "", {})
        if clash.facet is None:
            fields[clash.where] = getattr(merged.mine, clash.where)
        elif clash.label is None:
            tags[clash.facet] = dict(own)
        elif clash.label in own:
            tags.setdefault(clash.facet, {})[clash.label] = own[clash.label]
        else:
            tags.get(clash.facet, {}).pop(clash.label, None)
    tags = {facet: labels for facet, labels in tags.items() if labels}
    return merged.report.model_copy(update={**fields, "tags": tags, "text": _join(merged.text, choices)})


def _join(pieces: Sequence[str | Clash], choices: Mapping[str, Choice]) -> str:
    chosen = (_chosen(piece, choices.get(piece.where)) if isinstance(piece, Clash) else piece for piece in pieces)
    return BREAK.join(piece for piece in chosen if piece)


def _chosen(clash: Clash, choice: Choice | None) -> str:
    if choice == "both":
        return BREAK.join(filter(None, (clash.theirs, clash.mine)))
    return clash.mine if choice == "mine" else clash.theirs


def _settled(base: Any, theirs: Any, mine: Any) -> tuple[Any, ...]:
    """Return what both sides can agree on, as a tuple of one; an empty one for a clash."""
    if mine in (base, theirs):
        return (theirs,)
    return (mine,) if theirs == base else ()


def _edits(old: list[str], new: list[str], side: int) -> Iterator[_Edit]:
    for what, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield _Edit(start, end, side, tuple(new[first:last]))


def _groups(edits: list[_Edit]) -> list[list[_Edit]]:
    """Return the edits in order, those that meet together."""
    groups: list[list[_Edit]] = []
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if groups and any(edit.meets(other) for other in groups[-1]):
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return groups


def _applied(old: list[str], start: int, end: int, group: list[_Edit], side: int | None) -> Iterator[str]:
    """Yield the paragraphs start to end as one side has them; as they were, for side None."""
    for edit in (edit for edit in group if edit.side == side):
        yield from old[start : edit.start]
        yield from edit.paragraphs
        start = edit.end
    yield from old[start:end]


def _merge_tags(base: Tags, theirs: Tags, mine: Tags, taxonomy: Taxonomy) -> tuple[dict[str, Any], list[Clash]]:
    merged: dict[str, dict[str, str | None]] = {}
    clashes = []
    for facet in dict.fromkeys((*theirs, *mine)):
        was, other, own = (tags.get(facet, {}) for tags in (base, theirs, mine))
        known = taxonomy.facets.get(facet)
        if known is not None and known.choose in ("one", "optional"):
            settled = _settled(was, other, own)
            if not settled:
                clashes.append(Clash(f"tags.{facet}", _words(was), _words(other), _words(own), facet))
            merged[facet] = dict((settled or (other,))[0])
        else:
            merged[facet], found = _merge_labels(facet, was, other, own)
            clashes += found
    return {facet: labels for facet, labels in merged.items() if labels}, clashes


def _merge_labels(
    facet: str, base: Mapping[str, str | None], theirs: Mapping[str, str | None], mine: Mapping[str, str | None]
) -> tuple[dict[str, str | None], list[Clash]]:
    labels: dict[str, str | None] = {}
    clashes = []
    for label in dict.fromkeys((*theirs, *mine)):
        # one tuple per side: empty where the label is not there, so that a tag without evidence is told from no tag
        was, other, own = ((side[label],) if label in side else () for side in (base, theirs, mine))
        settled = _settled(was, other, own)
        if not settled:
            words = [_words({label: side[label]} if label in side else {}) for side in (base, theirs, mine)]
            clashes.append(Clash(f"tags.{facet}.{label}", words[0], words[1], words[2], facet, label))
        for evidence in (settled or (other,))[0]:
            labels[label] = evidence
    return labels, clashes


def _words(labels: Mapping[str, str | None]) -> str:
    return "; ".join(f"{label}: {evidence}" if evidence else label for label, evidence in labels.items())

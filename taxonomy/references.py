"""Cross-checks over the taxonomy's files: ids that stand twice, references that lead nowhere."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from taxonomy.model import Facet, Part, Pattern, Rule, Ruling, WorkedExample

Labels = dict[str, set[str] | None]  # None: the file could not be read, so nothing is said about its labels


def check_references(
    folder: Path,
    facets: list[tuple[Path, Facet]],
    patterns: list[tuple[Path, Pattern]],
    parts: tuple[Part, ...],
    rules: tuple[Rule, ...],
    rulings: tuple[Ruling, ...],
    examples: tuple[WorkedExample, ...],
) -> list[str]:
    """Return one line for every duplicate id and dead reference among the records that could be read."""
    labels = _labels_by_facet(folder, [facet for _, facet in facets])
    pattern_ids = {path.stem for path in (folder / "patterns").glob("*.yaml")}
    problems = [
        *_duplicates(folder / "labels", "facet", [facet.facet for _, facet in facets]),
        *_duplicates(folder / "patterns", "pattern", [pattern.id for _, pattern in patterns]),
        *_duplicates(folder / "rules.yaml", "rule", [rule.id for rule in rules]),
        *_duplicates(folder / "rulings.yaml", "ruling", [ruling.id for ruling in rulings]),
        *_duplicates(folder / "parts.yaml", "part", [part.id for part in parts]),
    ]
    for path, facet in facets:
        problems += _check_facet(path, facet, labels, pattern_ids)
    for part in parts:
        problems += _dead_label(folder / "parts.yaml", f'part "{part.id}"', "sdb_parts", [part.id], labels)
    for rule in rules:
        problems += _check_rule(folder / "rules.yaml", rule, labels)
    for ruling in rulings:
        for reference in ruling.labels:
            facet_id, _, label = reference.partition(":")
            where = f'ruling "{ruling.id}"'
            problems += _dead_label(folder / "rulings.yaml", where, facet_id, [label], labels)
    for example in examples:
        for facet_id, chosen in example.tags.items():
            where = f'example "{example.id}"'
            problems += _dead_label(folder / "worked_examples.yaml", where, facet_id, chosen, labels)
    return problems


def _labels_by_facet(folder: Path, facets: list[Facet]) -> Labels:
    labels: Labels = {path.stem: None for path in (folder / "labels").glob("*.yaml")}
    own = {facet.facet: {label.id for label in facet.labels} for facet in facets}
    return labels | {facet.facet: own.get(facet.labels_from or facet.facet) for facet in facets}


def _check_facet(path: Path, facet: Facet, labels: Labels, pattern_ids: set[str]) -> Iterator[str]:
    yield from _duplicates(path, "label", [label.id for label in facet.labels])
    for reference in filter(None, (facet.derived_from, facet.labels_from)):
        yield from _dead(path, "facet", reference, set(labels))
    if not facet.labels and not facet.labels_from:
        yield f'{path}: facet "{facet.facet}" has neither labels nor labels_from. Add one of them.'
    for label in facet.labels:
        if label.pattern is not None:
            yield from _dead(path, "pattern", label.pattern, pattern_ids)
            if not label.id.startswith(f"{label.pattern}."):
                yield f'{path}: label "{label.id}" has pattern {label.pattern}, which its id does not begin with.'
        if label.status == "retired" and label.replaced_by is None:
            yield f'{path}: label "{label.id}" is retired without replaced_by. Name the label that took its place.'
        if label.replaced_by is not None:
            yield from _dead(path, "label", label.replaced_by, {other.id for other in facet.labels})


def _check_rule(path: Path, rule: Rule, labels: Labels) -> Iterator[str]:
    where = f'rule "{rule.id}"'
    if sum(map(bool, (rule.forbid, rule.require_any, rule.allow_only))) != 1:
        yield f"{path}: {where} must have exactly one of forbid, require_any, allow_only."
    for facet_id in rule.forbid:
        yield from _dead(path, "facet", facet_id, set(labels))
    for condition in (rule.when, rule.require_any, rule.allow_only):
        for facet_id, chosen in condition.items():
            yield from _dead_label(path, where, facet_id, chosen, labels)


def _dead_label(path: Path, where: str, facet: str, chosen: Iterable[str], labels: Labels) -> Iterator[str]:
    if facet not in labels:
        yield from _dead(path, "facet", facet, set(labels))
        return
    known = labels[facet]
    for label in chosen:
        if known is not None and label not in known:
            yield f'{path}: {where} names {facet} label "{label}", which does not exist.{closest(label, known)}'


def _dead(path: Path, kind: str, reference: str, known: set[str]) -> Iterator[str]:
    if reference not in known:
        yield f'{path}: {kind} "{reference}" does not exist.{closest(reference, known)}'


def _duplicates(path: Path, kind: str, ids: list[str]) -> Iterator[str]:
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        yield f'{path}: {kind} id "{twice}" stands more than once. Ids are unique and permanent.'


def closest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word most like `word`, or an empty string."""
    matches = get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return f' Closest match: "{matches[0]}".' if matches else ""

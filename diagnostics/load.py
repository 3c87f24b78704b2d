"""Loading signatures and checks, every reference checked against the taxonomy."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diagnostics.model import Check, Signature
from taxonomy import Taxonomy, shipped_taxonomy
from taxonomy.errors import FaultlineError
from taxonomy.files import read_records
from taxonomy.references import closest

DATA = Path(__file__).parent


class DiagnosticsError(FaultlineError):
    """Signatures, checks or answers that cannot be used; one line per problem."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Catalogue:
    """All checks and signatures, by id, in the order of their files."""

    checks: dict[str, Check]
    signatures: dict[str, Signature]

    def of(self, subject: str) -> tuple[Signature, ...]:
        """Return the signatures of a weakness, part or verdict."""
        return tuple(signature for signature in self.signatures.values() if signature.subject == subject)


def load_catalogue(taxonomy: Taxonomy, folder: Path = DATA) -> Catalogue:
    """Load the data in `folder`; raise DiagnosticsError naming every problem."""
    problems: list[str] = []
    checks: list[Check] = []
    signatures: list[Signature] = []
    for path in sorted((folder / "checks").glob("*.yaml")):
        checks += read_records(path, tuple[Check, ...], problems) or ()
    for path in sorted((folder / "signatures").glob("*.yaml")):
        signatures += read_records(path, tuple[Signature, ...], problems) or ()
    problems += _check_references(checks, signatures, taxonomy)
    if problems:
        raise DiagnosticsError(problems)
    return Catalogue({check.id: check for check in checks}, {one.id: one for one in signatures})


@cache
def shipped_catalogue() -> Catalogue:
    """Return the catalogue that this installation ships, loaded once."""
    return load_catalogue(shipped_taxonomy())


def _check_references(checks: list[Check], signatures: list[Signature], taxonomy: Taxonomy) -> Iterator[str]:
    for kind, ids in (("check", [one.id for one in checks]), ("signature", [one.id for one in signatures])):
        yield from (f'{kind} id "{one}" stands {n} times.' for one, n in Counter(ids).items() if n > 1)
    for check_id, reference in ((check.id, reference) for check in checks for reference in check.about):
        facet, _, label = reference.partition(":")
        if taxonomy.label(facet, label) is None:
            yield f'check "{check_id}": about names "{reference}", which is not a facet:label of the taxonomy.'
    known = {check.id for check in checks}
    for signature in signatures:
        yield from _dead(signature, taxonomy, known)
    covered = {signature.subject for signature in signatures}
    for facet in ("weaknesses", "sdb_parts"):
        for label_ in taxonomy.labels(facet):
            if label_.id not in covered:
                yield f'{facet} label "{label_.id}" has no signature. Add one.'


def _dead(signature: Signature, taxonomy: Taxonomy, checks: set[str]) -> Iterator[str]:
    for check in signature.checks:
        if check not in checks:
            yield f'signature "{signature.id}": check "{check}" does not exist.{closest(check, checks)}'
    references = [("symptoms", symptom) for symptom in signature.symptoms]
    references += [("weaknesses", signature.weakness)] if signature.weakness else []
    references += [("sdb_parts", signature.part)] if signature.part else []
    references += [("patterns", signature.fix.pattern)] if signature.fix.pattern else []
    for facet, label in references:
        if taxonomy.label(facet, label) is None:
            known = [one.id for one in taxonomy.labels(facet)]
            yield f'signature "{signature.id}": "{label}" is not a label of {facet}.{closest(label, known)}'

"""What a model learned from, known again by digests, so that no report has to be kept beside a model."""

import hashlib
import json
from collections.abc import Iterable, Sequence

from classifier.model import Space
from classifier.relevance import OTHER_TEXTS
from corpus.report import Report


def report_sha256(report: Report) -> str:
    """Return the SHA-256 of what training reads of a report: its id, its text, its tags with their evidence."""
    content = json.dumps([report.id, report.text, report.tags], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def digests_of(reports: Iterable[Report]) -> tuple[str, ...]:
    """Return the digests of reports, sorted."""
    return tuple(sorted(report_sha256(report) for report in reports))


def training_sha256(learned_from: Sequence[str], space: Space) -> str:
    """Return one digest of everything training reads: reports, the codebook's descriptions, texts of other kinds."""
    assert space.descriptions is not None, "a space that was loaded from disk cannot train"
    parts = [*learned_from, *(column.key for column in space.columns), *space.descriptions.texts]
    return hashlib.sha256(json.dumps(parts).encode() + OTHER_TEXTS.read_bytes()).hexdigest()

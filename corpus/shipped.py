"""The corpus that ships: reading its files, and seeding a database with them."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from corpus.boundary import Proposal, errors_of, verify
from corpus.errors import ReportError
from corpus.report import Report, parse_report
from corpus.store import Change, Store
from taxonomy import Taxonomy, shipped_taxonomy

INCIDENTS = Path(__file__).parent / "incidents"


def corpus_files(folder: Path = INCIDENTS) -> list[Path]:
    """Return the incident files of a corpus, in order."""
    return sorted(folder.glob("*/*.md"))


def corpus_sha256(folder: Path = INCIDENTS) -> str:
    """Return one SHA-256 over the names and bytes of all incident files."""
    digest = hashlib.sha256()
    for path in corpus_files(folder):
        digest.update(f"{path.parent.name}/{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def load_corpus(folder: Path = INCIDENTS) -> list[Report]:
    """Read every incident; raise ReportError naming every problem by file."""
    reports, problems = [], []
    for path in corpus_files(folder):
        try:
            reports.append(parse_report(path.read_text(encoding="utf-8")))
        except ReportError as error:
            problems += [f"{path}: {problem}" for problem in error.problems]
        except UnicodeDecodeError as error:
            problems.append(f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8.")
    if problems:
        raise ReportError(problems)
    return reports


def seed(store: Store, folder: Path = INCIDENTS) -> int:
    """Bring a database up to date with the shipped corpus; return how many reports were added or changed.

    A shipped report that a user has changed keeps the user's text. Everything happens in one transaction.
    """
    digest = corpus_sha256(folder)
    if store.fact("corpus_sha256") == digest:
        return 0
    reports = load_corpus(folder)
    with store.write_tx():
        changed = _write_all(store, reports, shipped_taxonomy())
        store.set_fact("corpus_sha256", digest)
    return changed


def _write_all(store: Store, reports: Iterable[Report], taxonomy: Taxonomy) -> int:
    changed, now = 0, datetime.now(UTC)
    for report in reports:
        if errors := errors_of(verify(Proposal(report.text, report.tags, "corpus", complete=True), taxonomy)):
            raise ReportError([f"{report.id}: {error.where}: {error.text}" for error in errors])
        stored = store.find(report.id)
        if stored is not None and (stored.report == report or _edited(store, report.id)):
            continue
        change = Change(report, "published", "corpus", now, origin="shipped", note="shipped corpus")
        store.write_within(change, based_on=stored.version if stored else 0)
        changed += 1
    return changed


def _edited(store: Store, report_id: str) -> bool:
    return any(entry.actor != "corpus" for entry in store.audit(report_id))

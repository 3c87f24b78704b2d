"""Taking reports in from files: everything is read and verified first, then all of it is written, or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.boundary import LEAK_RULE, Proposal, Reject, State, commit_all, errors_of, examine, verify
from corpus.errors import CorpusError, ReportError
from corpus.import_sources import Reading, is_export, read_source
from corpus.report import Report
from corpus.secrets import places, redact_report
from corpus.store import Store
from taxonomy import Taxonomy


@dataclass(frozen=True)
class Imported:
    """What an import did: reports written, how many of them as drafts, and reports that were already there."""

    written: int
    drafts: int
    already: int


def import_reports(
    path: Path, store: Store, taxonomy: Taxonomy, *, actor: str = "import", publish: bool = False, redact: bool = False
) -> Imported:
    """Import every report of `path` in one transaction; a report that is there with the same content is skipped.

    Reports with complete tags are published when they come from an exported folder, or with `publish`; all others
    become drafts. A secret in a report is a problem, unless `redact` takes it out.
    Raises ReportError naming every problem by file and line; then nothing is written.
    """
    problems: list[str] = []
    try:
        readings = read_source(path, problems)
        complete = publish or is_export(path)
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error}. Make it readable.") from error
    if not readings and not problems and not is_export(path):
        problems.append(f"{path}: holds no report. Name a folder or file that holds at least one.")
    if redact:
        readings = [replace(reading, report=redact_report(reading.report)) for reading in readings]
    problems += _twice(readings)
    new = [reading for reading in readings if not _is_there(reading, store, problems)]
    states = [_state(reading.report, taxonomy, actor, complete) for reading in new]
    for reading, state in zip(new, states, strict=True):
        problems += _examined(reading, state, store, taxonomy, actor)
    if problems:
        raise ReportError([_printable(problem) for problem in problems])
    reports = [(reading.report, state) for reading, state in zip(new, states, strict=True)]
    outcome = commit_all(reports, store, taxonomy, actor=actor, note=_printable(f"imported from {path.resolve().name}"))
    if isinstance(outcome, Reject):
        raise ReportError([_printable(f"{path}: {line}") for line in str(outcome).splitlines()])
    return Imported(len(new), states.count("draft"), len(readings) - len(new))


def _twice(readings: Sequence[Reading]) -> Iterator[str]:
    first: dict[str, Reading] = {}
    for reading in readings:
        before = first.setdefault(reading.report.id, reading)
        if before is not reading:
            yield f'{reading.at("id")}: id "{reading.report.id}" also stands at {before.at("id")}. Give one another id.'


def _is_there(reading: Reading, store: Store, problems: list[str]) -> bool:
    """Tell whether the database holds the report's id; add a problem if its content is another."""
    stored = store.find(reading.report.id)
    if stored is not None and stored.report != reading.report:
        text = f'report "{reading.report.id}" is in the database with other content. Give one of them another id.'
        problems.append(f"{reading.at('id')}: {text}")
    return stored is not None


def _state(report: Report, taxonomy: Taxonomy, actor: str, complete: bool) -> State:
    proposal = Proposal(report.text, report.tags, actor, complete=True)
    return "published" if complete and not errors_of(verify(proposal, taxonomy)) else "draft"


def _examined(reading: Reading, state: State, store: Store, taxonomy: Taxonomy, actor: str) -> Iterator[str]:
    errors = errors_of(examine(reading.report, state, store, taxonomy, actor=actor))
    in_file = places(reading.document, str(reading.path)) if any(error.rule == LEAK_RULE for error in errors) else []
    yield from (f"{place}. Take it out, or import with --redact." for place in in_file)
    for error in (error for error in errors if error.rule != LEAK_RULE or not in_file):
        yield f"{reading.at(error.where)}: {reading.report.id}: {error.where}: {error.text}"


def _printable(text: str) -> str:
    """Return a text that every stream can take, whatever a file or its name held."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")

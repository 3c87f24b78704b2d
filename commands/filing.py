"""faultline file: from a document to a filed report."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import Json, Paths, load_taxonomy, open_database, print_json, read_files, say

if TYPE_CHECKING:
    from corpus import Report


def file(
    paths: Paths = None,
    review: Annotated[bool, typer.Option("--review", help="Ask for review; the tags must be complete.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Publish; the tags must be complete.")] = False,
    redact: Annotated[bool, typer.Option("--redact", help="Take secrets out of the text.")] = False,
    as_json: Json = False,
) -> None:
    """File postmortems as drafts, for review, or published. Example: faultline file incident.md --review."""
    from corpus import Commit, Reject, commit
    from corpus.boundary import State

    state: State = "published" if publish else "in review" if review else "draft"
    reports = _read(paths, redact)
    store, taxonomy, refused = open_database(), load_taxonomy(), False
    for name, report in reports:
        outcome = commit(report, store, taxonomy, actor="terminal", state=state)
        if isinstance(outcome, Commit):
            say(*(f"{name}: note: {warning.where}: {warning.text}" for warning in outcome.warnings))
        if isinstance(outcome, Reject):
            refused = True
            say(*(f"{name}: {line}" for line in str(outcome).splitlines()))
        elif as_json:
            print_json({"id": outcome.report_id, "version": outcome.version, "state": outcome.state})
        else:
            typer.echo(f"{outcome.report_id} version {outcome.version} {outcome.state}")
    if refused:
        raise typer.Exit(2)


def _read(paths: Iterable[str] | None, redact: bool) -> list[tuple[str, "Report"]]:
    """Return (name, report) of each file; raise ReportError naming kind and line of every secret, unless `redact`."""
    from corpus.documents import decode, make_report, read_document
    from corpus.errors import ReportError
    from corpus.secrets import places, redact_report

    reports, secrets = [], []
    for name, content in read_files(paths):
        report = make_report(read_document(content, name))
        secrets += places(decode(content, name), name) if not redact else []
        reports.append((Path(name).stem, redact_report(report) if redact else report))
    if secrets:
        raise ReportError([f"{place}. Take it out, or file with --redact." for place in secrets])
    return reports

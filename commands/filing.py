"""faultline file: from a document to a filed report."""

from typing import Annotated

import typer

from commands.shared import Json, Paths, load_taxonomy, open_database, print_json, read_documents, say


def file(
    paths: Paths = None,
    review: Annotated[bool, typer.Option("--review", help="Ask for review; the tags must be complete.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Publish; the tags must be complete.")] = False,
    as_json: Json = False,
) -> None:
    """File postmortems as drafts, for review, or published. Example: faultline file incident.md --review."""
    from corpus import Reject, commit
    from corpus.boundary import State
    from corpus.documents import make_report

    state: State = "published" if publish else "in review" if review else "draft"
    reports = [(name, make_report(fields)) for name, fields in read_documents(paths)]
    store, taxonomy, refused = open_database(), load_taxonomy(), False
    for name, report in reports:
        outcome = commit(report, store, taxonomy, actor="terminal", state=state)
        if isinstance(outcome, Reject):
            refused = True
            say(*(f"{name}: {line}" for line in str(outcome).splitlines()))
        elif as_json:
            print_json({"id": outcome.report_id, "version": outcome.version, "state": outcome.state})
        else:
            typer.echo(f"{outcome.report_id} version {outcome.version} {outcome.state}")
    if refused:
        raise typer.Exit(2)

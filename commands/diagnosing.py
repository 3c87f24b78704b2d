"""faultline diagnose: guided diagnosis in the terminal, or replayed from a file of answers."""

from pathlib import Path
from typing import Annotated

import typer

from commands.shared import Json, load_taxonomy, open_database, print_json


def diagnose(
    symptom: Annotated[list[str] | None, typer.Option(help="What you see; repeatable.")] = None,
    runtime: Annotated[str | None, typer.Option(help="conversational, autonomous or long-horizon.")] = None,
    answers: Annotated[Path | None, typer.Option(help="A JSON file with symptoms, runtime and answers.")] = None,
    as_json: Json = False,
) -> None:
    """Find the cause from the symptoms. Example: faultline diagnose --symptom false-success."""
    from diagnostics.terminal import converse, load_observed, make_observed, report_lines, report_of

    taxonomy = load_taxonomy()
    observed = load_observed(answers, taxonomy) if answers else make_observed(symptom or [], runtime, {}, taxonomy)
    store = open_database()
    if answers is None and not as_json:
        observed = converse(store, taxonomy, observed, typer.prompt, typer.echo)
    report = report_of(store, taxonomy, observed)
    if as_json:
        print_json(report)
    else:
        typer.echo("\n".join(report_lines(report)))

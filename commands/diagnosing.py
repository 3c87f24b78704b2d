"""faultline diagnose: guided diagnosis in the terminal, saved at each step, or replayed from a file of answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import Json, load_taxonomy, open_database, print_json, say

if TYPE_CHECKING:
    from corpus.store import Store
    from diagnostics.handover import Diagnosis


def diagnose(
    symptom: Annotated[list[str] | None, typer.Option(help="What you see; repeatable.")] = None,
    runtime: Annotated[str | None, typer.Option(help="conversational, autonomous or long-horizon.")] = None,
    continued: Annotated[
        str | None, typer.Option("--continue", help="The id of a saved diagnosis to go on with.")
    ] = None,
    answers: Annotated[Path | None, typer.Option(help="Replay, without saving, a JSON file of answers.")] = None,
    name: Annotated[str, typer.Option(help="Your name, for the timeline.")] = "",
    markdown: Annotated[bool, typer.Option(help="Print the report as Markdown.")] = False,
    draft: Annotated[bool, typer.Option(help="Print the draft of a postmortem, to be edited and filed.")] = False,
    as_json: Json = False,
) -> None:
    """Find the cause from the symptoms. Example: faultline diagnose --symptom false-success."""
    from diagnostics import DiagnosticsError

    if sum((bool(symptom), continued is not None, answers is not None)) > 1:
        raise DiagnosticsError(["--symptom, --continue, --answers: give only one of them."])
    if runtime and not symptom:
        raise DiagnosticsError(["--runtime: goes with --symptom, such as --symptom hang --runtime autonomous."])
    if sum((markdown, draft, as_json)) > 1:
        raise DiagnosticsError(["--json, --markdown, --draft: give only one of them."])
    with open_database() as store:
        if answers is not None:
            found, diagnosis_id = _replayed(store, answers), None
        else:
            diagnosis_id = _saved(store, continued, symptom or [], runtime, name)
            found = _asked(store, diagnosis_id, name, quiet=markdown or draft or as_json)
        _print(store, found, diagnosis_id, "json" if as_json else "draft" if draft else "markdown" if markdown else "")


def _replayed(store: "Store", path: Path) -> "Diagnosis":
    from diagnostics import shipped_catalogue
    from diagnostics.handover import Diagnosis
    from diagnostics.terminal import engine_of, load_observed

    taxonomy = load_taxonomy()
    observed = load_observed(path, taxonomy)
    return Diagnosis(engine_of(store, taxonomy), taxonomy, shipped_catalogue(), observed)


def _saved(store: "Store", continued: str | None, symptoms: list[str], runtime: str | None, name: str) -> str:
    """Return the id of the diagnosis to go on with, or of a new one; say it at once, so that a break loses nothing."""
    from datetime import UTC, datetime

    from corpus.store import begin_diagnosis, load_diagnosis
    from diagnostics.terminal import make_observed

    if continued is not None:
        return load_diagnosis(store, continued).id
    observed = make_observed(symptoms, runtime, {}, load_taxonomy())
    diagnosis_id = begin_diagnosis(store, observed.symptoms, runtime, name=name, at=datetime.now(UTC))
    say(f"Saved as {diagnosis_id}; every answer is kept. Go on: faultline diagnose --continue {diagnosis_id}")
    return diagnosis_id


def _asked(store: "Store", diagnosis_id: str, name: str, *, quiet: bool) -> "Diagnosis":
    from corpus.store import load_diagnosis
    from diagnostics import shipped_catalogue
    from diagnostics.handover import diagnosis_of
    from diagnostics.terminal import converse, engine_of

    taxonomy = load_taxonomy()
    if not quiet:
        converse(store, taxonomy, diagnosis_id, name, typer.prompt, typer.echo)
    saved = load_diagnosis(store, diagnosis_id)
    return diagnosis_of(saved, engine_of(store, taxonomy), taxonomy, shipped_catalogue())


def _print(store: "Store", found: "Diagnosis", diagnosis_id: str | None, form: str) -> None:
    from datetime import UTC, datetime

    from corpus.store import Filter, search
    from diagnostics.handover import draft, report
    from diagnostics.terminal import report_lines, report_of

    if form == "json":
        print_json({"diagnosis": diagnosis_id, **report_of(store, found)})
    elif form == "draft":
        typer.echo(draft(found), nl=False)
    elif form == "markdown":
        titles = {hit.id: hit.title for hit in search(store, Filter(), limit=100_000)}
        typer.echo(report(found, titles, at=datetime.now(UTC)))
    else:
        typer.echo("\n".join(report_lines(report_of(store, found))))

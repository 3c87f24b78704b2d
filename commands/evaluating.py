"""faultline evaluate: how well the diagnosis does on cases whose causes are known."""

from pathlib import Path
from typing import Annotated

import typer

from commands.shared import Json, load_taxonomy, open_database, print_json

app = typer.Typer(help="How well the parts do.", no_args_is_help=True)


@app.callback()
def evaluate() -> None:
    """Measure how well the parts do."""


@app.command()
def diagnosis(
    cases: Annotated[Path | None, typer.Option(help="Cases as JSON lines. Default: the published reports.")] = None,
    noise: Annotated[float, typer.Option(min=0.0, max=0.5, help="Probability that an answer is wrong.")] = 0.0,
    as_json: Json = False,
) -> None:
    """Diagnose known cases, three orders of questions. Example: faultline evaluate diagnosis --noise 0.1."""
    from corpus.errors import CorpusError
    from corpus.store import Filter, tag_sets
    from diagnostics import cases_of, shipped_catalogue
    from diagnostics.evaluation import evaluate as run
    from diagnostics.evaluation import load_cases

    taxonomy = load_taxonomy()
    if cases is not None and not cases.is_file():
        raise CorpusError(f"{cases}: no such file. Name a file of cases, one JSON object a line.")
    with open_database() as store:
        known = cases_of(tag_sets(store, Filter()))
    given = load_cases(cases, taxonomy) if cases is not None else list(known.cases)
    results = run(given, known, taxonomy, shipped_catalogue(), noise=noise)
    if as_json:
        print_json([vars(result) for result in results])
        return
    typer.echo("| order | cases | first | among three | questions | without weakness | honest | contradictory |")
    typer.echo("|---|---:|---:|---:|---:|---:|---:|---:|")
    for one in results:
        row = f"| {one.order} | {one.cases} | {one.first:.1%} | {one.among_three:.1%} | {one.questions:.2f} "
        typer.echo(row + f"| {one.without_weakness} | {one.honest:.1%} | {one.contradictory:.1%} |")

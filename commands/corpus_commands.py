"""faultline corpus: checking and counting the shipped corpus, and the figures of its card."""

from pathlib import Path
from typing import Annotated

import typer

from commands.shared import Json, load_taxonomy, print_json, say

app = typer.Typer(help="The shipped corpus.", no_args_is_help=True)


@app.command()
def check(folder: Annotated[Path | None, typer.Argument(help="Default: the shipped corpus.")] = None) -> None:
    """Check every incident file and name all problems. Example: faultline corpus check."""
    from corpus.check import check_codings, check_corpus
    from corpus.shipped import INCIDENTS, corpus_files

    files = corpus_files(folder or INCIDENTS)
    problems = check_corpus(files, load_taxonomy())
    if folder is None:
        problems += check_codings([path.stem for path in files])
    if not files:
        problems = [f"{folder or INCIDENTS}: no incident file here. Expected <year>/<id>.md."]
    if problems:
        say(*problems)
        raise typer.Exit(2)
    typer.echo(f"{len(files)} incidents, no problem")


@app.command()
def stats(as_json: Json = False) -> None:
    """Print counts, shares, kappas and what is under its minimum. Example: faultline corpus stats."""
    from dataclasses import asdict

    from corpus.figures import compute, lines
    from corpus.shipped import load_corpus

    figures = compute(load_corpus(), load_taxonomy())
    if as_json:
        print_json(asdict(figures))
    else:
        typer.echo("\n".join(lines(figures)))


@app.command()
def card(
    only_check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail if the card is out of date.")
    ] = False,
) -> None:
    """Write the computed figures into the dataset card. Example: faultline corpus card --check."""
    from corpus.card import CARD, with_figures
    from corpus.errors import CorpusError
    from corpus.figures import compute, lines
    from corpus.shipped import load_corpus

    written = CARD.read_text(encoding="utf-8")
    computed = with_figures(written, lines(compute(load_corpus(), load_taxonomy())))
    if computed == written:
        typer.echo("the card's figures are what the corpus gives")
    elif only_check:
        raise CorpusError(f"{CARD}: its figures are not what the corpus gives. Run: faultline corpus card")
    else:
        CARD.write_text(computed, encoding="utf-8")
        typer.echo("the card's figures are written anew")

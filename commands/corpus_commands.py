"""faultline corpus: checking and counting the shipped corpus."""

from pathlib import Path
from typing import Annotated

import typer

from commands.shared import load_taxonomy, say

app = typer.Typer(help="The shipped corpus.", no_args_is_help=True)


@app.command()
def check(folder: Annotated[Path | None, typer.Argument(help="Default: the shipped corpus.")] = None) -> None:
    """Check every incident file and name all problems. Example: faultline corpus check."""
    from corpus.check import check_corpus
    from corpus.shipped import INCIDENTS, corpus_files

    files = corpus_files(folder or INCIDENTS)
    problems = check_corpus(files, load_taxonomy())
    if not files:
        problems = [f"{folder or INCIDENTS}: no incident file here. Expected <year>/<id>.md."]
    if problems:
        say(*problems)
        raise typer.Exit(2)
    typer.echo(f"{len(files)} incidents, no problem")

"""faultline corpus: the shipped corpus, its figures and its card; reports out to a folder and in again."""

from pathlib import Path
from typing import Annotated

import typer

from commands.shared import Json, load_taxonomy, open_database, print_json, say

app = typer.Typer(help="The shipped corpus, and reports in and out.", no_args_is_help=True)


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="Default: the shipped corpus.")] = None,
    near: Annotated[
        bool, typer.Option("--near", help="Look for two that tell one event, too; loads the encoder.")
    ] = False,
) -> None:
    """Check every incident file and name all problems. Example: faultline corpus check --near."""
    from corpus.check import check_codings, check_corpus
    from corpus.shipped import INCIDENTS, corpus_files

    files = corpus_files(folder or INCIDENTS)
    problems = check_corpus(files, load_taxonomy())
    if folder is None:
        problems += check_codings([path.stem for path in files])
    if not files:
        problems = [f"{folder or INCIDENTS}: no incident file here. Expected <year>/<id>.md."]
    if near and not problems:
        problems = _near_duplicates(folder or INCIDENTS)
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


@app.command("export")
def export_(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what the folder holds.")] = False,
) -> None:
    """Write every published report into a folder. Example: faultline corpus export backup-2026-11."""
    from corpus.exporting import REPORTS, export
    from corpus.import_sources import MAX_JSON_BYTES

    with open_database() as store:
        exported = export(store, folder, force=force)
    if exported.set_aside:
        say(f"What was in {folder} is no untouched export and now lies in {exported.set_aside}.")
    if (exported.folder / REPORTS).stat().st_size > MAX_JSON_BYTES:
        say(f"{REPORTS} is over {MAX_JSON_BYTES:,} bytes: import will ask for it in parts.")
    typer.echo(f"{exported.reports} reports in {folder}")


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="An exported folder, .jsonl, Markdown, or the .json of gh issue list.")],
    publish: Annotated[bool, typer.Option("--publish", help="Publish the reports whose tags are complete.")] = False,
    redact: Annotated[bool, typer.Option("--redact", help="Take secrets out of the reports.")] = False,
) -> None:
    """Import reports, all of them or none. Example: faultline corpus import backup-2026-11."""
    from corpus.importing import import_reports

    with open_database() as store:
        done = import_reports(path, store, load_taxonomy(), publish=publish, redact=redact)
    if done.drafts:
        say(f"{done.drafts} of the imported are drafts.")
    typer.echo(f"{done.written} imported, {done.already} already there")


def _near_duplicates(folder: Path) -> list[str]:
    from classifier.duplicates import near_duplicates
    from classifier.encoder import load_encoder
    from corpus.shipped import load_corpus

    return [
        f"{pair.first} and {pair.second}: alike in text ({pair.text}) and title ({pair.title}). "
        "If they tell one event, keep one with both sources."
        for pair in near_duplicates(load_corpus(folder), load_encoder())
    ]

"""faultline doctor, backup and restore: health, and copies that are proved to restore."""

from pathlib import Path
from typing import Annotated

import typer

from commands.shared import Json, load_taxonomy, print_json, say

Copy = Annotated[Path, typer.Argument(metavar="COPY", help="The file of the copy.")]


def doctor(as_json: Json = False) -> None:
    """Look at the installation's health; exit code 1 if there is a problem. Example: faultline doctor."""
    from classifier.persistence import load_manifest, load_model, model_folder
    from classifier.weights import WEIGHTS, sha256_of, verified_weights
    from corpus import database_path, home_folder
    from corpus.health import check_database, check_home, check_that
    from corpus.shipped import load_corpus
    from taxonomy.errors import FaultlineError

    def encoder() -> str:
        return sha256_of(verified_weights(None) / WEIGHTS)

    def model() -> str:
        expected = load_manifest(model_folder()).encoder_sha256
        return f"version {load_model(model_folder(), load_taxonomy(), expected, light=True).manifest.version}"

    found = [*check_home(home_folder()), check_database(database_path())]
    for what, look, advice in (
        ("taxonomy", lambda: f"version {load_taxonomy().version}", "Restore the files from the repository."),
        ("corpus", lambda: f"{len(load_corpus())} incidents", "See faultline corpus check."),
        ("encoder", encoder, "Install again; see the README."),
        ("model", model, "Retrain: faultline model train."),
        ("fast model", _fast_model, "Retrain: faultline model train."),
    ):
        found.append(check_that(what, look, FaultlineError, advice))
    if as_json:
        print_json([vars(one) for one in found])
    else:
        for one in found:
            typer.echo(f"{one.level:8} {one.what:10} {one.found}" + (f"  {one.advice}" if one.advice else ""))
    if any(one.level == "problem" for one in found):
        raise typer.Exit(1)


def _fast_model() -> str:
    from classifier import load_classifier

    return f"version {load_classifier(load_taxonomy(), fast=True).provenance.version}"


def backup(copy: Annotated[Path | None, typer.Argument(help="Default: a dated file in this folder.")] = None) -> None:
    """Copy the database, in use or not, and prove the copy. Example: faultline backup monday.db."""
    from datetime import UTC, datetime

    from corpus import database_path
    from corpus.store.copies import back_up

    named = copy or Path(datetime.now(UTC).strftime("faultline-%Y%m%dT%H%M%SZ.db"))
    proof = back_up(database_path(), named)
    typer.echo(
        f"{named}: {proof.reports} reports, {proof.versions} versions, {proof.audit} audit rows; proved to restore"
    )


def restore(copy: Copy) -> None:
    """Put a copy in place of the database, which is kept aside. Example: faultline restore monday.db."""
    from corpus import database_path
    from corpus.store.copies import put_in_place

    proof, aside = put_in_place(copy, database_path())
    typer.echo(f"{database_path()}: {proof.reports} reports, {proof.versions} versions, {proof.audit} audit rows")
    if aside is not None:
        say(f"What was there before is kept as {aside}.")

"""faultline model: training and showing the classifier's model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import Json, load_taxonomy, open_database, print_json, say
from commands.suggestion_use import print_use

if TYPE_CHECKING:
    from classifier.model import Manifest

app = typer.Typer(help="The classifier's model.", no_args_is_help=True)


@app.command()
def train(
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write the model there; no comparison.")] = None,
) -> None:
    """Train a candidate on the shipped and all published reports, and compare it. Example: faultline model train."""
    import classifier
    from classifier.encoder import load_encoder

    with open_database() as store:
        reports = [stored.report for stored in store.all("published")]
    say(f"Training on {len(reports)} reports; this takes a few minutes.")
    comparison: list[str] = []
    if out is not None:
        manifest = classifier.train(reports, load_taxonomy(), load_encoder(), out)
    else:
        manifest, comparison = classifier.train_candidate(reports, load_taxonomy(), load_encoder(), say=say)
    typer.echo("\n".join([f"model {manifest.version} from {manifest.reports} reports", *comparison]))
    if out is None:
        say("It is a candidate and serves nobody yet. Put it in service with: faultline model accept")


@app.command()
def accept(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Put the candidate in service; the old model is kept. Example: faultline model accept --yes."""
    from classifier import in_service

    manifest, comparison = in_service.read_candidate(load_taxonomy())
    say(f"candidate {manifest.version} from {manifest.reports} reports", comparison)
    if not yes and not typer.confirm("Put it in service?", err=True):
        raise typer.Exit(1)
    _say_switched(*in_service.accept(load_taxonomy()))


@app.command()
def restore(name: Annotated[str | None, typer.Argument(help="Default: the latest one.")] = None) -> None:
    """Put a kept model, or `shipped`, back in service. Example: faultline model restore."""
    from classifier import in_service

    _say_switched(*in_service.restore(load_taxonomy(), name))


def _say_switched(manifest: "Manifest", kept: str) -> None:
    typer.echo(f"in service: model {manifest.version} from {manifest.reports} reports; the old one is kept as {kept}")
    say(f"A running app takes it after a restart. Undo with: faultline model restore {kept}")


@app.command()
def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="A folder, current, shipped, candidate, previous-...")],
    second: Annotated[str, typer.Argument(metavar="B", help="Likewise.")],
    given: Annotated[Path | None, typer.Option("--in", metavar="FILE.jsonl", help='Lines {"id", "text"}.')] = None,
    as_json: Json = False,
) -> None:
    """Tag the published reports with two models; list what changed. Example: faultline model diff shipped current."""
    from classifier import replay
    from classifier.in_service import folder_of
    from classifier.light_encoder import load_light_encoder
    from classifier.persistence import load_model
    from commands.progress import Progress

    folders, taxonomy, texts = (folder_of(first), folder_of(second)), load_taxonomy(), _texts(given)
    encoder = load_light_encoder()
    one, other = (load_model(folder, taxonomy, encoder.sha256, light=True) for folder in folders)
    progress = Progress(len(texts))
    divergence = replay.compare_models(texts, (one, other), encoder, taxonomy, progress.add)
    progress.finish()
    if as_json:
        print_json(divergence.to_json())
    else:
        typer.echo("\n".join(replay.lines(divergence)))


def _texts(given: Path | None) -> list[tuple[str, str]]:
    """Return (id, text) of the published reports, or of the lines of a file; bad lines are named and skipped."""
    from classifier.batch import read_lines
    from classifier.errors import BatchError

    if given is None:
        with open_database() as store:
            return [(stored.report.id, stored.report.text) for stored in store.all("published")]
    try:
        with given.open("rb") as file:
            read = list(read_lines(file))
    except OSError as error:
        raise BatchError(f"{given}: {error.strerror}. Name a file that can be read.") from None
    for line in read:
        if line.error:
            say(f"{given}: line {line.number}: {line.error} Skipped.")
    texts = [(str(line.id), line.text.strip()) for line in read if not line.error]
    if not texts:
        raise BatchError(f'{given}: no line that can be read. Write one object with "id" and "text" on every line.')
    return texts


@app.command()
def evaluate(
    seeds: Annotated[int, typer.Option(min=1, max=20, help="How often, with other folds each time.")] = 2,
    compare: Annotated[bool, typer.Option(help="Baselines and ablations too; takes many times as long.")] = True,
    contrastive: Annotated[
        bool, typer.Option("--contrastive", help="Also with an encoder tuned for each fold: half an hour more.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Keep the report: model card, charts, evaluation.json.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Fail if the kept report, card or a chart says something else.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Evaluate by nested cross-validation on the shipped corpus. Example: faultline model evaluate."""
    from classifier import card as model_card
    from classifier import evaluate as evaluate_model
    from classifier import report as evaluation
    from classifier.encoder import load_encoder
    from corpus.shipped import load_corpus

    kept = None if contrastive else evaluation.read_kept()
    material = (load_corpus(), load_taxonomy(), load_encoder())
    result = evaluate_model(*material, seeds=seeds, compare=compare, contrastive=contrastive, say=say)
    result = evaluation.with_kept(result, kept) if kept else result
    if as_json:
        print_json(evaluation.to_json(result))
    else:
        typer.echo("\n".join(evaluation.lines(result)))
    if check and (problems := list(evaluation.differences(evaluation.read_json(), evaluation.to_json(result)))):
        say(*problems, "Keep the new report with: faultline model evaluate --write")
        raise typer.Exit(2)
    if check:
        _refuse_outdated()
    if write:
        evaluation.write_json(result)
        model_card.write(load_taxonomy(), model_card.HOME)


@app.command()
def card(
    only_check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail if the card or a chart is out of date.")
    ] = False,
) -> None:
    """Write the kept evaluation's figures and charts into the model card. Example: faultline model card --check."""
    from classifier import card as model_card

    if only_check:
        _refuse_outdated()
    changed = [] if only_check else model_card.write(load_taxonomy(), model_card.HOME)
    typer.echo("\n".join(f"written anew: {path}" for path in changed) or "card and charts are of the kept evaluation")


def _refuse_outdated() -> None:
    from classifier import card as model_card
    from classifier.errors import ModelError

    if outdated := model_card.outdated(load_taxonomy(), model_card.HOME):
        names = ", ".join(map(str, outdated))
        raise ModelError(f"{names}: not what the kept evaluation gives. Run: faultline model card")


@app.command()
def distil() -> None:
    """Make the fast mode's token table anew from the encoder's weights. Example: faultline model distil."""
    from classifier.distilling import distil as make_table
    from classifier.static_encoder import TABLE

    say("One pass of the network for every token; this takes some minutes.")
    typer.echo(f"{TABLE}: SHA-256 {make_table()}")
    say("Models made for another table are refused: faultline model train, then faultline model accept")


@app.command()
def show(
    use: Annotated[bool, typer.Option("--use", help="What became of its suggestions, label by label.")] = False,
    as_json: Json = False,
) -> None:
    """Show which model is in service, or how its suggestions fared. Example: faultline model show --use."""
    from dataclasses import asdict

    if use:
        print_use(as_json)
        return

    from classifier.persistence import load_manifest, model_folder

    manifest = asdict(load_manifest(model_folder()))
    print_json({name: value for name, value in manifest.items() if name not in ("columns", "learned_from")})

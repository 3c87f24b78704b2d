"""faultline model: training and showing the classifier's model."""

from pathlib import Path
from typing import Annotated

import typer

from commands.shared import Json, load_taxonomy, open_database, print_json, say
from commands.suggestion_use import print_use

app = typer.Typer(help="The classifier's model.", no_args_is_help=True)


@app.command()
def train(out: Annotated[Path | None, typer.Option(help="Default: this installation's model.")] = None) -> None:
    """Train on the shipped corpus and the published reports. Example: faultline model train."""
    from classifier import train as train_model
    from classifier.encoder import load_encoder
    from corpus import home_folder

    with open_database() as store:
        reports = [stored.report for stored in store.all("published")]
    say(f"Training on {len(reports)} reports; this takes a few minutes.")
    manifest = train_model(reports, load_taxonomy(), load_encoder(), out or home_folder() / "models" / "current")
    typer.echo(f"model {manifest.version} from {manifest.reports} reports")


@app.command()
def evaluate(
    as_json: Json = False,
    card: Annotated[bool, typer.Option("--card", help="Write the figures into the model card.")] = False,
) -> None:
    """Evaluate by nested cross-validation on the shipped corpus. Example: faultline model evaluate."""
    from dataclasses import asdict

    import classifier
    from classifier import evaluate as evaluate_model
    from classifier.encoder import load_encoder
    from classifier.report import lines
    from corpus.card import with_figures
    from corpus.shipped import load_corpus

    reports = load_corpus()
    path = Path(classifier.__file__).parent / "README.md"
    say(f"Evaluating on {len(reports)} reports; this takes some minutes.")
    evaluations = evaluate_model(reports, load_taxonomy(), load_encoder())
    if as_json:
        print_json([asdict(evaluation) for evaluation in evaluations])
    else:
        typer.echo("\n".join(lines(evaluations)))
    if card:
        path.write_text(with_figures(path.read_text(encoding="utf-8"), lines(evaluations)), encoding="utf-8")


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
    print_json({name: value for name, value in manifest.items() if name != "columns"})

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
    seeds: Annotated[int, typer.Option(min=1, max=20, help="How often, with other folds each time.")] = 3,
    compare: Annotated[bool, typer.Option(help="Baselines and ablations too; takes many times as long.")] = True,
    write: Annotated[bool, typer.Option("--write", help="Keep the report: model card and evaluation.json.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Fail if the kept report says something else.")] = False,
    as_json: Json = False,
) -> None:
    """Evaluate by nested cross-validation on the shipped corpus. Example: faultline model evaluate."""
    import classifier
    from classifier import evaluate as evaluate_model
    from classifier import report as evaluation
    from classifier.encoder import load_encoder
    from corpus.card import with_figures
    from corpus.shipped import load_corpus

    result = evaluate_model(load_corpus(), load_taxonomy(), load_encoder(), seeds=seeds, compare=compare, say=say)
    if as_json:
        print_json(evaluation.to_json(result))
    else:
        typer.echo("\n".join(evaluation.lines(result)))
    if check and (problems := list(evaluation.differences(evaluation.read_json(), evaluation.to_json(result)))):
        say(*problems, "Keep the new report with: faultline model evaluate --write")
        raise typer.Exit(2)
    if write:
        evaluation.write_json(result)
        card = Path(classifier.__file__).parent / "README.md"
        card.write_text(with_figures(card.read_text(encoding="utf-8"), evaluation.lines(result)), encoding="utf-8")


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

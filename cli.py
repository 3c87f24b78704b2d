"""The terminal front door: the `faultline` command. Heavy imports happen inside the command that needs them."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from corpus.store import Store
    from taxonomy import Taxonomy

app = typer.Typer(
    help="Postmortems of LLM agents: tagged, counted, and turned into a diagnosis.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
corpus_commands = typer.Typer(help="The shipped corpus.", no_args_is_help=True)
model_commands = typer.Typer(help="The classifier's model.", no_args_is_help=True)
app.add_typer(corpus_commands, name="corpus")
app.add_typer(model_commands, name="model")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Paths = Annotated[list[str] | None, typer.Argument(metavar="[PATH|-]...", help="Files, or - for standard input.")]


@app.command()
def serve(port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501) -> None:
    """Start the web app, on this machine only. Example: faultline serve --port 8600."""
    from streamlit.web import bootstrap

    root = Path(__file__).parent
    options = {"server_port": port, "server_address": "127.0.0.1", "server_headless": True}
    bootstrap.load_config_options(flag_options=options)
    _say(f"Faultline is at http://127.0.0.1:{port}")
    bootstrap.run(str(root / "app.py"), is_hello=False, args=[], flag_options=options)


@app.command()
def classify(paths: Paths = None, as_json: Json = False) -> None:
    """Suggest tags for reports. Example: faultline classify report.md."""
    from classifier import load_classifier
    from classifier.similar import build_index

    documents = list(_documents(paths or ["-"]))
    _say("Loading the encoder.")
    store, taxonomy = _store(), _taxonomy()
    ready = load_classifier(taxonomy)
    index = build_index(store, ready.encoder)
    for name, fields in documents:
        suggestion = ready.suggest(str(fields["text"]).strip(), index)
        if as_json:
            _print_json(suggestion.to_json(name))
        else:
            _print_suggestion(name, suggestion, taxonomy)


@app.command()
def file(
    paths: Paths = None,
    review: Annotated[bool, typer.Option("--review", help="Ask for review; the tags must be complete.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Publish; the tags must be complete.")] = False,
    as_json: Json = False,
) -> None:
    """File postmortems as drafts. Example: faultline file incident.md --review."""
    from corpus import Reject, commit
    from corpus.boundary import State
    from corpus.documents import make_report

    state: State = "published" if publish else "in review" if review else "draft"
    reports = [(name, make_report(fields)) for name, fields in _documents(paths or ["-"])]
    store, taxonomy, refused = _store(), _taxonomy(), False
    for name, report in reports:
        outcome = commit(report, store, taxonomy, actor="terminal", state=state)
        if isinstance(outcome, Reject):
            refused = True
            _say(*(f"{name}: {line}" for line in str(outcome).splitlines()))
        elif as_json:
            _print_json({"id": outcome.report_id, "version": outcome.version, "state": outcome.state})
        else:
            typer.echo(f"{outcome.report_id} version {outcome.version} {outcome.state}")
    if refused:
        raise typer.Exit(2)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words to look for.")],
    label: Annotated[list[str] | None, typer.Option(help="Only reports with this FACET:LABEL; repeatable.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    as_json: Json = False,
) -> None:
    """Search the published reports. Example: faultline search "dropped table" --label weaknesses:P4.no-gate."""
    from corpus.store import Filter
    from corpus.store import search as find

    tags = _tag_filter(label or [])
    for hit in find(_store(), Filter(query=query, tags=tags), order="relevance", limit=limit):
        if as_json:
            _print_json(vars(hit))
        else:
            typer.echo(f"{hit.date}  {hit.id}  {hit.title}")


@app.command()
def stats(
    by: Annotated[str, typer.Option(help="The facet to count.")] = "sdb_parts",
    label: Annotated[list[str] | None, typer.Option(help="Only reports with this FACET:LABEL; repeatable.")] = None,
    as_json: Json = False,
) -> None:
    """Count published reports by a facet, with Wilson's 95 % intervals. Example: faultline stats --by patterns."""
    from corpus.statistics import facet_shares
    from corpus.store import Filter
    from taxonomy.references import closest

    taxonomy = _taxonomy()
    if by not in taxonomy.facets:
        raise typer.BadParameter(f'"{by}" is not a facet.{closest(by, taxonomy.facets)}', param_hint="--by")
    shares = facet_shares(_store(), taxonomy, by, Filter(tags=_tag_filter(label or [])))
    if as_json:
        _print_json({"facet": by, "shares": [vars(share) for share in shares]})
        return
    for share in sorted(shares, key=lambda one: -one.count):
        row = f"{share.label:24} {share.count:5} of {share.total}  {share.share:6.1%}"
        typer.echo(f"{row}  ({share.low:.1%} to {share.high:.1%})")


@app.command()
def diagnose(
    symptom: Annotated[list[str] | None, typer.Option(help="What you see; repeatable.")] = None,
    runtime: Annotated[str | None, typer.Option(help="conversational, autonomous or long-horizon.")] = None,
    answers: Annotated[Path | None, typer.Option(help="A JSON file with symptoms, runtime and answers.")] = None,
    as_json: Json = False,
) -> None:
    """Find the cause from the symptoms. Example: faultline diagnose --symptom false-success."""
    from diagnostics.terminal import converse, load_observed, make_observed, report_lines, report_of

    taxonomy = _taxonomy()
    observed = load_observed(answers, taxonomy) if answers else make_observed(symptom or [], runtime, {}, taxonomy)
    store = _store()
    if answers is None and not as_json:
        observed = converse(store, taxonomy, observed, typer.prompt, typer.echo)
    report = report_of(store, taxonomy, observed)
    if as_json:
        _print_json(report)
    else:
        typer.echo("\n".join(report_lines(report)))


@corpus_commands.command("check")
def corpus_check(
    folder: Annotated[Path | None, typer.Argument(help="Default: the shipped corpus.")] = None,
) -> None:
    """Check every incident file and name all problems. Example: faultline corpus check."""
    from corpus.check import check_corpus
    from corpus.shipped import INCIDENTS, corpus_files

    files = corpus_files(folder or INCIDENTS)
    problems = check_corpus(files, _taxonomy())
    if not files:
        problems = [f"{folder}: no incident file here. Expected <year>/<id>.md."]
    if problems:
        _say(*problems)
        raise typer.Exit(2)
    typer.echo(f"{len(files)} incidents, no problem")


@model_commands.command("train")
def model_train(
    out: Annotated[Path | None, typer.Option(help="Default: this installation's model.")] = None,
) -> None:
    """Train on the shipped corpus and the published reports. Example: faultline model train."""
    from classifier import train
    from classifier.encoder import load_encoder
    from corpus import home_folder

    store = _store()
    reports = [stored.report for stored in store.all("published")]
    _say(f"Training on {len(reports)} reports; this takes a few minutes.")
    manifest = train(reports, _taxonomy(), load_encoder(), out or home_folder() / "models" / "current")
    typer.echo(f"model {manifest.version} from {manifest.reports} reports")


@model_commands.command("show")
def model_show() -> None:
    """Show which model is in service and what it was made from. Example: faultline model show."""
    from dataclasses import asdict

    from classifier import model_folder
    from classifier.persistence import load_manifest

    manifest = asdict(load_manifest(model_folder()))
    _print_json({name: value for name, value in manifest.items() if name != "columns"})


def main() -> None:
    """Run the command line; a mistake of the user's ends in one line and exit code 2, never in a traceback."""
    try:
        app()
    except Exception as error:
        from taxonomy.errors import FaultlineError

        if not isinstance(error, FaultlineError):
            raise
        _say(str(error))
        sys.exit(2)


def _documents(paths: Iterable[str]) -> Iterable[tuple[str, dict[str, Any]]]:
    from corpus.documents import read_document
    from corpus.errors import CorpusError

    for path in paths:
        name = "stdin.md" if path == "-" else path
        try:
            content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as error:
            raise CorpusError(f"{path}: {error.strerror}. Name a file that can be read.") from None
        yield Path(name).stem, read_document(content, name)


def _store() -> "Store":
    from corpus import database_path, open_store

    return open_store(database_path())


def _taxonomy() -> "Taxonomy":
    from taxonomy import shipped_taxonomy

    return shipped_taxonomy()


def _tag_filter(labels: list[str]) -> dict[str, tuple[str, ...]]:
    from corpus.errors import CorpusError

    tags: dict[str, tuple[str, ...]] = {}
    for reference in labels:
        facet, _, label = reference.partition(":")
        if _taxonomy().facets.get(facet) is None or _taxonomy().label(facet, label) is None:
            raise CorpusError(f'--label {reference}: not a FACET:LABEL of the taxonomy, such as "sdb_parts:commit".')
        tags[facet] = (*tags.get(facet, ()), label)
    return tags


def _print_suggestion(name: str, suggestion: Any, taxonomy: "Taxonomy") -> None:
    typer.echo(name)
    if suggestion.reason is not None:
        typer.echo(f"  no suggestion: {suggestion.reason}")
        return
    for facet, labels in suggestion.suggested.items():
        for label in labels:
            span = suggestion.evidence.get((facet, label))
            known = taxonomy.label(facet, label)
            typer.echo(
                f"  {facet:20} {label:24} {suggestion.probabilities[facet][label]:4.0%}  {known.name if known else ''}"
            )
            if span is not None and facet != "patterns":
                typer.echo(f"  {'':20} “{span.text}”")
    for similar in suggestion.similar:
        typer.echo(f"  similar {similar.score:.2f}  {similar.id}  {similar.title}")


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _say(*lines: str) -> None:
    for line in lines:
        typer.echo(line, err=True)


if __name__ == "__main__":
    main()

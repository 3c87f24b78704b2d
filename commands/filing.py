"""faultline classify and faultline file: from a document to suggestions, and to a filed report."""

from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import Json, Paths, load_taxonomy, open_database, print_json, read_documents, say

if TYPE_CHECKING:
    from classifier import Suggestion
    from taxonomy import Taxonomy


def classify(paths: Paths = None, as_json: Json = False) -> None:
    """Suggest tags for reports. Example: faultline classify report.md."""
    documents = list(read_documents(paths))
    say("Loading the encoder.")
    from classifier import load_classifier
    from classifier.similar import build_index

    store, taxonomy = open_database(), load_taxonomy()
    ready = load_classifier(taxonomy)
    index = build_index(store, ready.encoder)
    for name, fields in documents:
        suggestion = ready.suggest(str(fields["text"]).strip(), index)
        if as_json:
            print_json(suggestion.to_json(name))
        else:
            typer.echo("\n".join([name, *_lines(suggestion, taxonomy)]))


def file(
    paths: Paths = None,
    review: Annotated[bool, typer.Option("--review", help="Ask for review; the tags must be complete.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Publish; the tags must be complete.")] = False,
    as_json: Json = False,
) -> None:
    """File postmortems as drafts, for review, or published. Example: faultline file incident.md --review."""
    from corpus import Reject, commit
    from corpus.boundary import State
    from corpus.documents import make_report

    state: State = "published" if publish else "in review" if review else "draft"
    reports = [(name, make_report(fields)) for name, fields in read_documents(paths)]
    store, taxonomy, refused = open_database(), load_taxonomy(), False
    for name, report in reports:
        outcome = commit(report, store, taxonomy, actor="terminal", state=state)
        if isinstance(outcome, Reject):
            refused = True
            say(*(f"{name}: {line}" for line in str(outcome).splitlines()))
        elif as_json:
            print_json({"id": outcome.report_id, "version": outcome.version, "state": outcome.state})
        else:
            typer.echo(f"{outcome.report_id} version {outcome.version} {outcome.state}")
    if refused:
        raise typer.Exit(2)


def _lines(suggestion: "Suggestion", taxonomy: "Taxonomy") -> list[str]:
    if suggestion.reason is not None:
        return [f"  no suggestion: {suggestion.reason}"]
    lines = []
    for facet, labels in suggestion.suggested.items():
        for label_id in labels:
            label = taxonomy.label(facet, label_id)
            probability = suggestion.probabilities[facet][label_id]
            lines.append(f"  {facet:20} {label_id:24} {probability:4.0%}  {label.name if label else ''}")
            span = suggestion.evidence.get((facet, label_id))
            lines += [f"  {'':20} “{span.text}”"] if span is not None and facet != "patterns" else []
    lines += [f"  similar {one.score:.2f}  {one.id}  {one.title}" for one in suggestion.similar]
    return lines

"""faultline classify: suggestions for one report, or for a file of very many."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from commands.progress import Progress
from commands.shared import Json, Paths, load_taxonomy, open_database, print_json, read_documents, say

if TYPE_CHECKING:
    from classifier import Classifier, Suggestion
    from classifier.similar import Index
    from taxonomy import Taxonomy

Batch = Annotated[str | None, typer.Option("--batch", metavar="IN.jsonl", help='Lines {"id", "text"}, or -.')]
Out = Annotated[str | None, typer.Option("--out", metavar="OUT.jsonl", help="Where a batch goes, or -.")]
Workers = Annotated[int | None, typer.Option(min=1, max=256, help="Processes for a batch, one thread each.")]
Scheduler = Annotated[str | None, typer.Option(metavar="URL", help="A Dask scheduler for a batch.")]
Fast = Annotated[bool, typer.Option("--fast", help="The fast model: no network, suggestions not quite as good.")]
Restart = Annotated[bool, typer.Option("--restart", help="Write OUT anew instead of going on after its last line.")]


def classify(
    paths: Paths = None,
    as_json: Json = False,
    batch: Batch = None,
    out: Out = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    restart: Restart = False,
    fast: Fast = False,
) -> None:
    """Suggest tags for reports. Example: faultline classify report.md."""
    if batch is None and out is None and workers is None and scheduler is None and not restart:
        _classify_documents(paths, as_json, fast)
        return
    _check_options(paths, batch, out, workers, scheduler)
    _classify_batch(str(batch), str(out), workers, scheduler, restart, fast)


def _classify_documents(paths: Paths, as_json: bool, fast: bool) -> None:
    documents = list(read_documents(paths))
    taxonomy = load_taxonomy()
    ready, index = _load(taxonomy, fast)
    for name, fields in documents:
        suggestion = ready.suggest(str(fields["text"]).strip(), index)
        if as_json:
            print_json(suggestion.to_json(name))
        else:
            typer.echo("\n".join([name, *_lines(suggestion, taxonomy)]))


def _load(taxonomy: "Taxonomy", fast: bool) -> tuple["Classifier", "Index"]:
    """Load the classifier and the published reports it compares with."""
    from threading import Thread

    from classifier.screening import screen

    say("Loading the fast model." if fast else "Loading the encoder.")
    # The detector of languages unpacks its tables for as long as all the rest takes; so it begins first.
    Thread(target=screen, args=("warm up the detector of languages, " * 3,)).start()
    from classifier import load_classifier
    from classifier.similar import build_index

    ready = load_classifier(taxonomy, light=True, fast=fast)
    with open_database() as store:
        return ready, build_index(store, ready.encoder)


def _check_options(
    paths: Paths, batch: str | None, out: str | None, workers: int | None, scheduler: str | None
) -> None:
    from classifier.batch import same_file
    from classifier.errors import BatchError

    if batch is None:
        raise BatchError("--out, --workers, --scheduler and --restart belong to --batch IN.jsonl. Name the lines.")
    if out is None:
        raise BatchError("--batch needs --out OUT.jsonl, or --out - for standard output.")
    if paths:
        raise BatchError(f"{paths[0]}: a batch reads the file that --batch names and no other. Leave this out.")
    if workers is not None and scheduler is not None:
        raise BatchError("--workers and --scheduler are two ways to do one thing. Choose one.")
    if "-" not in (batch, out) and same_file(Path(batch), Path(out)):
        raise BatchError(f"{out}: is the input itself. Name another file with --out.")


def _classify_batch(
    batch: str, out: str, workers: int | None, scheduler: str | None, restart: bool, fast: bool
) -> None:
    from classifier.batch import choose_crew, open_output, read_lines, run

    with _source(batch) as source:
        ready, index = _load(load_taxonomy(), fast)
        lines = read_lines(source)
        if out == "-":
            target, before = sys.stdout.buffer, 0
        else:
            target, before = open_output(Path(out), lines, ready.provenance, restart=restart)
        progress = Progress(_count(batch), before)
        if before:
            say(f"{out} has {before:,} lines of this batch: going on after them.")
        try:
            refused = run(lines, target, choose_crew(ready, index, workers, scheduler), progress.add)
        except KeyboardInterrupt:
            say("", "Interrupted. What was written is whole: run the same command again to go on.")
            raise typer.Exit(130) from None
        finally:
            progress.finish()
            target.close() if out != "-" else target.flush()
    if refused:
        say(f"{refused:,} lines could not be classified; each has its error in the output.")


@contextmanager
def _source(batch: str) -> Iterator[BinaryIO]:
    from classifier.errors import BatchError

    if batch == "-":
        yield sys.stdin.buffer
        return
    try:
        source = Path(batch).open("rb")
        source.peek()  # a folder opens, but does not read
    except OSError as error:
        raise BatchError(f"{batch}: {error.strerror}. Name a file that can be read.") from None
    with source:
        yield source


def _count(batch: str) -> int | None:
    """Return how many lines a file has, or None where that cannot be known before it is read."""
    path = Path(batch)
    if batch == "-" or not path.is_file():
        return None
    count, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            count, last = count + block.count(b"\n"), block[-1:]
    return count + (last != b"\n")


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

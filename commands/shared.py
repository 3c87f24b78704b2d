"""What commands share: reading documents, opening the database, printing."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from corpus.store import Store
    from taxonomy import Taxonomy

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Paths = Annotated[list[str] | None, typer.Argument(metavar="[PATH|-]...", help="Files, or - for standard input.")]
Labels = Annotated[list[str] | None, typer.Option("--label", help="Only reports with this FACET:LABEL; repeatable.")]


def read_documents(paths: Iterable[str] | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (name, fields) of each file; without paths, or for "-", of standard input."""
    from corpus.documents import read_document

    for name, content in read_files(paths):
        yield Path(name).stem, read_document(content, name)


def read_files(paths: Iterable[str] | None) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of each file; standard input counts as Markdown with the name stdin.md."""
    from corpus.errors import CorpusError

    for path in paths or ["-"]:
        name = "stdin.md" if path == "-" else path
        try:
            content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as error:
            raise CorpusError(f"{path}: {error.strerror}. Name a file that can be read.") from None
        yield name, content


def open_database() -> "Store":
    """Open this installation's database, seeded."""
    from corpus import database_path, open_store

    return open_store(database_path())


def load_taxonomy() -> "Taxonomy":
    """Load the shipped taxonomy."""
    from taxonomy import shipped_taxonomy

    return shipped_taxonomy()


def tag_filter(labels: Iterable[str] | None) -> dict[str, tuple[str, ...]]:
    """Return FACET:LABEL options as the tags of a filter; raise CorpusError for one that does not exist."""
    from corpus.errors import CorpusError

    tags: dict[str, tuple[str, ...]] = {}
    for reference in labels or ():
        facet, _, label = reference.partition(":")
        if load_taxonomy().label(facet, label) is None:
            raise CorpusError(f'--label {reference}: not a FACET:LABEL of the taxonomy, such as "sdb_parts:commit".')
        tags[facet] = (*tags.get(facet, ()), label)
    return tags


def print_json(value: object) -> None:
    """Print one line of JSON on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def say(*lines: str) -> None:
    """Print progress or a refusal on standard error."""
    for line in lines:
        typer.echo(line, err=True)

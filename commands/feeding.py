"""faultline feed: the Atom feed of published reports."""

import os
from pathlib import Path
from typing import Annotated

import typer

from commands.shared import open_database, say


def feed(
    out: Annotated[Path | None, typer.Option(help="A file; default: standard output.")] = None,
    address: Annotated[str, typer.Option(help="Where the web app is served.")] = "http://127.0.0.1:8501/",
) -> None:
    """Write an Atom feed of the 100 reports published last. Example: faultline feed --out reports.atom."""
    from corpus.errors import CorpusError
    from corpus.feed import LIMIT, atom, feed_id
    from corpus.store import latest

    with open_database() as store:
        reports = latest(store, LIMIT)
        written = atom(reports, address, name=feed_id(store))
    if out is None:
        typer.echo(written.decode(), nl=False)
        return
    building = out.with_name(f"{out.name}.partial-{os.getpid()}")
    try:
        building.write_bytes(written)
        building.replace(out)  # a reader of the feed sees the old one or the new one, never half of one
    except OSError as error:
        building.unlink(missing_ok=True)
        raise CorpusError(
            f"{out}: cannot be written: {error.strerror}. Name a file in a folder you can write to."
        ) from error
    say(f"{len(reports)} reports in {out}")

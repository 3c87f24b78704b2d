"""faultline model show --use: what became of the suggestions that were stored beside the decisions made on them."""

import typer

from commands.shared import load_taxonomy, open_database, print_json


def print_use(as_json: bool) -> None:
    """Print acceptance, rejection and addition per label, with Wilson's 95 % intervals, as Markdown or JSON."""
    from dataclasses import asdict

    from corpus.acceptance import measure_use, use_lines
    from corpus.store import decided_suggestions

    with open_database() as store:
        use = measure_use(decided_suggestions(store), load_taxonomy())
    if as_json:
        print_json(asdict(use))
    else:
        typer.echo("\n".join(use_lines(use)))

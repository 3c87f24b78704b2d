"""faultline adr: from five steps to a decision record of six lines."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import Json, load_taxonomy, open_database, print_json, say

if TYPE_CHECKING:
    from diagnostics.selection import Answers, Selection


def adr(
    answers: Annotated[Path | None, typer.Option(help="A YAML or JSON file with an answer to every question.")] = None,
    preset: Annotated[str | None, typer.Option(help="One of the source's workloads, W1 to W5.")] = None,
    as_json: Json = False,
) -> None:
    """Choose runtime patterns and print the decision record. Example: faultline adr --preset W4."""
    from diagnostics import shipped_catalogue
    from diagnostics.selection import make_record, shipped_selection
    from diagnostics.selection.evidence import weaknesses_seen
    from diagnostics.selection.writing import to_data, to_markdown

    selection, taxonomy, catalogue = shipped_selection(), load_taxonomy(), shipped_catalogue()
    record = make_record(selection, _answers(answers, preset, selection), taxonomy)
    shares = weaknesses_seen(open_database(), taxonomy, record)
    if as_json:
        print_json(to_data(record, taxonomy, catalogue, shares))
    else:
        typer.echo(to_markdown(record, taxonomy, catalogue, shares), nl=False)


def _answers(path: Path | None, preset: str | None, selection: "Selection") -> "Answers":
    from datetime import date

    from diagnostics import DiagnosticsError
    from diagnostics.selection import Answers, load_answers
    from diagnostics.selection.terminal import converse

    if path and preset:
        raise DiagnosticsError(["--answers and --preset are both given. Give one of them."])
    if path:
        return load_answers(path, selection)
    if preset:
        if preset.upper() not in selection.presets:
            known = ", ".join(selection.presets)
            raise DiagnosticsError([f"--preset {preset}: not a workload. Expected one of {known}."])
        return Answers(selection.presets[preset.upper()].plain(), day=date.today())
    if not sys.stdin.isatty():
        raise DiagnosticsError(["no answers are given. Name a file with --answers, or a workload with --preset."])
    return converse(selection, lambda text: str(typer.prompt(text, err=True)), say, date.today())

"""faultline demo: the patterns at work, on synthetic data."""

import os
import shlex
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.shared import Json, print_json, say

app = typer.Typer(help="The patterns at work, on synthetic data.", no_args_is_help=True)

CRASHED = 70  # what sysexits.h calls an internal error


class SpineName(StrEnum):
    """The spines that the demo runs on."""

    P3 = "P3"
    P5 = "P5"


@app.callback()
def demo() -> None:
    """Show the patterns at work, on synthetic data."""


@app.command()
def renewal(
    contracts: Annotated[int | None, typer.Option(min=1, max=1000, help="How many contracts. Default: 20.")] = None,
    seed: Annotated[int | None, typer.Option(help="The synthetic world is drawn from it. Default: 28.")] = None,
    spine: Annotated[SpineName | None, typer.Option(help="Event log or durable row. Default: P5.")] = None,
    upgrade_at: Annotated[int | None, typer.Option(min=-90, max=0, help="Day on which stub-2 follows stub-1.")] = None,
    crash_at: Annotated[int | None, typer.Option(min=1, help="Kill the process after this many durable steps.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in the folder.")] = False,
    out: Annotated[Path, typer.Option(help="Folder for run.db, old.jsonl and new.jsonl.")] = Path("renewal-demo"),
    as_json: Json = False,
) -> None:
    """Renew contracts over 90 virtual days. Example: faultline demo renewal --spine P3 --upgrade-at -45."""
    from diagnostics.renewal import RenewalError, Settings, Steps, open_run, start_run

    given: dict[str, Any] = {
        "contracts": contracts,
        "seed": seed,
        "spine": spine and spine.value,
        "upgrade_at": upgrade_at,
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    if resume and chosen:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in chosen)
        raise RenewalError(f"{names}: a resumed run keeps the settings it was begun with. Leave this out.")
    steps = Steps(crash_at, partial(_crash, out))
    path = out / "run.db"
    with open_run(path, steps) if resume else start_run(path, Settings(**chosen), steps) as run:
        run.go()
        if crash_at:
            say(f"The run ended after {steps.count} steps, before step {crash_at}: there was nothing to crash.")
        _print(run, out, as_json)


def _print(run: Any, out: Path, as_json: bool) -> None:
    from diagnostics.renewal import account_lines, most_eventful, summary, summary_lines, write_logs

    old, new = write_logs(run, out)
    counts = summary(run, old, new)
    if as_json:
        print_json(counts)
        return
    workflow = most_eventful(old)
    typer.echo(f"Synthetic data throughout: contracts, customers, people and the model are simulated.\n\n{workflow}")
    typer.echo("\n".join([*account_lines(old, workflow), "", *summary_lines(counts), ""]))
    typer.echo(f"Next: {_line('replay', out / 'old.jsonl', out / 'new.jsonl')}")


def _line(*words: object) -> str:
    return shlex.join(["faultline", *map(str, words)])


def _crash(out: Path, where: str) -> None:
    say(f"Crashed on purpose after {where}. Go on with: {_line('demo', 'renewal', '--resume', '--out', out)}")
    os._exit(CRASHED)

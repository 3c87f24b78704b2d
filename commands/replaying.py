"""faultline replay: two logs of one event stream compared, or failures rerun on two versions judged."""

from typing import Annotated, Literal

import typer

from commands.shared import Json, print_json, say


def replay(
    old: Annotated[str | None, typer.Argument(metavar="OLD.jsonl", help="The log of the earlier run.")] = None,
    new: Annotated[str | None, typer.Argument(metavar="NEW.jsonl", help="The log of the later run.")] = None,
    reruns: Annotated[str | None, typer.Option(help="Rerun results of failed cases, in place of two logs.")] = None,
    prior: Annotated[str | None, typer.Option(help="With --reruns: the prior version, MODEL[@PROMPT].")] = None,
    current: Annotated[str | None, typer.Option(help="With --reruns: the current version, MODEL[@PROMPT].")] = None,
    form: Annotated[Literal["text", "markdown"], typer.Option("--format", help="How to print the result.")] = "text",
    as_json: Json = False,
) -> None:
    """Tell whether the same events end otherwise after a change.

    A line of a log: {"workflow", "event", "outcome", "consumer"?, "model_version"?, "prompt_version"?, "seq"?, "at"?};
    a line of rerun results: {"case", "model_version", "prompt_version", "run", "outcome": "pass" or "fail"}.

    Example: faultline replay OLD.jsonl NEW.jsonl
    """
    from diagnostics.load import DiagnosticsError

    if reruns is not None and old is None:
        _judge(reruns, prior, current, "json" if as_json else form)
    elif reruns is None and old is not None and new is not None and not (prior or current):
        _compare(old, new, "json" if as_json else form)
    else:
        either = "Name two logs, OLD.jsonl NEW.jsonl, or rerun results: --reruns RUNS.jsonl"
        raise DiagnosticsError([f"{either} [--prior MODEL[@PROMPT]] [--current MODEL[@PROMPT]]."])


def _judge(path: str, prior: str | None, current: str | None, form: str) -> None:
    from diagnostics.replay import judge, read_runs
    from diagnostics.replay.as_data import batch_data
    from diagnostics.replay.lines import open_file
    from diagnostics.replay.markdown import batch_markdown
    from diagnostics.replay.terminal import batch_lines

    with open_file(path) as stream:
        found = judge(read_runs(stream, path), prior, current)
    say(*found.remarks)
    if form == "json":
        print_json(batch_data(found))
    else:
        typer.echo(batch_markdown(found) if form == "markdown" else "\n".join(batch_lines(found)))


def _compare(old: str, new: str, form: str) -> None:
    from diagnostics.replay import compare, read_log
    from diagnostics.replay.as_data import comparison_data
    from diagnostics.replay.lines import open_file
    from diagnostics.replay.markdown import comparison_markdown
    from diagnostics.replay.terminal import comparison_lines

    with open_file(old) as first, open_file(new) as second:
        found = compare(read_log(first, old), read_log(second, new))
    say(*found.remarks)
    if form == "json":
        print_json(comparison_data(found))
    else:
        typer.echo(comparison_markdown(found) if form == "markdown" else "\n".join(comparison_lines(found)))

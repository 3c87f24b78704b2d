"""The terminal front door: the `faultline` command."""

import gc
import importlib
import inspect
import os
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from commands import corpus_commands, demonstrating, evaluating, model_commands
from commands.classifying import classify
from commands.diagnosing import diagnose
from commands.feeding import feed
from commands.filing import file
from commands.keeping import backup, doctor, restore
from commands.reading import search, stats
from commands.replaying import replay
from commands.selecting import adr

app = typer.Typer(
    help="Postmortems of LLM agents: tagged, counted, and turned into a diagnosis.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def serve(port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501) -> None:
    """Start the web app, for this machine only. Example: faultline serve --port 8600."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # none is needed, and looking for them takes time
    gc.disable()  # until what stays for good has been imported: collecting finds nothing in it, and takes its time
    from streamlit.web import bootstrap

    if home := os.environ.get("FAULTLINE_HOME"):
        os.environ["FAULTLINE_HOME"] = str(Path(home).expanduser().resolve())
    os.chdir(Path(__file__).parent)  # where Streamlit looks for .streamlit/config.toml, which keeps the server private
    options = {"server_port": port, "server_address": "127.0.0.1", "server_headless": True}
    bootstrap.load_config_options(flag_options=options)
    typer.echo(f"Faultline is at http://127.0.0.1:{port}", err=True)
    threading.Thread(target=_get_ahead, name="ahead", daemon=True).start()
    bootstrap.run(str(Path(__file__).parent / "app.py"), is_hello=False, args=[], flag_options=options)


def _get_ahead() -> None:
    """Do what the first page would wait for while the server starts and the browser loads the app."""
    try:
        # Not what imports app_pages.addresses: Streamlit makes pages only while it runs a script.
        from app_pages import cached, prose, session  # noqa: F401 - for what they load

        for name in ("numpy", "PIL.Image"):  # by which Streamlit reads the icon of the page
            importlib.import_module(name)
        inspect.stack()  # Streamlit does so once, which looks up the file of every module, and is fast the second time
    finally:
        gc.freeze()
        gc.enable()


for command in (classify, file, search, stats, diagnose, replay, adr, feed, doctor, backup, restore):
    app.command()(command)
app.add_typer(corpus_commands.app, name="corpus")
app.add_typer(model_commands.app, name="model")
app.add_typer(evaluating.app, name="evaluate")
app.add_typer(demonstrating.app, name="demo")


def main() -> None:
    """Run the command line; a mistake of the user's ends in a message and exit code 2, never in a traceback."""
    try:
        app()
    except Exception as error:
        from taxonomy.errors import FaultlineError

        if not isinstance(error, FaultlineError):
            raise
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()

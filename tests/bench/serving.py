"""Servers to measure: ours, and beside it an app of two empty pages."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.serving import end_server, free_port, start_server

LONGEST = 60_000  # milliseconds that anything in the browser may take
EMPTY = """
import streamlit as st
def one(): st.title("One"); st.text_area("Text")
def two(): st.title("Two")
st.navigation([st.Page(one), st.Page(two)]).run()
"""


@dataclass(frozen=True)
class Served:
    """A server that is running, and where."""

    process: "subprocess.Popen[bytes]"
    address: str

    def processor_seconds(self) -> float:
        """Return the processor seconds that the server has taken so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(arguments: Sequence[str], home: Path) -> Iterator[Served]:
    """Run a server by Python's arguments, in which PORT stands for its port; end it afterwards."""
    port = free_port()
    process = start_server(home, port, arguments)
    try:
        yield Served(process, f"http://127.0.0.1:{port}")
    finally:
        end_server(process)


def empty_app(home: Path) -> Sequence[str]:
    """Return the arguments that serve an app of two empty pages, which is written into a folder."""
    (home / "empty.py").write_text(EMPTY)
    options = ("--server.port", "PORT", "--server.address", "127.0.0.1", "--server.headless", "true")
    return ("-m", "streamlit", "run", str(home / "empty.py"), *options)


def page_of(browser: Browser, server: Served) -> Page:
    """Return a page in a context of its own, the server's first page before it."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(LONGEST)
    page = context.new_page()
    page.goto(server.address)
    return page

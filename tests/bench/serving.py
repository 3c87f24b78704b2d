"""Servers and a browser to measure with: ours, and beside it an app of two empty pages."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LONGEST = 60_000  # milliseconds that anything in the browser may take
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
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
def served(command: list[str], home: Path) -> Iterator[Served]:
    """Run a server whose command names its port as PORT; end it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "FAULTLINE_HOME": str(home)}
    arguments = [argument.replace("PORT", str(port)) for argument in command]
    with (home / "server.log").open("a") as log:
        process = subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        while not _healthy(port):
            time.sleep(0.02)
        yield Served(process, f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def ours_command() -> list[str]:
    """Return the command that serves our app."""
    return [sys.executable, "-m", "cli", "serve", "--port", "PORT"]


def empty_command(home: Path) -> list[str]:
    """Return the command that serves an app of two empty pages, which is written into a folder."""
    (home / "empty.py").write_text(EMPTY)
    options = ["--server.port", "PORT", "--server.address", "127.0.0.1", "--server.headless", "true"]
    return [sys.executable, "-m", "streamlit", "run", str(home / "empty.py"), *options]


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def chromium() -> Iterator[Any]:
    """Run a real Chromium."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def page_of(browser: Any, server: Served) -> Any:
    """Return a page in a context of its own, the server's first page before it."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(LONGEST)
    page = context.new_page()
    page.goto(server.address)
    return page

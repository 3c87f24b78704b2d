"""The app on a free port of this machine, and a real Chromium to visit it: for browser tests and for measuring."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-dev-shm-usage"]  # containers often have a shared memory too small for a page
OURS = ("-m", "cli", "serve", "--port", "PORT")
START_SECONDS = 30.0


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a real Chromium."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium found; run make browser"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(home: Path, port: int, arguments: Sequence[str] = OURS) -> "subprocess.Popen[bytes]":
    """Start a server, the app unless others are named, with its data in `home`; return it once it answers.

    Among Python's arguments, PORT stands for the port.
    """
    command = [sys.executable, *(str(port) if one == "PORT" else one for one in arguments)]
    environment = {**os.environ, "FAULTLINE_HOME": str(home)}
    with (home / "server.log").open("a") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
    except BaseException:
        process.terminate()
        raise
    return process


def end_server(process: "subprocess.Popen[bytes]") -> None:
    """End a server by its process id, one that does not listen too."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def _wait_for(address: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"{address} did not answer within {START_SECONDS:.0f} seconds")

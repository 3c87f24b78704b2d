"""faultline feed: to standard output, to a file at once, and a refusal in one line."""

import xml.etree.ElementTree as xml
from pathlib import Path

from corpus.feed import ATOM, LIMIT
from tests.test_cli import faultline


def test_feed_goes_to_a_file_whole(tmp_path: Path):
    done = faultline("feed", "--out", str(tmp_path / "f.atom"), "--address", "https://faultline.example/")

    assert (done.returncode, done.stdout) == (0, b"")
    root = xml.parse(tmp_path / "f.atom").getroot()
    assert len(root.findall(f"{{{ATOM}}}entry")) == LIMIT
    assert [path.name for path in tmp_path.iterdir() if "atom" in path.name] == ["f.atom"]
    assert b"https://faultline.example/read_report?id=" in (tmp_path / "f.atom").read_bytes()


def test_feed_goes_to_standard_output():
    done = faultline("feed")

    assert done.returncode == 0
    assert xml.fromstring(done.stdout).tag == f"{{{ATOM}}}feed"


def test_file_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path):
    done = faultline("feed", "--out", str(tmp_path / "missing" / "f.atom"))

    assert (done.returncode, done.stdout) == (2, b"")
    assert b"cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1

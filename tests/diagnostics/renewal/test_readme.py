"""The map in the worked example's README leads to files and tests that are there."""

import re

from tests.conftest import ROOT

FOLDER = ROOT / "diagnostics" / "renewal"
TEXT = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_file_and_test_that_the_map_names_exists():
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/diagnostics/renewal").glob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", TEXT)

    assert len(named) > 15
    assert [name for name in named if f"def {name}(" not in tests] == []
    assert [name for name in re.findall(r"`(\w+\.(?:py|yaml|sql))`", TEXT) if not (FOLDER / name).is_file()] == []


def test_the_map_is_short_and_has_all_six_patterns():
    assert len(TEXT.splitlines()) < 60
    assert {f"P{number} " for number in range(1, 7)} <= set(re.findall(r"^\| (P\d )", TEXT, re.MULTILINE))

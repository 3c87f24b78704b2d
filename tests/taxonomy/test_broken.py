"""Broken taxonomy files are refused, each for its own reason, and all problems are named at once.

Each file in broken/ replaces the shipped file of the same place; its first line says what must be reported.
"""

import shutil
from pathlib import Path

import pytest

from taxonomy import TaxonomyError, load_taxonomy
from taxonomy.load import DATA

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(BROKEN.glob("*.yaml"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "taxonomy", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "taxonomy"


def place(case: Path, copy: Path) -> str:
    """Put a broken file where it says it belongs; return the words its refusal must hold."""
    target, _, words = case.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").partition(": ")
    shutil.copy(case, copy / target)
    return words


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_broken_file_is_refused_for_the_right_reason(case: Path, copy: Path):
    words = place(case, copy)

    with pytest.raises(TaxonomyError) as refusal:
        load_taxonomy(copy)

    assert words in str(refusal.value)
    assert len(refusal.value.problems) == 1, refusal.value.problems


def test_all_problems_are_reported_at_once(copy: Path):
    (copy / "rules.yaml").write_text("- id: half\n", encoding="utf-8")
    (copy / "parts.yaml").unlink()

    with pytest.raises(TaxonomyError) as refusal:
        load_taxonomy(copy)

    text = str(refusal.value)
    assert "rules.yaml: 0.text: missing" in text
    assert "rules.yaml: 0.when: missing" in text
    assert "parts.yaml: no such file" in text


def test_untouched_copy_loads(copy: Path):
    assert load_taxonomy(copy).version

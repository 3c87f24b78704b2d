"""Checks and signatures: complete, referring to what exists, refused when broken."""

import shutil
from pathlib import Path

import pytest

from diagnostics import DiagnosticsError, load_catalogue, shipped_catalogue
from diagnostics.load import DATA
from taxonomy import Taxonomy, shipped_taxonomy

CATALOGUE = shipped_catalogue()
NAMED_BY_THE_SOURCE = {"P1-a", "P1-b", "P2-a", "P3-a", "P3-b", "P4-a", "P4-b", "P5-a", "P5-b", "P6-a", "P6-b"}


@pytest.mark.parametrize("label", shipped_taxonomy().labels("weaknesses"), ids=lambda label: label.id)
def test_weakness_has_a_signature_and_a_check_of_its_own(label):
    assert CATALOGUE.of(label.id)
    assert any(check.about == (f"weaknesses:{label.id}",) for check in CATALOGUE.checks.values())


def test_the_sources_eleven_signatures_are_there_and_its_unknown_one_is_not_invented():
    named = {signature.source_id for signature in CATALOGUE.signatures.values() if signature.source_id}

    assert named == NAMED_BY_THE_SOURCE


def test_what_the_source_says_is_told_from_what_we_infer():
    for signature in CATALOGUE.signatures.values():
        assert (signature.cause.certainty == "seen") == (signature.source_id is not None), signature.id


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in ("checks", "signatures"):
        shutil.copytree(DATA / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "change", "words"),
    [
        (
            "signatures/P4.yaml",
            "weakness: P4.no-gate|weakness: P4.no-gates",
            '"P4.no-gates" is not a label of weaknesses',
        ),
        ("checks/p4.yaml", "weaknesses:P4.no-gate|weaknesses:P4.none", "not a facet:label of the taxonomy"),
        ("checks/p4.yaml", "minutes: |minutes: -", "greater than 0"),
        ("checks/p4.yaml", "question: |qestion: ", "unknown key"),
    ],
)
def test_broken_data_is_refused(copy: Path, taxonomy: Taxonomy, file: str, change: str, words: str):
    found, put = change.split("|")
    text = (copy / file).read_text()
    assert found in text
    (copy / file).write_text(text.replace(found, put, 1))

    with pytest.raises(DiagnosticsError, match=words):
        load_catalogue(taxonomy, copy)


def test_missing_signature_is_named(copy: Path, taxonomy: Taxonomy):
    (copy / "signatures" / "P3.yaml").unlink()

    with pytest.raises(DiagnosticsError, match=r'"P3\.ordering" has no signature'):
        load_catalogue(taxonomy, copy)

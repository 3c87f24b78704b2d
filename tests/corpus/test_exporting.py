"""The export: published reports only, proved by a manifest, safe in a spreadsheet, there completely or not at all."""

import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from corpus import CorpusError, Report, commit, exporting, format_report
from corpus.exporting import COLUMNS, export, row
from corpus.manifest import check_manifest
from corpus.store import Store
from taxonomy import Taxonomy


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def filled(store: Store, taxonomy: Taxonomy, report: Report) -> Store:
    commit(report, store, taxonomy, actor="ann", state="published")
    for number, state in enumerate(("draft", "in review"), start=2):
        commit(report.model_copy(update={"id": f"2025-07-{number}"}), store, taxonomy, actor="ann", state=state)
    return store


def test_published_reports_are_written_in_every_form(filled: Store, report: Report, tmp_path: Path):
    exported = export(filled, tmp_path / "out")

    files = tree(tmp_path / "out")
    assert exported.reports == 1
    assert sorted(files) == ["MANIFEST.sha256", f"incidents/2025/{report.id}.md", "reports.csv", "reports.jsonl"]
    assert files[f"incidents/2025/{report.id}.md"].decode() == format_report(report)
    assert Report.model_validate(json.loads(files["reports.jsonl"])) == report


def test_withdrawn_report_is_not_exported(filled: Store, taxonomy: Taxonomy, report: Report, tmp_path: Path):
    commit(report, filled, taxonomy, actor="ann", state="withdrawn", based_on=1)

    assert export(filled, tmp_path / "out").reports == 0
    assert report.id.encode() not in b"".join(tree(tmp_path / "out").values())


def test_table_has_one_row_per_report(filled: Store, report: Report, tmp_path: Path):
    export(filled, tmp_path / "out")

    with (tmp_path / "out" / "reports.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(one["id"], one["parts"], one["patterns"], one["severity"]) for one in rows] == [
        (report.id, "verifier", "P4", "sev2")
    ]
    assert tuple(rows[0]) == COLUMNS


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(report: Report, start: str):
    dangerous = report.model_copy(update={"title": f"{start}1+1", "product": f"a{start}"})

    assert row(dangerous)[1] == f"'{start}1+1"
    assert row(dangerous)[3] == f"a{start}"


def test_several_labels_share_a_cell(report: Report):
    several = report.model_copy(update={"tags": {"weaknesses": {"P6.kill-switch": "x", "P4.no-gate": "x"}}})

    assert dict(zip(COLUMNS, row(several), strict=True))["weaknesses"] == "P6.kill-switch; P4.no-gate"
    assert dict(zip(COLUMNS, row(several), strict=True))["patterns"] == "P4; P6"


def test_manifest_is_sorted_and_checked_by_sha256sum(filled: Store, tmp_path: Path):
    export(filled, tmp_path / "out")

    manifest = tmp_path / "out" / "MANIFEST.sha256"
    names = [line.split("  ")[1] for line in manifest.read_text().splitlines()]
    done = subprocess.run(["sha256sum", "--strict", "-c", manifest.name], cwd=manifest.parent, capture_output=True)
    assert names == sorted(names)
    assert done.returncode == 0, done.stderr


def test_folder_that_holds_something_is_left_alone(filled: Store, tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")

    with pytest.raises(CorpusError, match=r"is not empty.*--force"):
        export(filled, tmp_path / "out")

    assert tree(tmp_path / "out") == {"notes.txt": b"mine"}


def test_empty_folder_is_filled(filled: Store, tmp_path: Path):
    (tmp_path / "out").mkdir()

    assert export(filled, tmp_path / "out").reports == 1


def test_forced_export_replaces_an_intact_one(filled: Store, taxonomy: Taxonomy, report: Report, tmp_path: Path):
    export(filled, tmp_path / "out")
    commit(report, filled, taxonomy, actor="ann", state="withdrawn", based_on=1)

    assert export(filled, tmp_path / "out", force=True).set_aside is None

    assert "incidents" not in [path.name for path in (tmp_path / "out").iterdir()]
    assert not list(tmp_path.glob("out.*"))


def test_forced_export_sets_aside_what_no_export_wrote(filled: Store, tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")

    set_aside = export(filled, tmp_path / "out", force=True).set_aside

    assert set_aside is not None
    assert tree(set_aside) == {"notes.txt": b"mine"}
    assert "notes.txt" not in tree(tmp_path / "out")


def test_folder_of_the_database_is_refused_even_by_force(filled: Store):
    with pytest.raises(CorpusError, match="holds the database"):
        export(filled, filled.path.parent, force=True)


def test_file_in_place_of_the_folder_is_refused(filled: Store, tmp_path: Path):
    (tmp_path / "out").write_text("a file")

    with pytest.raises(CorpusError, match="is a file"):
        export(filled, tmp_path / "out", force=True)


def test_folder_that_cannot_be_written_says_what_to_do(filled: Store, tmp_path: Path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CorpusError, match="Choose a folder you can write to"):
        export(filled, tmp_path / "file" / "out")


@pytest.mark.parametrize("force", [False, True])
def test_crash_leaves_neither_half_an_export_nor_rubbish(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: bool
):
    if force:
        export(filled, tmp_path / "out")
    before = tree(tmp_path / "out") if force else {}
    monkeypatch.setattr(exporting.manifest, "write_manifest", lambda folder: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        export(filled, tmp_path / "out", force=force)

    assert (tree(tmp_path / "out") if force else {}) == before
    assert (tmp_path / "out").exists() is force
    assert not list(tmp_path.glob("out.*"))


def test_folder_that_cannot_be_put_in_place_leaves_the_former_one(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    export(filled, tmp_path / "out")
    before, rename = tree(tmp_path / "out"), Path.rename

    def refuse_the_new(path: Path, target: Path) -> Path:
        if "partial" in path.name:
            raise OSError("no space")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new)

    with pytest.raises(CorpusError, match="no space"):
        export(filled, tmp_path / "out", force=True)

    assert tree(tmp_path / "out") == before


def test_snapshot_unpacks_to_an_export_whose_manifest_holds(filled: Store, report: Report, tmp_path: Path):
    packed = exporting.snapshot(filled)

    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert check_manifest(tmp_path / "unpacked" / "faultline") == []
    export(filled, tmp_path / "out")
    assert tree(tmp_path / "unpacked" / "faultline") == tree(tmp_path / "out")


def test_snapshot_of_the_same_reports_has_the_same_bytes(filled: Store):
    assert exporting.snapshot(filled) == exporting.snapshot(filled)

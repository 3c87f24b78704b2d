"""Writing the published reports into a folder: Markdown, JSON lines, a table, and a manifest that proves them."""

import csv
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus import manifest
from corpus.errors import CorpusError
from corpus.report import Report, format_report
from corpus.store import Store

REPORTS = "reports.jsonl"
TABLE = "reports.csv"
COLUMNS = (
    *("id", "title", "date", "product", "kind", "source_grade", "runtime", "locus", "parts", "patterns"),
    *("weaknesses", "symptoms", "severity", "source"),
)
# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Exported:
    """What an export wrote, and where it put what stood there before and was not an intact export."""

    reports: int
    folder: Path
    set_aside: Path | None = None


def export(store: Store, folder: Path, *, force: bool = False) -> Exported:
    """Write every published report into `folder`, which is there completely or not at all.

    Raises CorpusError for a folder that holds something, unless `force`, and for one that cannot be written.
    With `force` an intact earlier export is replaced; anything else is set aside beside it.
    """
    target = folder.resolve()
    _check_target(target, store, force)
    building = _beside(target, "partial")
    try:
        building.mkdir(parents=True)
        reports = [stored.report for stored in store.all("published")]
        _write(reports, building)
        return Exported(len(reports), target, _put_in_place(building, target))
    except OSError as error:
        raise CorpusError(f"{folder}: cannot be written: {error}. Choose a folder you can write to.") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def snapshot(store: Store) -> bytes:
    """Return every published report as a ZIP archive with its manifest: the same reports give the same bytes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write([stored.report for stored in store.all("published")], folder)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                entry = zipfile.ZipInfo(f"faultline/{path.relative_to(folder).as_posix()}")
                entry.external_attr = 0o644 << 16
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def row(report: Report) -> list[str]:
    """Return a report's cells for COLUMNS, safe to open in a spreadsheet."""
    labels = [_joined(report.labels(facet)) for facet in ("runtime", "locus", "sdb_parts")]
    more = [_joined(report.labels(facet)) for facet in ("weaknesses", "symptoms", "severity")]
    source = report.sources[0].url if report.sources else ""
    about = [report.id, report.title, report.date.isoformat(), report.product, report.kind, report.source_grade or ""]
    return [spreadsheet_safe(cell) for cell in (*about, *labels, _joined(report.patterns), *more, source)]


def _write(reports: Iterable[Report], folder: Path) -> None:
    with (
        (folder / REPORTS).open("w", encoding="utf-8", newline="") as lines,
        (folder / TABLE).open("w", encoding="utf-8", newline="") as table,
    ):
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(COLUMNS)
        for report in reports:
            lines.write(json.dumps(report.model_dump(mode="json"), ensure_ascii=False) + "\n")
            writer.writerow(row(report))
            path = folder / "incidents" / str(report.date.year) / f"{report.id}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(format_report(report).encode())
    manifest.write_manifest(folder)


def _check_target(target: Path, store: Store, force: bool) -> None:
    if target.exists() and not target.is_dir():
        raise CorpusError(f"{target}: is a file. Name a folder.")
    if store.path.resolve().is_relative_to(target):
        raise CorpusError(f"{target}: holds the database {store.path.name}. Choose another folder.")
    if not force and target.is_dir() and any(target.iterdir()):
        raise CorpusError(f"{target}: is not empty. Choose another folder, or replace this one with --force.")


def _put_in_place(building: Path, target: Path) -> Path | None:
    """Rename the finished folder to its place; return where a former one that may not be deleted now lies."""
    if not target.exists() or not any(target.iterdir()):
        building.replace(target)
        return None
    former = _beside(target, "replaced")
    target.rename(former)
    try:
        building.rename(target)
    except OSError:
        former.rename(target)
        raise
    if manifest.check_manifest(former):
        return former
    shutil.rmtree(former, ignore_errors=True)
    return None


def _beside(target: Path, purpose: str) -> Path:
    """Return a path that nothing has, in the same folder as `target`, so that renaming is one step."""
    number = 1
    while (path := target.with_name(f"{target.name}.{purpose}-{os.getpid()}-{number}")).exists():
        number += 1
    return path


def _joined(labels: Iterable[str]) -> str:
    return "; ".join(labels)


def spreadsheet_safe(cell: str) -> str:
    """Return a cell that a spreadsheet takes for text, never for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

"""What a browser brings to be imported: kept as it is, a snapshot unpacked, anything else refused."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from corpus import CorpusError, Report, home_folder
from corpus.bringing import clear, keep
from corpus.exporting import snapshot
from corpus.importing import import_reports
from corpus.store import Change, Store
from taxonomy import Taxonomy
from tests.corpus.test_working import NOW


def packed(names: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, held in names.items():
            archive.writestr(name, held)
    return content.getvalue()


def test_snapshot_comes_in_as_it_went_out(tmp_path: Path, store: Store, report: Report, taxonomy: Taxonomy):
    store.write(Change(report, "published", "ann", NOW), based_on=0)
    brought = keep("faultline-snapshot.zip", snapshot(store))

    with Store(tmp_path / "other.db") as other:
        assert import_reports(brought, other, taxonomy).written == 1
        assert other.get(report.id).report == report


def test_file_keeps_its_name_and_no_folder_of_the_one_who_brings_it():
    assert keep("../../one.md", b"A story.").name == "one.md"
    assert keep("one.md", b"A story.").read_bytes() == b"A story."


def test_names_in_a_zip_lead_nowhere_else():
    brought = keep("x.zip", packed({"../../out.md": b"x", "/abs.md": b"y"}))

    assert {path.name for path in brought.iterdir()} == {"out.md", "abs.md"}
    assert not (home_folder().parent / "out.md").exists()


@pytest.mark.parametrize("extra", ["notes.md", "../../evil.md", "other/reports.jsonl"])
def test_file_beside_a_snapshot_is_refused_and_named(store: Store, report: Report, extra: str):
    store.write(Change(report, "published", "ann", NOW), based_on=0)
    content = io.BytesIO(snapshot(store))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(extra, b"# A story")

    with pytest.raises(CorpusError, match=re.escape(f"snapshot.zip: {extra} stands beside the snapshot")):
        keep("snapshot.zip", content.getvalue())


def test_what_macos_adds_to_a_zip_is_no_obstacle(store: Store, report: Report, taxonomy: Taxonomy):
    store.write(Change(report, "published", "ann", NOW), based_on=0)
    content = io.BytesIO(snapshot(store))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("__MACOSX/faultline/._reports.jsonl", b"x")
        archive.writestr("faultline/.DS_Store", b"x")

    assert import_reports(keep("snapshot.zip", content.getvalue()), store, taxonomy).already == 1


def test_zip_without_a_snapshot_is_called_by_its_own_name():
    assert keep("stories.zip", packed({"one.md": b"x"})).name == "stories"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.exe", b"x", "cannot be imported"),
        ("x.zip", b"no zip", "cannot be unpacked"),
        ("x.zip", b"", "cannot be unpacked"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_kept(name: str, content: bytes, words: str):
    with pytest.raises(CorpusError, match=words):
        keep(name, content)
    assert not list((home_folder() / "imports").glob("*"))


def test_zip_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("corpus.bringing.MAX_UNPACKED", 10)

    with pytest.raises(CorpusError, match="in parts"):
        keep("x.zip", packed({"one.md": b"x" * 11}))


def test_what_was_kept_can_be_cleared():
    keep("one.md", b"A story.")
    clear()

    assert not (home_folder() / "imports").exists()

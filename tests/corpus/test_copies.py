"""Copies are whole, proved, and put in place without losing what was there; a bad one is refused by name."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import CorpusError, Report
from corpus.boundary import commit
from corpus.health import check_database, check_home
from corpus.store import Store
from corpus.store.copies import back_up, prove, put_in_place
from taxonomy import Taxonomy
from tests.conftest import ROOT, STORY

WRITER = """
import sys
from corpus.report import Report
from corpus.boundary import commit
from corpus.store import Store
from pathlib import Path
from taxonomy import shipped_taxonomy
store, taxonomy = Store(Path(sys.argv[1])), shipped_taxonomy()
for number in range(1000):
    fields = {"id": f"2025-01-n{number}", "title": f"Number {number}", "date": "2025-01-01", "product": "Agent"}
    commit(Report.model_validate({**fields, "text": sys.argv[2]}), store, taxonomy, actor="writer", state="draft")
    print(number, flush=True)
"""


@pytest.fixture
def database(store: Store, report: Report, taxonomy: Taxonomy) -> Path:
    commit(report, store, taxonomy, actor="ann", state="published")
    store.close()
    return store.path


def test_copy_holds_what_the_database_holds(database: Path, tmp_path: Path):
    proof = back_up(database, tmp_path / "copy.db")

    assert (proof.reports, proof.versions, proof.audit) == (1, 1, 1)
    assert prove(tmp_path / "copy.db") == proof
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]


def test_copy_of_a_database_in_use_has_every_row_acknowledged_before(tmp_path: Path):
    path = tmp_path / "busy.db"
    command = [sys.executable, "-c", WRITER, str(path), STORY.strip()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ}) as writer:
        assert writer.stdout is not None
        for turn in range(5):
            acknowledged = [int(writer.stdout.readline()) for _ in range(5)][-1] + 1
            assert back_up(path, tmp_path / f"copy{turn}.db").reports >= acknowledged
        writer.kill()


def test_existing_file_is_never_overwritten_by_a_copy(database: Path, tmp_path: Path):
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")

    with pytest.raises(CorpusError, match="is there already"):
        back_up(database, precious)
    assert precious.read_text() == "mine"


def test_restoring_keeps_what_was_there(database: Path, report: Report, taxonomy: Taxonomy, tmp_path: Path):
    back_up(database, tmp_path / "copy.db")
    with Store(database) as store:
        commit(report.model_copy(update={"id": "2025-08-later"}), store, taxonomy, actor="ann", state="draft")

    proof, aside = put_in_place(tmp_path / "copy.db", database)

    assert proof.reports == 1
    assert aside is not None
    assert prove(aside).reports == 2
    with Store(database) as store:
        assert store.find("2025-08-later") is None


def test_database_that_is_in_use_is_not_replaced(database: Path, tmp_path: Path):
    back_up(database, tmp_path / "copy.db")
    with Store(database) as store:
        store.find("anything")
        with pytest.raises(CorpusError, match="somebody has it open"):
            put_in_place(tmp_path / "copy.db", database)
    assert prove(database).reports == 1


@pytest.mark.parametrize("harm", ["flipped", "cut", "empty", "text", "folder", "missing"])
def test_bad_copy_is_refused_by_name_and_nothing_changes(harm: str, database: Path, tmp_path: Path):
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    content = bytearray(copy.read_bytes())
    content[5000:9000] = bytes(4000)
    copy.unlink()
    if harm == "folder":
        copy.mkdir()
    elif harm != "missing":
        copy.write_bytes(
            {"flipped": bytes(content), "cut": content[:9000], "empty": b"", "text": b"hello\n" * 99}[harm]
        )

    with pytest.raises(CorpusError, match=r"copy\.db"):
        put_in_place(copy, database)
    assert prove(database).reports == 1


def test_copy_made_by_a_newer_version_is_refused(database: Path, tmp_path: Path):
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    with sqlite3.connect(copy) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('faultline', 'later', '')")

    with pytest.raises(CorpusError, match=r"newer Faultline \(later\)"):
        put_in_place(copy, database)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_reason(content: bytes, tmp_path: Path):
    copy = tmp_path / "any.db"
    copy.write_bytes(content)

    with pytest.raises(CorpusError, match=r"any\.db"):
        prove(copy)


def test_health_names_a_damaged_database_and_what_to_do(database: Path):
    assert check_database(database).level == "ok"
    database.write_bytes(b"nothing like it")

    health = check_database(database)
    assert health.level == "problem"
    assert "faultline restore" in health.advice


def test_health_of_a_home_that_does_not_exist_yet_is_well(tmp_path: Path):
    levels = {health.what: health.level for health in check_home(tmp_path / "new")}
    assert levels["home"] == "ok"

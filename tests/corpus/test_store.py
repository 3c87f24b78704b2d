"""The store: versions, audit, search; nothing is lost to a crash, a rival or a strange query."""

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import CorpusError, Report, UnknownReport
from corpus.store import (
    Change,
    Filter,
    Store,
    column_counts,
    count,
    label_counts,
    pair_counts,
    same_event,
    search,
    tag_sets,
)


def change(report: Report, state: str = "published", actor: str = "tester") -> Change:
    return Change(report, state, actor, datetime(2026, 1, 1, tzinfo=UTC))


def test_report_comes_back_as_it_was_written(store: Store, report: Report):
    assert store.write(change(report), based_on=0) == 1

    assert store.get(report.id).report == report


def test_every_version_and_every_change_is_kept(store: Store, report: Report):
    store.write(change(report, "draft", "ann"), based_on=0)
    edited = report.model_copy(update={"title": "Edited"})
    store.write(change(edited, "published", "bob"), based_on=1)

    assert [(version, state, old.title) for version, state, old in store.versions(report.id)] == [
        (1, "draft", report.title),
        (2, "published", "Edited"),
    ]
    assert [(entry.actor, entry.action, entry.version) for entry in store.audit(report.id)] == [
        ("ann", "create", 1),
        ("bob", "change", 2),
    ]


def test_stale_write_writes_nothing(store: Store, report: Report):
    store.write(change(report), based_on=0)
    store.write(change(report.model_copy(update={"title": "First"})), based_on=1)

    assert store.write(change(report.model_copy(update={"title": "Late"})), based_on=1) is None

    assert store.get(report.id).report.title == "First"
    assert len(store.audit(report.id)) == 2


def test_failure_within_a_transaction_leaves_nothing_behind(store: Store, report: Report):
    def fail_half_way() -> None:
        with store.write_tx():
            store.write_within(change(report), based_on=0)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        fail_half_way()

    assert store.find(report.id) is None
    assert store.audit(report.id) == []


def test_tag_of_no_report_is_refused_by_the_database(store: Store):
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        store.db.table("tags").insert({"report_id": "nobody", "facet": "locus", "label": "sdb", "evidence": None})


def increment(path: Path, report: Report, times: int) -> int:
    """Add a step to a report's title `times` times, reading again whenever another process was first."""
    acknowledged = 0
    with Store(path) as store:
        while acknowledged < times:
            stored = store.get(report.id)
            longer = stored.report.model_copy(update={"title": stored.report.title + "+"})
            acknowledged += store.write(change(longer), based_on=stored.version) is not None
    return acknowledged


def test_no_acknowledged_edit_is_lost_among_processes(tmp_path: Path, report: Report):
    path = tmp_path / "shared.db"
    with Store(path) as store:
        store.write(change(report.model_copy(update={"title": "+"})), based_on=0)

    with ProcessPoolExecutor(4) as pool:
        rivals = [pool.submit(increment, path, report, 10) for _ in range(4)]
        acknowledged = sum(rival.result() for rival in rivals)

    with Store(path) as store:
        assert len(store.get(report.id).report.title) == 1 + acknowledged == 41
        assert len(store.versions(report.id)) == 41


def open_store(path: Path) -> int:
    with Store(path) as store:
        return len(list(store.all("published")))


def test_many_processes_may_create_the_database_at_once(tmp_path: Path):
    with ProcessPoolExecutor(8) as pool:
        assert list(pool.map(open_store, [tmp_path / "new.db"] * 16)) == [0] * 16


def test_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path):
    path = tmp_path / "notes.db"
    path.write_text("not a database, but somebody's notes" * 100)

    with pytest.raises(CorpusError, match="cannot be opened"):
        Store(path)

    assert path.read_text().startswith("not a database")


def test_redacted_text_is_gone_from_the_files(tmp_path: Path, report: Report):
    path = tmp_path / "secret.db"
    with Store(path) as store:
        store.db.table("facts").insert({"name": "token", "value": "sk-verysecretvalue"})
        store.db.execute("UPDATE facts SET value = 'gone'")
        store.db.conn.commit()
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert b"sk-verysecretvalue" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_unknown_report_says_how_to_find_one(store: Store):
    with pytest.raises(UnknownReport, match="faultline search"):
        store.get("nobody")


def test_free_id_is_the_first_number_nobody_has(store: Store, report: Report):
    assert store.free_id(report.id) == report.id
    store.write(change(report), based_on=0)
    assert store.free_id(report.id) == f"{report.id}-2"


def test_search_finds_words_and_shows_where(store: Store, report: Report):
    store.write(change(report), based_on=0)

    hits = search(store, Filter(query="dropping tables"))

    assert [hit.id for hit in hits] == [report.id]
    assert "«tables»" in hits[0].snippet


def test_search_follows_a_change_of_the_text(store: Store, report: Report):
    store.write(change(report), based_on=0)
    store.write(change(report.model_copy(update={"text": "Nothing but elephants."})), based_on=1)

    assert search(store, Filter(query="production")) == []
    assert len(search(store, Filter(query="elephant"))) == 1


def test_filters_narrow_by_label_state_and_time(store: Store, report: Report):
    other = report.model_copy(update={"id": "2020-01-other", "tags": {}, "date": report.date.replace(year=2020)})
    draft = report.model_copy(update={"id": "2025-07-draft"})
    store.write(change(report), based_on=0)
    store.write(change(other), based_on=0)
    store.write(change(draft, "draft"), based_on=0)

    assert count(store, Filter()) == 2
    assert count(store, Filter(tags={"weaknesses": ("P4.no-gate", "P4.no-budget")})) == 1
    assert count(store, Filter(columns={"state": ("draft",)})) == 1
    assert [hit.id for hit in search(store, Filter(since=report.date))] == [report.id]
    assert [hit.id for hit in search(store, Filter(until=other.date))] == [other.id]
    assert column_counts(store, "year", Filter()) == {"2020": 1, "2025": 1}


def test_labels_are_counted_with_the_patterns_they_imply(store: Store, report: Report):
    store.write(change(report), based_on=0)

    assert label_counts(store, "patterns", Filter()) == {"P4": 1}
    assert pair_counts(store, "sdb_parts", "patterns", Filter()) == {("verifier", "P4"): 1}
    assert tag_sets(store, Filter())[report.id]["locus"] == ("sdb",)


@pytest.mark.parametrize("query", ['"', "*", "()", "  ", "\ud800", "-", "''"])
def test_query_without_a_word_says_what_to_type(store: Store, query: str):
    with pytest.raises(CorpusError, match="Type at least one word"):
        search(store, Filter(query=query or "*"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(query=st.text(min_size=1))
def test_any_query_gives_reports_or_a_reason(store: Store, query: str):
    with suppress(CorpusError):
        assert search(store, Filter(query=query)) == []


def test_reports_of_one_event_find_each_other(store: Store, report: Report):
    for number, event in ((1, None), (2, "r1"), (3, "r1"), (4, None)):
        linked = report.model_copy(update={"id": f"r{number}", "same_event": event})
        store.write(change(linked), based_on=0)

    def others(report_id: str) -> list[str]:
        return [found for found, _, _ in same_event(store, store.get(report_id).report)]

    assert [others(f"r{number}") for number in (1, 2, 3, 4)] == [["r2", "r3"], ["r1", "r3"], ["r1", "r2"], []]

"""Questions to a large database: what is counted stands in indexes, and lists come a page at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from corpus import Report
from corpus.store import (
    Change,
    Filter,
    Store,
    column_counts,
    count,
    label_counts,
    pair_counts,
    tag_sets,
    titles,
    waiting,
)

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
WANTED = Filter(tags={"symptoms": ("hang",)}, query="agent", since=BEGUN.date())


def write(store: Store, report: Report, numbers: range, state: str) -> None:
    with store.write_tx():
        for number in numbers:
            one = report.model_copy(update={"id": f"one-{number}"})
            store.write_within(Change(one, state, "ann", BEGUN + timedelta(hours=number)), based_on=0)


@pytest.mark.parametrize(
    "ask",
    [
        lambda store, wanted: count(store, wanted),
        lambda store, wanted: label_counts(store, "symptoms", wanted),
        lambda store, wanted: pair_counts(store, "symptoms", "weaknesses", wanted),
        lambda store, wanted: column_counts(store, "product", wanted),
        lambda store, wanted: column_counts(store, "month", wanted),
        lambda store, wanted: tag_sets(store, wanted),
    ],
    ids=["total", "labels", "pairs", "products", "months", "sets"],
)
@pytest.mark.parametrize("wanted", [Filter(), WANTED], ids=["all", "narrowed"])
def test_counting_reads_no_report_s_text(store: Store, report: Report, ask, wanted: Filter):
    write(store, report, range(50), "published")
    asked: list[str] = []
    store.db.conn.set_trace_callback(asked.append)
    ask(store, wanted)
    store.db.conn.set_trace_callback(None)

    plan = [
        row[3] for sql in asked if sql.startswith("SELECT") for row in store.db.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]
    rows = [step for step in plan if step.startswith(("SEARCH reports ", "SCAN reports "))]
    assert rows
    assert all("COVERING INDEX" in step for step in rows), plan


def test_titles_are_those_of_the_matching_reports(store: Store, report: Report):
    write(store, report, range(2), "published")
    write(store, report, range(2, 3), "draft")

    assert titles(store, Filter()) == {"one-0": report.title, "one-1": report.title}


def test_reports_that_wait_come_a_page_at_a_time_the_longest_waiting_first(store: Store, report: Report):
    write(store, report, range(5), "in review")

    assert [one.report.id for one in waiting(store, "in review", limit=2)] == ["one-0", "one-1"]
    assert [one.report.id for one in waiting(store, "in review", limit=2, offset=4)] == ["one-4"]
    assert len(waiting(store, "in review")) == 5

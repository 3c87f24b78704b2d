"""Action items: added with an owner, closed and reopened, every change audited, no report touched."""

from datetime import UTC, datetime

import pytest

from corpus import CorpusError, Report, UnknownReport
from corpus.shipped import seed
from corpus.store import Change, Store, action_audit, action_items, add_action, set_action

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
STAMP = "2026-03-04T05:06:07+00:00"


@pytest.fixture
def written(store: Store, report: Report) -> Report:
    store.write(Change(report, "published", "tester", AT), based_on=0)
    return report


def test_item_is_open_with_its_owner_until_it_is_done(store: Store, written: Report):
    item = add_action(store, written.id, " Put a gate \n before the drop ", "Storage team", actor="Ann", at=AT)

    [found] = action_items(store, written.id)
    assert (found.text, found.owner, found.state) == ("Put a gate before the drop", "Storage team", "open")
    assert set_action(store, item, "done", actor="Bo", at=AT)
    assert action_items(store, written.id)[0].state == "done"
    assert action_audit(store, item) == [(STAMP, "Ann", "open"), (STAMP, "Bo", "done")]


def test_second_who_closes_an_item_writes_nothing(store: Store, written: Report):
    item = add_action(store, written.id, "Put a gate", "Storage", actor="Ann", at=AT)
    set_action(store, item, "done", actor="Bo", at=AT)

    assert not set_action(store, item, "done", actor="Cy", at=AT)

    assert len(action_audit(store, item)) == 2


def test_item_with_a_secret_is_refused_and_not_told(store: Store, written: Report):
    leak = "DB_PASS" + "WORD=Tr0ub4dor&3"

    with pytest.raises(CorpusError, match="looks like a secret") as refused:
        add_action(store, written.id, f"Rotate {leak} today", "Storage team", actor="Ann", at=AT)

    assert leak not in str(refused.value)
    assert action_items(store, written.id) == []


def test_open_items_come_first(store: Store, written: Report):
    first, second = (add_action(store, written.id, text, "Storage", actor="Ann", at=AT) for text in ("a", "b"))
    set_action(store, first, "dropped", actor="Ann", at=AT)

    assert [item.id for item in action_items(store, written.id)] == [second, first]


@pytest.mark.parametrize(("text", "owner"), [("", "Ann"), ("  \n", "Ann"), ("Do it", ""), ("Do it", "\x00 ")])
def test_item_that_says_nothing_or_belongs_to_nobody_is_refused(store: Store, written: Report, text: str, owner: str):
    with pytest.raises(CorpusError, match="is missing"):
        add_action(store, written.id, text, owner, actor="Ann", at=AT)

    assert action_items(store, written.id) == []


def test_item_of_no_report_and_state_of_no_item_are_refused(store: Store):
    with pytest.raises(UnknownReport):
        add_action(store, "nobody", "Do it", "Ann", actor="Ann", at=AT)
    with pytest.raises(CorpusError, match="Open its report again"):
        set_action(store, 7, "done", actor="Ann", at=AT)


def test_item_makes_no_version_and_leaves_a_shipped_report_to_be_brought_up_to_date(store: Store):
    seed(store)
    shipped = next(store.all("published"))
    before = store.revision()

    add_action(store, shipped.report.id, "Do it", "Ann", actor="Ann", at=AT)

    assert (store.revision(), len(store.audit(shipped.report.id))) == (before, 1)

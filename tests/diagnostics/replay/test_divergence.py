"""Two logs compared: what counts as divergence, what does not, and what cannot be told."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.statistics import wilson
from diagnostics.replay.alignment import SHOWN
from diagnostics.replay.divergence import Row
from tests.diagnostics.replay.conftest import between, event

EVENTS = st.lists(
    st.builds(event, st.sampled_from("abc"), st.sampled_from("1234"), st.integers(0, 2), st.sampled_from(["m1", None])),
    min_size=1,
    max_size=20,
)

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def stream(workflow: str, outcomes: list[Any], model: str | None = "m1", **more: Any) -> list[dict[str, Any]]:
    return [event(workflow, f"e{place}", outcome, model, **more) for place, outcome in enumerate(outcomes)]


@SLOW
@given(EVENTS)
def test_log_against_itself_is_identical(events: list[dict[str, Any]]):
    found = between(events, events)

    assert found.verdict == "identical"
    assert found.share.count == 0
    assert "compares a log with itself" in found.remarks[0]


@SLOW
@given(EVENTS, EVENTS)
def test_swapping_the_logs_changes_no_count(old: list[dict[str, Any]], new: list[dict[str, Any]]):
    one, other = between(old, new), between(new, old)

    assert one.share == other.share
    assert one.share.count or one.verdict == other.verdict  # which divergence is first follows the old log's order
    assert (one.dropped, one.added, one.only_old, one.cut) == (other.added, other.dropped, other.only_new, other.cut)
    assert sum(row.compared for row in one.by_change) == sum(row.compared for row in one.by_consumer) == one.events


def test_same_events_in_other_bytes_are_identical_without_being_the_same_file():
    found = between(stream("w", [1, {"a": 1, "b": 2}]), stream("w", [1.0, {"b": 2, "a": 1}], "m2"))

    assert found.verdict == "identical"
    assert found.remarks == ()


def test_first_divergence_is_named_with_what_followed():
    new = [*stream("w", [1, 9, 3, 8], "m2"), event("w", "extra", 5, "m2")]
    (workflow,) = between(stream("w", [1, 2, 3, 4, 5]), new).diverging

    assert workflow.first is not None
    assert workflow.first.old.first.event == "e1"
    assert (workflow.first.old.outcomes, workflow.first.new.outcomes) == (("2",), ("9",))
    assert [(one.event, one.old, one.new) for one in workflow.later] == [
        ("e3", ("4",), ("8",)),
        ("e4", ("5",), ()),
        ("extra", (), ("5",)),
    ]
    assert (workflow.agreeing_after, workflow.later_count, workflow.input_unclear) == (1, 3, False)


def test_what_followed_is_counted_beyond_what_is_kept():
    (workflow,) = between(stream("w", [1] * 50), stream("w", [2] * 50, "m2")).diverging

    assert len(workflow.later) == SHOWN
    assert workflow.later_count == 49


def test_share_is_of_workflows_with_a_common_event_and_has_wilson_s_interval():
    old = [line for name in "abcd" for line in stream(name, [1, 2])]
    new = [
        *stream("a", [1, 3], "m2"),
        *stream("b", [1, 2], "m2"),
        *stream("c", [1, 2]),
        event("d", "other"),
        *stream("z", [1]),
    ]
    found = between(old, new)

    assert (found.share.count, found.share.total) == (1, 3)
    assert (found.share.low, found.share.high) == wilson(1, 3)
    assert (found.only_old, found.only_new, found.other_events) == (0, 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "change", "verdict"),
    [
        (("m1", "p1"), ("m2", "p1"), "model", "log-divergence"),
        (("m1", "p1"), ("m1", "p2"), "prompt", "log-divergence"),
        (("m1", "p1"), ("m2", "p2"), "model and prompt", "log-divergence"),
        (("m1", None), ("m2", None), "model, prompt not recorded", "log-divergence"),
        (("m1", "p1"), ("m1", "p1"), "none", "same-versions"),
        (("m1", None), ("m1", None), "not recorded", "versions-not-recorded"),
        ((None, "p1"), ("m2", "p1"), "not recorded", "versions-not-recorded"),
        ((None, None), (None, None), "not recorded", "versions-not-recorded"),
    ],
)
def test_change_of_version_is_named_as_far_as_it_is_recorded(old, new, change: str, verdict: str):
    def one(outcome: int, version: tuple[str | None, str | None]) -> list[dict[str, Any]]:
        return [{**event("w", "e", outcome, None), "model_version": version[0], "prompt_version": version[1]}]

    found = between(one(1, old), one(2, new))

    assert found.verdict == verdict
    assert found.by_change == (Row(change, 1, 1, 1),)


def test_log_that_ends_early_is_no_divergence():
    for old, new in ((6, 3), (3, 6)):
        found = between(stream("w", [1] * old), stream("w", [1] * new, "m2"))
        assert (found.verdict, found.share.count, found.cut, found.other_events) == ("no-divergence", 0, 1, 0)


@pytest.mark.parametrize("gone", [0, 1])
def test_event_missing_before_the_end_is_reported_apart(gone: int):
    whole = stream("w", [1, 2, 3])
    found = between(whole, [line for place, line in enumerate(whole) if place != gone])

    assert (found.verdict, found.dropped, found.added) == ("no-divergence", 1, 0)
    assert (found.cut, found.other_events, found.share.count) == (0, 1, 0)


def test_both_logs_going_on_differently_is_not_a_log_that_ends_early():
    found = between([*stream("w", [1]), event("w", "x")], [*stream("w", [1]), event("w", "y")])

    assert (found.cut, found.other_events) == (0, 1)


def test_divergence_behind_a_missing_event_says_that_the_input_is_unclear():
    whole = stream("w", [1, 2, 3])
    (workflow,) = between(whole, [whole[0], {**whole[2], "outcome": 9, "model_version": "m2"}]).diverging

    assert workflow.input_unclear


def test_event_delivered_twice_counts_once():
    once = stream("w", [1, 2])
    found = between(once, [*once, once[1]])

    assert (found.verdict, found.events) == ("identical", 2)
    assert "1 lines repeat an event" in found.remarks[0]


def test_several_outcomes_of_an_event_are_compared_as_a_set():
    old = [event("w", "e", "mail"), event("w", "e", "invoice")]

    assert between(old, old[::-1]).verdict == "identical"
    found = between(old, [{**old[0], "model_version": "m2"}])
    assert found.verdict == "log-divergence"
    assert any("several outcomes of one event" in remark for remark in found.remarks)


def test_consumers_of_one_event_are_told_apart():
    old = [event("w", "e", 1, consumer="billing"), event("w", "e", 2, consumer="mail")]
    new = [event("w", "e", 1, consumer="billing"), event("w", "e", 3, "m2", consumer="mail")]

    assert between(old, new).by_consumer == (Row("mail", 1, 1, 1), Row("billing", 1, 0, 0))


def test_consumers_in_one_log_only_do_not_break_the_pairing():
    found = between(stream("w", [1, 2]), stream("w", [1, 2], consumer="billing"))

    assert found.verdict == "identical"
    assert "paired without them" in found.remarks[0]


def test_order_of_the_file_does_not_matter_where_seq_says_it():
    old = [event("w", f"e{place}", place, seq=place) for place in range(20)]
    new = [{**line, "outcome": line["outcome"] + (line["seq"] > 7), "model_version": "m2"} for line in old]
    random.Random(5).shuffle(new)
    found = between(old, new)

    assert found.diverging[0].first is not None
    assert found.diverging[0].first.old.first.event == "e8"
    assert not found.diverging[0].input_unclear
    assert "out of order" in found.remarks[0]


def test_logs_of_different_streams_cannot_be_compared():
    for old, new in ((stream("a", [1]), stream("b", [1])), ([event("w", "x")], [event("w", "y")])):
        assert between(old, new).verdict == "cannot-compare"


def test_logs_with_unreadable_lines_are_never_called_identical():
    found = between([*stream("w", [1, 2]), b"?\n"], stream("w", [1, 2]))

    assert found.verdict == "no-divergence"
    assert any("count as missing" in remark for remark in found.remarks)

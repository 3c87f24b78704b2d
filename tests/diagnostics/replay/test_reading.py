"""Reading logs: whatever a file holds, it is read or refused with reasons, and never changes a verdict silently."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics import DiagnosticsError
from diagnostics.replay import events as events_module
from diagnostics.replay import lines as lines_module
from diagnostics.replay import read_log, read_runs
from diagnostics.replay.events import KEPT, outcome_key
from diagnostics.replay.lines import NAMED, open_file, printable
from tests.diagnostics.replay.conftest import event, log, written

GOOD = [event("w", f"e{number}", {"n": number}) for number in range(5)]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
VALUES = st.sampled_from(["w", "", 0, 1.5, -1, None, True, "2026-01-01", "9999-12-31T23:59:59-14:00", [], {}, 10**400])
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_or_refused(read: Callable[[io.BytesIO, str], Any], content: bytes) -> Any:
    """Return what reading gives, or None when it is refused with a reason; anything else is a failure."""
    try:
        return read(io.BytesIO(content), "any.jsonl")
    except DiagnosticsError as error:
        refusal = str(error)
    assert refusal.startswith("any.jsonl: ")
    return None


@SLOW
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_reason(content: bytes):
    for read in (read_log, read_runs):
        read_or_refused(read, content)


@SLOW
@given(st.lists(st.dictionaries(st.sampled_from(["workflow", "event", "outcome", "seq", "at"]), VALUES), max_size=6))
def test_any_objects_are_read_or_refused_with_a_reason(objects: list[dict[str, Any]]):
    found = read_or_refused(read_log, written(objects))

    if found is not None:
        assert found.reading.used == sum(map(len, found.workflows.values()))
        assert found.reading.used + found.reading.bad == len(objects)


@SLOW
@given(JSON)
def test_outcome_is_the_same_through_any_way_of_writing_it(value: Any):
    def read(text: str) -> str:
        line = '{"workflow": "w", "event": "e", "outcome": ' + text + "}\n"
        return log(line.encode("utf-8", "surrogatepass")).workflows["w"][0].outcome

    assert read(json.dumps(value)) == read(json.dumps(value, indent=None, separators=(" , ", " : "), sort_keys=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [('{"a": 1, "b": 2}', '{"b": 2, "a": 1}'), ("1", "1.0"), ("100", "1e2"), ('"\\u00e9"', '"é"'), ("0", "-0.0")],
)
def test_equal_json_is_an_equal_outcome(one: str, other: str):
    lines = [('{"workflow": "w", "event": "e", "outcome": ' + text + "}\n").encode() for text in (one, other)]

    assert log(lines[0]).workflows["w"][0].outcome == log(lines[1]).workflows["w"][0].outcome


@pytest.mark.parametrize(("one", "other"), [([1, 2], [2, 1]), (1, True), (1, "1"), (None, "null"), ({}, [])])
def test_different_json_is_a_different_outcome(one: Any, other: Any):
    assert outcome_key(one) != outcome_key(other)


def test_long_outcome_is_kept_short_and_still_told_apart():
    long = "x" * 1_000_000

    assert len(outcome_key(long)) < KEPT + 120
    assert outcome_key(long + "a") != outcome_key(long + "b")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{oops\n", "not valid JSON at column 2"),
        (b"[1]\n", "expected an object"),
        (b'"text"\n', "expected an object"),
        (b"\xff\xfe\n", "not UTF-8"),
        (b'{"workflow": "w", "event": "e", "outcome": NaN}\n', "NaN is not JSON"),
        (b'{"workflow": "w", "event": "e", "outcome": 1e999}\n', "out of range"),
        (b'{"workflow": "w", "event": "e", "outcome": 1, "outcome": 2}\n', "stands twice"),
        (b'{"workflow": "w", "event": "e", "outcome": ' + b"[" * 100_000 + b"\n", "nested too deeply"),
        (b'{"workflow": "w", "event": "e", "outcome": ' + b"1" * 5000 + b"}\n", "not usable JSON"),
        (b'{"event": "e", "outcome": 1}\n', '"workflow" is missing'),
        (b'{"workflow": "w", "event": "", "outcome": 1}\n', '"event" is missing'),
        (b'{"workflow": "w", "event": "e"}\n', '"outcome" is missing'),
        (b'{"workflow": "w", "event": "e", "outcome": 1, "consumer": []}\n', "must be text"),
    ],
)
def test_bad_line_is_named_and_the_rest_used(line: bytes, says: str):
    reading = log(*GOOD, line, GOOD[0]).reading

    assert (reading.used, reading.bad) == (6, 1)
    assert reading.problems[0].startswith("log.jsonl:6: ")
    assert says in reading.problems[0]


def test_cut_off_last_line_is_a_warning():
    content = written(GOOD)
    reading = read_log(io.BytesIO(content[:-20]), "log.jsonl").reading

    assert (reading.used, reading.bad) == (4, 0)
    assert "cut off" in reading.warnings[0]


def test_last_line_without_a_newline_is_used():
    assert read_log(io.BytesIO(written(GOOD).rstrip()), "log.jsonl").reading.used == 5


def test_mark_windows_line_ends_and_blank_lines_do_no_harm():
    content = b"\xef\xbb\xbf" + written(GOOD).replace(b"\n", b"\r\n\r\n")

    assert read_log(io.BytesIO(content), "log.jsonl").reading.remarks == ()


def test_half_bad_is_used_and_more_is_refused():
    assert log(*GOOD, *[b"?\n"] * 5).reading.bad == 5
    with pytest.raises(DiagnosticsError, match=r"6 of 11 lines are unusable.*Expected one JSON object a line"):
        log(*GOOD, *[b"?\n"] * 6)


def test_bad_lines_are_counted_beyond_those_that_are_named():
    remarks = log(*(event("w", f"e{number}") for number in range(50)), *[b"?\n"] * 45).reading.remarks

    assert len(remarks) == NAMED + 1
    assert "25 more lines" in remarks[-1]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x1f\x8b\x08\x00", b'{"workflow": "w"', b"[]\n"])
def test_file_without_an_event_is_refused(content: bytes):
    with pytest.raises(DiagnosticsError, match="Expected one JSON object a line"):
        read_log(io.BytesIO(content), "log.jsonl")


def test_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.jsonl"
    with path.open("wb") as file:
        file.truncate(200_000_000)

    with pytest.raises(DiagnosticsError, match=r"200 MB; 100 MB are read at once.*Cut it by workflow"):
        open_file(str(path))


def test_stream_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines_module, "MAX_BYTES", 1_000)
    with pytest.raises(DiagnosticsError, match="memory stays bounded"):
        log(*(event("w", f"e{number}") for number in range(50)))


def test_line_beyond_the_limit_is_passed_over(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines_module, "MAX_LINE", 500)
    reading = log(*GOOD, event("w", "large", "x" * 2_000), GOOD[0]).reading

    assert (reading.used, reading.bad) == (6, 1)
    assert "Store a reference" in reading.problems[0]


def test_more_events_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(events_module, "MAX_EVENTS", 4)
    with pytest.raises(DiagnosticsError, match="more than 4 events"):
        log(*GOOD)


@pytest.mark.parametrize("path", ["nowhere.jsonl", ".", "a\0b"])
def test_path_that_cannot_be_read_is_refused(path: str):
    with pytest.raises(DiagnosticsError, match="Name a file that can be read"):
        open_file(path)


@pytest.mark.parametrize(
    "marks",
    [
        [{"seq": 2}, {"seq": 1}, {"seq": 3}],
        [{"at": "2026-01-01T00:00:02Z"}, {"at": "2026-01-01T00:00:01"}, {"at": "2026-01-01T02:00:00+01:00"}],
        [{"at": 2.5}, {"at": 1}, {"at": "2026-01-01"}],
    ],
)
def test_events_out_of_order_are_put_in_order(marks: list[dict[str, Any]]):
    found = log(*(event("w", f"e{number}", **mark) for number, mark in enumerate(marks)))

    assert [one.event for one in found.workflows["w"]] == ["e1", "e0", "e2"]
    assert found.out_of_order == 1


@pytest.mark.parametrize("mark", [{"at": "yesterday"}, {"seq": "1"}, {}, {"at": None}, {"seq": True}])
def test_order_that_cannot_be_read_leaves_the_file_s(mark: dict[str, Any]):
    found = log(event("w", "e0", seq=2, at=9), event("w", "e1", **mark))

    assert [one.event for one in found.workflows["w"]] == ["e0", "e1"]


def test_names_with_control_characters_cannot_reach_a_terminal():
    assert printable("a\x1b[31m\nb‮") == "a\\x1b[31m\\nb\\u202e"
    assert printable("x" * 500).endswith("…")


def test_half_of_a_surrogate_pair_can_be_printed():
    found = log(b'{"workflow": "w\\ud800", "event": "e", "outcome": "\\udfff"}\n')

    (workflow,) = found.workflows
    (workflow + found.workflows[workflow][0].outcome).encode("utf-8")

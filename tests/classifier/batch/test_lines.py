"""Lines of a batch: what is read, what is refused and with which words."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.batch.lines import MAX_BYTES, Line, dump, read_lines


def read(content: bytes) -> list[Line]:
    return list(read_lines(io.BytesIO(content)))


def test_line_gives_its_id_and_its_text_as_written():
    assert read(b'{"id": "a", "title": "T", "text": " One.\\nTwo. ", "more": 1}\n') == [Line(1, "a", " One.\nTwo. ")]


def test_byte_order_mark_carriage_returns_and_a_missing_last_newline_are_no_matter():
    lines = read(b'\xef\xbb\xbf{"id": "a", "text": "x"}\r\n{"id": "b", "text": "y"}')

    assert [(line.id, line.error) for line in lines] == [("a", None), ("b", None)]


@pytest.mark.parametrize(
    ("content", "line_id", "words"),
    [
        (b"", None, "blank"),
        (b"not json", None, "not valid JSON"),
        (b'{"id": "a", "te', None, "not valid JSON"),
        (b"[" * 100_000, None, "not valid JSON"),
        (b"9" * 10_000, None, "not valid JSON"),
        (b"\xff\xfe", None, "byte 0 is not UTF-8"),
        (b"[1]", None, "found a list"),
        (b"null", None, "found null"),
        (b'{"text": "x"}', None, 'no "id"'),
        (b'{"id": 5, "text": "x"}', None, '"id" is a number, expected a string'),
        (b'{"id": true, "text": "x"}', None, '"id" is true or false'),
        (b'{"id": " ", "text": "x"}', None, '"id" has 1 characters, expected 1 to 200 that can be seen'),
        (b'{"id": "\\ud800", "text": "x"}', None, "surrogate"),
        (b'{"id": "a"}', "a", 'no "text"'),
        (b'{"id": "a", "text": null}', "a", '"text" is null, expected a string'),
        (b'{"id": "a", "text": ["x"]}', "a", '"text" is a list, expected a string'),
        (b'{"id": "a", "text": " "}', "a", '"text" is empty'),
        (b'{"id": "a", "title": 3, "text": "x"}', "a", '"title" is a number, expected a string'),
        (b'{"id": "a", "text": "' + b"x" * MAX_BYTES + b'"}', None, "longer than 2,000,000 bytes"),
    ],
)
def test_bad_line_is_named_and_the_rest_goes_on(content: bytes, line_id: str | None, words: str):
    good = b'{"id": "z", "text": "fine"}\n'

    first, bad, last = read(good + content + b"\n" + good)

    assert bad.id == line_id
    assert f"line 2: {bad.error}" == bad.refusal()["error"]
    assert words in str(bad.error)
    assert [first.error, last.error] == [None, None]


def test_memory_stays_flat_over_a_line_without_end():
    class Endless(io.RawIOBase):
        left = 100_000_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:
            size = min(len(buffer), self.left)
            buffer[:size] = b"x" * size
            self.left -= size
            return size

    tracemalloc.start()
    lines = list(read_lines(io.BufferedReader(Endless())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(lines) == 1
    assert peak < 10 * MAX_BYTES


@given(st.lists(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_give_one_answer_a_line(contents: list[bytes]):
    stream = b"".join(content.replace(b"\n", b" ") + b"\n" for content in contents)

    lines = read(stream)

    assert [line.number for line in lines] == list(range(1, len(contents) + 1))
    assert all(json.loads(dump(line.refusal())) for line in lines)

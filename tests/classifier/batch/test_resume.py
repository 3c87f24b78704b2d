"""Going on after an interruption: the same bytes as without one, and never after lines that are not this batch's."""

import io
import json
from pathlib import Path

import pytest

from classifier import Classifier
from classifier.batch import choose_crew, open_output, read_lines, run
from classifier.errors import BatchError
from classifier.similar import Index
from tests.classifier.batch.conftest import batch


def go_on(out: Path, ready: Classifier, index: Index, content: bytes = batch(), restart: bool = False) -> int:
    lines = read_lines(io.BytesIO(content))
    target, before = open_output(out, lines, ready.provenance, restart=restart)
    with target:
        run(lines, target, choose_crew(ready, index, None, None), lambda count: None)
    return before


@pytest.mark.parametrize("cut", [0, 3, 700, "in a line", "between lines", "all"])
def test_interrupted_batch_ends_as_if_it_had_not_been(
    out: Path, ready: Classifier, index: Index, expected: bytes, cut: int | str
):
    whole = expected.splitlines(keepends=True)
    places = {"in a line": len(b"".join(whole[:11])) + 9, "between lines": len(b"".join(whole[:11])), "all": None}
    out.write_bytes(expected[: places[cut] if isinstance(cut, str) else cut])
    kept = out.read_bytes().count(b"\n")

    assert go_on(out, ready, index) == kept
    assert out.read_bytes() == expected


def changed(line: bytes, **fields: object) -> bytes:
    return json.dumps({**json.loads(line), **fields}, ensure_ascii=False).encode() + b"\n"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"id": "another"}, "its id is 'another', the input has"),
        ({"model": {"version": "0.9"}}, "written by the model {'version': '0.9'}, in service is"),
        ({"model": "old"}, "written by the model old"),
        ({"evidence": {"sdb": [{"start": 0, "end": 5, "text": "Other"}]}}, "does not stand in the input's text"),
        ({"evidence": 5}, "does not stand in the input's text"),
    ],
)
def test_output_of_another_batch_is_refused_and_left_alone(
    out: Path, ready: Classifier, index: Index, expected: bytes, fields: dict[str, object], words: str
):
    whole = expected.splitlines(keepends=True)
    before = whole[0] + changed(whole[1], **fields) + whole[2]
    out.write_bytes(before)

    with pytest.raises(BatchError, match=r"line 2: .*with --restart") as refusal:
        go_on(out, ready, index)

    assert words in str(refusal.value)
    assert out.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"my notes\n", b"my notes", b"[1]\n", b"5\n", b'{"id": 1}\n', b"\xff\xfe\n", b"\n"]
)
def test_file_that_is_no_output_is_refused_and_left_alone(out: Path, ready: Classifier, index: Index, content: bytes):
    out.write_bytes(content)

    with pytest.raises(BatchError, match="not an answer of this command"):
        go_on(out, ready, index)

    assert out.read_bytes() == content


def test_output_longer_than_the_input_is_refused(out: Path, ready: Classifier, index: Index, expected: bytes):
    out.write_bytes(expected)

    with pytest.raises(BatchError, match="line 4 is one more than the input has"):
        go_on(out, ready, index, b"".join(batch().splitlines(keepends=True)[:3]))

    assert out.read_bytes() == expected


def test_bad_line_that_has_been_mended_since_is_noticed(out: Path, ready: Classifier, index: Index, expected: bytes):
    out.write_bytes(expected)
    mended = batch().replace(b"\n[1]\n", b'\n{"id": "x", "text": "Good."}\n')

    with pytest.raises(BatchError, match="line 11: its id is None, the input has 'x'"):
        go_on(out, ready, index, mended)


def test_restart_writes_anew(out: Path, ready: Classifier, index: Index, expected: bytes):
    out.write_bytes(b"something else\n")

    assert go_on(out, ready, index, restart=True) == 0
    assert out.read_bytes() == expected


def test_folder_as_output_is_refused(tmp_path: Path, ready: Classifier, index: Index):
    with pytest.raises(BatchError, match=r"Is a directory. Name a file"):
        go_on(tmp_path, ready, index)

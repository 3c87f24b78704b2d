"""The lines of a batch: from bytes to a record or to what is wrong with it, one at a time and never too long."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

MAX_BYTES = 2_000_000  # of a line: a text of the greatest length, escaped, and room for other fields
MAX_ID = 200  # characters
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Line:
    """One line of the input: its number from 1, its id as far as it has one, and its text or what is wrong."""

    number: int
    id: str | None
    text: str = ""
    error: str | None = None

    def refusal(self) -> dict[str, Any]:
        """Return the line's answer when it cannot be classified."""
        return {"id": self.id, "error": f"line {self.number}: {self.error}"}


class _Unreadable(Exception):
    """What is wrong with a line, and the id it has nevertheless."""

    def __init__(self, problem: str, line_id: str | None = None) -> None:
        super().__init__(problem)
        self.id = line_id


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """Yield every line of a stream, the bad ones with their error; memory stays flat however long a line is."""
    for number, content in enumerate(_bounded(stream), start=1):
        try:
            line_id, text = _record(content.removeprefix(_BOM) if number == 1 else content)
            yield Line(number, line_id, text)
        except _Unreadable as problem:
            yield Line(number, problem.id, error=str(problem))


def dump(answer: dict[str, Any]) -> bytes:
    """Return an answer as one line of UTF-8."""
    return (json.dumps(answer, ensure_ascii=False) + "\n").encode()


def _bounded(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines without their ending; of one that is too long, just enough to see that it is."""
    while line := stream.readline(MAX_BYTES + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_BYTES)
        yield line.rstrip(b"\r\n")


def _record(content: bytes) -> tuple[str, str]:
    if len(content) > MAX_BYTES:
        raise _Unreadable(f"longer than {MAX_BYTES:,} bytes. Cut the report down to the story.")
    if not content.strip():
        raise _Unreadable('blank. Write one object with "id" and "text" on every line.')
    try:
        fields = json.loads(content.decode())
    except UnicodeDecodeError as error:
        raise _Unreadable(f"byte {error.start} is not UTF-8. Save the file as UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise _Unreadable(f"not valid JSON: {error}. Write the object on one line.") from None
    if not isinstance(fields, dict):
        raise _Unreadable(f'expected an object with "id" and "text", found {_kind(fields)}.')
    line_id = _id_of(fields)
    _check(fields, line_id)
    return line_id, fields["text"]


def _id_of(fields: dict[str, Any]) -> str:
    if "id" not in fields:
        raise _Unreadable('no "id". Give every line one, by which its answer is found.')
    line_id = fields["id"]
    if not isinstance(line_id, str):
        raise _Unreadable(f'"id" is {_kind(line_id)}, expected a string. Write it in quotes.')
    if not line_id.strip() or len(line_id) > MAX_ID:
        raise _Unreadable(f'"id" has {len(line_id):,} characters, expected 1 to {MAX_ID} that can be seen.')
    if any("\ud800" <= character <= "\udfff" for character in line_id):
        raise _Unreadable('"id" contains half of a surrogate pair. Write it as UTF-8.')
    return line_id


def _check(fields: dict[str, Any], line_id: str) -> None:
    if not isinstance(fields.get("title"), str | None):
        raise _Unreadable(f'"title" is {_kind(fields["title"])}, expected a string. Leave it out or quote it.', line_id)
    if "text" not in fields:
        raise _Unreadable('no "text". Give the report\'s text.', line_id)
    if not isinstance(fields["text"], str):
        raise _Unreadable(f'"text" is {_kind(fields["text"])}, expected a string.', line_id)
    if not fields["text"].strip():
        raise _Unreadable('"text" is empty. Tell what happened.', line_id)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")

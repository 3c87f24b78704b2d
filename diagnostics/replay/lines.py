"""Reading JSON Lines within bounds: every line that cannot be used is named, none stops the rest."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from diagnostics.load import DiagnosticsError

MAX_BYTES = 100_000_000
MAX_LINE = 10_000_000
NAMED = 20


@dataclass
class Reading:
    """What reading one file found besides its records; `problems` holds the first bad lines, `bad` counts all."""

    name: str
    size: int = 0
    used: int = 0
    bad: int = 0
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    digest: str = ""

    def refuse_line(self, number: int, why: str) -> None:
        """Count a line as unusable, and name it if few have been named."""
        self.bad += 1
        if len(self.problems) < NAMED:
            self.problems.append(f"{printable(self.name)}:{number}: {why}")

    @property
    def remarks(self) -> tuple[str, ...]:
        """Everything a person should know about how the file could be read."""
        left = self.bad - len(self.problems)
        more = [f"{printable(self.name)}: {left} more lines could not be read."] if left else []
        return (*self.warnings, *self.problems, *more)


def read_objects(stream: BinaryIO, reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, object) of each line that holds a JSON object; blank lines are passed over.

    A last line without a newline that is no JSON counts as cut off, not as bad. Raises DiagnosticsError for more
    than MAX_BYTES.
    """
    digest = blake2b(digest_size=16)
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        digest.update(line)
        reading.size += len(line)
        if reading.size > MAX_BYTES:
            refuse_size(reading.name, f"more than {MAX_BYTES // 10**6} MB")
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            reading.refuse_line(number, f"longer than {MAX_LINE // 10**6} MB. Store a reference to so large a value.")
            _skip_line(stream, reading)
        elif line.strip():
            value = _parse(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, number, reading)
            if value is not None:
                yield number, value
    reading.digest = digest.hexdigest()


def finish(reading: Reading, expected: str) -> None:
    """Raise DiagnosticsError if a file held nothing usable, or more bad lines than good ones."""
    if reading.used and reading.bad <= reading.used:
        return
    found = "holds no line" if not reading.bad else f"{reading.bad} of {reading.bad + reading.used} lines are unusable"
    what = f"{printable(reading.name)}: {found}. Expected one JSON object a line, such as {expected}."
    raise DiagnosticsError([what, *reading.remarks])


def open_file(path: str) -> BinaryIO:
    """Open a file for reading; raise DiagnosticsError if it cannot be read or is too large to compare."""
    try:
        size = Path(path).stat().st_size
        if size > MAX_BYTES:
            refuse_size(path, f"{size / 10**6:.0f} MB")
        return Path(path).open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DiagnosticsError([f"{printable(path)}: {reason}. Name a file that can be read."]) from None


def refuse_size(name: str, size: str) -> NoReturn:
    """Raise DiagnosticsError for a file that is too large."""
    limit = f"{MAX_BYTES // 10**6} MB are read at once, so that memory stays bounded"
    raise DiagnosticsError([f"{printable(name)}: {size}; {limit}. Cut it by workflow and compare the pieces."])


def identifier(value: Any) -> str | None:
    """Return an id as text, None for what is none: ids are strings or whole numbers, and not empty."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode() or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def version(value: Any) -> str | None:
    """Return a version as text; None where it is not recorded. Raises ValueError for anything else."""
    if value is None or value == "":
        return None
    text = str(value) if isinstance(value, float) else identifier(value)
    if text is None:
        raise ValueError
    return text


def printable(text: str, limit: int = 120) -> str:
    """Return a text that every stream and terminal can take: no control characters, cut to `limit` characters."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in cut)


def _skip_line(stream: BinaryIO, reading: Reading) -> None:
    while line := stream.readline(MAX_LINE):
        reading.size += len(line)
        if reading.size > MAX_BYTES:
            refuse_size(reading.name, f"more than {MAX_BYTES // 10**6} MB")
        if line.endswith(b"\n"):
            return


def _parse(line: bytes, number: int, reading: Reading) -> dict[str, Any] | None:
    try:
        value = _DECODER.decode(line.decode("utf-8").strip())
    except UnicodeDecodeError as error:
        why = f"byte {error.start + 1} is not UTF-8. Save the file as UTF-8, uncompressed."
    except json.JSONDecodeError as error:
        why = f"not valid JSON at column {error.colno}: {error.msg}."
    except (ValueError, RecursionError) as error:
        why = f"not usable JSON: {'nested too deeply' if isinstance(error, RecursionError) else error}."
    else:
        if isinstance(value, dict):
            return value
        why = f"a JSON {type(value).__name__}, expected an object."
    if not line.endswith(b"\n") and reading.used:
        reading.warnings.append(f"{printable(reading.name)}:{number}: the last line is cut off; all before it is used.")
    else:
        reading.refuse_line(number, why)
    return None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _number(text: str) -> float | int:
    """Return a number so that equal numbers are equal values: 1.0 is 1."""
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"the number {text[:20]} is out of range")
    return int(number) if number.is_integer() else number


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_number, parse_constant=_refuse_constant)

canonical: Callable[[Any], str] = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode

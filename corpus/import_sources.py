"""What an import can read: an exported folder, JSON lines, Markdown, the issues that `gh` lists."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corpus import manifest
from corpus.documents import MAX_BYTES, make_report, read_document
from corpus.errors import CorpusError, ReportError
from corpus.exporting import REPORTS
from corpus.issues import FIELDS, Issue, draft_of, first_numbers
from corpus.report import Report
from taxonomy.files import describe

MAX_JSON_BYTES = 20_000_000
_BETWEEN = re.compile(r"[\s,]*")


@dataclass(frozen=True)
class Reading:
    """A report and where it was read: at one line of a file, or as a whole Markdown document."""

    report: Report
    path: Path
    line: int = 1
    document: str = ""

    def at(self, where: str = "") -> str:
        """Return file and line of the report, or of a place in its front matter such as "weaknesses.P4.no-gate"."""
        return f"{self.path}:{line_of(self.document, where) if self.document else self.line}"


def is_export(path: Path) -> bool:
    """Tell whether `path` is a folder that an export wrote, or what is left of one."""
    return (path / manifest.NAME).exists() or (path / REPORTS).exists()


def read_source(path: Path, problems: list[str]) -> list[Reading]:
    """Read every report of a source; add one line per problem to `problems`, with file and line."""
    if path.is_dir() and is_export(path):
        problems += manifest.check_manifest(path)
        return [] if problems else list(_read_lines(path / REPORTS, problems))
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() == ".md" and not file.is_dir())
        return [reading for file in files for reading in _read_markdown(file, problems)]
    readers = {".jsonl": _read_lines, ".json": _read_issues, ".md": _read_markdown}
    reader = readers.get(path.suffix.lower())
    if not path.is_file():
        problems.append(f"{path}: no such file or folder. Name one that can be read.")
    elif reader is None:
        problems.append(
            f"{path}: cannot be imported. Give an exported folder, .jsonl, .md, or the .json that gh prints."
        )
    else:
        return list(reader(path, problems))
    return []


def line_of(document: str, where: str) -> int:
    """Return the line of a front matter's key, such as "weaknesses.P4.no-gate"; 1 if it is not there."""
    lines, found = document.split("\n"), 1
    key, _, label = where.partition(".")
    for word in filter(None, (key.split(",")[0], label)):
        numbered = enumerate(lines[found - 1 :], start=found)
        found = next((number for number, line in numbered if line.strip().startswith(f"{word}:")), found)
    return found


def _read_markdown(path: Path, problems: list[str]) -> Iterator[Reading]:
    document = ""
    try:
        content = _content(path, MAX_BYTES)
        document = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
        yield Reading(make_report(read_document(content, str(path))), path, document=document)
    except ReportError as error:
        problems += [f"{path}:{line_of(document, text.partition(':')[0])}: {text}" for text in error.problems]
    except CorpusError as error:
        problems.append(str(error))


def _read_lines(path: Path, problems: list[str]) -> Iterator[Reading]:
    for number, line in enumerate(_text(path, problems).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = _parse(line, path, number)
            if not isinstance(fields, dict):
                raise ReportError(
                    [f"{path}:{number}: expected an object, found {type(fields).__name__}. Export again."]
                )
            yield Reading(Report.model_validate(fields), path, number)
        except ReportError as error:
            problems += error.problems
        except ValidationError as error:
            problems += [f"{path}:{number}: {describe(problem)}" for problem in error.errors()]


def _read_issues(path: Path, problems: list[str]) -> Iterator[Reading]:
    issues = list(_issues(path, problems))
    first = first_numbers(issue for _, issue in issues)
    for line, issue in issues:
        try:
            yield Reading(draft_of(issue, first), path, line)
        except ReportError as error:
            problems += [f"{path}:{line}: issue {issue.number}: {text}" for text in error.problems]


def _issues(path: Path, problems: list[str]) -> Iterator[tuple[int, Issue]]:
    if not (text := _text(path, problems)):
        return
    try:
        items = _parse(text, path, 1)
    except ReportError as error:
        problems += error.problems
        return
    if not isinstance(items, list):
        problems.append(f"{path}:1: expected the list that gh issue list --json {FIELDS} prints. Run it again.")
        return
    for line, item in zip(_lines_of(text, len(items)), items, strict=True):
        try:
            yield line, Issue.model_validate(item)
        except ValidationError as error:
            problems += [f"{path}:{line}: {_named(item)}{describe(problem)}" for problem in error.errors()]


def _lines_of(text: str, count: int) -> Iterator[int]:
    """Yield the line on which each item of a valid JSON list begins."""
    decoder, line, end = json.JSONDecoder(), 1, text.index("[") + 1
    counted = 0
    for _ in range(count):
        match = _BETWEEN.match(text, end)
        start = match.end() if match else end
        line, counted = line + text.count("\n", counted, start), start
        yield line
        end = decoder.raw_decode(text, start)[1]


def _named(item: Any) -> str:
    number = item.get("number") if isinstance(item, dict) else None
    return f"issue {number}: " if isinstance(number, int) else ""


def _parse(text: str, path: Path, line: int) -> Any:
    """Return the data of a JSON text that begins on `line`; raise ReportError naming the line for a broken one."""
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        where, what = f"{path}:{line + error.lineno - 1}", f"{error.msg} at column {error.colno}"
        raise ReportError([f"{where}: not valid JSON: {what}. Is the file cut off?"]) from None
    except (ValueError, RecursionError) as error:
        raise ReportError([f"{path}:{line}: not valid JSON: {error}. Correct it."]) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"key {next(name for name in names if names.count(name) > 1)!r} stands twice")
    return fields


def _text(path: Path, problems: list[str]) -> str:
    """Return a JSON file's text; empty, with the problem added, for one that is too big, binary or not UTF-8."""
    try:
        content = _content(path, MAX_JSON_BYTES)
        if b"\x00" not in content[:8192]:
            return content.decode("utf-8-sig")
        problems.append(f"{path}: this is a binary file. Give JSON as UTF-8.")
    except CorpusError as error:
        problems.append(str(error))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(f"{path}:{line}: byte {error.start} is not UTF-8. Save the file as UTF-8.")
    return ""


def _content(path: Path, limit: int) -> bytes:
    """Return a file's bytes; raise CorpusError, before reading them, when there are too many."""
    try:
        size = path.stat().st_size if path.is_file() else 0
        if size > limit:
            raise CorpusError(f"{path}: {size:,} bytes, more than {limit:,}. Divide the file.")
        if not path.is_file():
            raise CorpusError(f"{path}: is not a file that can be read. Take it out.")
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as error:
        raise CorpusError(f"{path}: {error.strerror}. Make the file readable.") from None

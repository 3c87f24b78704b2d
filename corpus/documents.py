"""Reading what people bring: Markdown with or without front matter, plain text, JSON; always UTF-8."""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from reprlib import repr as shorten
from typing import Any

from pydantic import ValidationError

from corpus.errors import CorpusError, ReportError
from corpus.report import FIELDS, Report, split_front_matter
from taxonomy.files import describe

MAX_BYTES = 1_000_000
SUFFIXES = (".md", ".markdown", ".txt", ".json")


def decode(content: bytes, name: str) -> str:
    """Return a file's text with plain newlines; raise CorpusError for what is too big, binary or not UTF-8."""
    if len(content) > MAX_BYTES:
        raise CorpusError(f"{name}: {len(content):,} bytes, more than {MAX_BYTES:,}. Cut it down to the report itself.")
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise CorpusError(f"{name}: the text is UTF-16. Save the file as UTF-8.")
    if b"\x00" in content[:8192]:
        raise CorpusError(f"{name}: this is a binary file. Give the report as text, Markdown or JSON.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{name}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_document(content: bytes, name: str) -> dict[str, Any]:
    """Return the fields that a file gives a report, `text` among them.

    Raises CorpusError when the file is none of Markdown, text and JSON, or cannot be read as what it claims to be.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise CorpusError(f"{name}: files of kind {suffix or 'none'} are not read. Give one of {', '.join(SUFFIXES)}.")
    text = decode(content, name)
    try:
        fields = _from_json(text) if suffix == ".json" else _from_markdown(text)
    except ReportError as error:
        raise CorpusError(f"{name}: {error}") from None
    unknown = set(fields) - {*FIELDS, "text"}
    if unknown:
        raise CorpusError(f"{name}: unknown field {', '.join(sorted(unknown))}. Fields are {', '.join(FIELDS)}.")
    for field in ("title", "product", "text"):
        if isinstance(fields.get(field), dict | list):
            raise CorpusError(f"{name}: {field}: expected words, found {shorten(fields[field])}. Write it as one text.")
    if not str(fields.get("text", "")).strip():
        raise CorpusError(f"{name}: the report is empty. Tell what happened.")
    return fields


def read_report(content: bytes, name: str) -> dict[str, Any]:
    """Return the fields of a file that is the beginning of a report: each of them could be filed as it stands.

    Raises CorpusError, naming the file and every problem, also for fields that a form does not show.
    """
    fields = read_document(content, name)
    try:
        make_report({field: value for field, value in fields.items() if field not in ("id", "coding")})
    except ReportError as error:
        raise CorpusError("\n".join(f"{name}: {problem}" for problem in error.problems)) from None
    return fields


def make_report(fields: Mapping[str, Any]) -> Report:
    """Make a report of what a document or a form gives, with today's date and a title and id if it has none.

    Raises ReportError with one line per problem.
    """
    text = str(fields.get("text", "")).strip()
    title = str(fields.get("title") or "").strip() or _first_line(text)
    day = fields.get("date") or date.today()
    filled = {
        **fields,
        "text": text,
        "title": title,
        "date": day,
        "id": fields.get("id") or report_id(title, day),
    }
    try:
        return Report.model_validate(filled)
    except ValidationError as error:
        raise ReportError([describe(problem) for problem in error.errors()]) from None


def report_id(title: str, day: object) -> str:
    """Return the id that a report gets by its date and title, such as 2026-11-agent-wiped-the-staging-table."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return f"{str(day)[:7]}-{words[:60].strip('-') or 'untitled'}"


def _from_markdown(text: str) -> dict[str, Any]:
    fields, body = split_front_matter(text)
    heading = re.match(r"\s*# (.+)\n", body)
    if heading and "title" not in fields:
        fields["title"] = heading[1].strip()
        body = body[heading.end() :]
    return {**fields, "text": body.strip()}


def _from_json(text: str) -> dict[str, Any]:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReportError([f"not valid JSON: {error}"]) from None
    if not isinstance(fields, dict):
        raise ReportError([f'expected an object with "title" and "text", found {type(fields).__name__}'])
    return fields


def _first_line(text: str) -> str:
    line = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    return line.strip()[:100] or "Untitled"

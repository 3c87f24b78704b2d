"""Answers from a file: every problem named in one refusal, nothing guessed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from reprlib import repr as shorten
from typing import Any

from corpus.documents import decode
from corpus.errors import CorpusError
from diagnostics.load import DiagnosticsError
from diagnostics.selection.load import Selection
from diagnostics.selection.model import UNKNOWN, Question
from taxonomy.errors import NotYaml
from taxonomy.references import closest
from taxonomy.strict_yaml import parse_yaml

FORMAT = "faultline-decision-record"
LIMIT = 1_000_000
MOST_PLACES = 100
LENGTHS = {"model": 200, "name": 200, "notes": 5_000}
OWN_KEYS = {
    "model": "the model's version as text, or unknown",
    "date": "a day such as 2026-11-22",
    "places": "a list of {name, notes} for each place where an output becomes an action, or []",
}


@dataclass(frozen=True)
class Place:
    """A place where an output becomes an action."""

    name: str
    notes: str = ""


@dataclass(frozen=True)
class Answers:
    """What a person answered: by question, and the pinned model and day; `given` may still have gaps."""

    given: Mapping[str, str] = field(default_factory=dict)
    model: str = UNKNOWN
    day: date | None = None
    places: tuple[Place, ...] = ()


def load_answers(path: Path, selection: Selection) -> Answers:
    """Read a YAML or JSON file of answers, or a decision record in JSON; raise DiagnosticsError for every problem."""
    try:
        with path.open("rb") as file:
            text = decode(file.read(LIMIT + 1), str(path))
        data = _from_json(text) if path.suffix.lower() == ".json" else parse_yaml(text)
    except OSError as error:
        raise DiagnosticsError([f"{path}: {error.strerror}. Name a file that can be read."]) from None
    except CorpusError as error:
        raise DiagnosticsError([str(error)]) from None
    except NotYaml as error:
        raise DiagnosticsError(
            [f"{path}:{error.line or 1}: not valid YAML: {error.problem}. Correct the file."]
        ) from None
    except (ValueError, RecursionError) as error:
        raise DiagnosticsError([f"{path}: not valid JSON: {error}. Correct the file."]) from None
    if isinstance(data, dict) and data.get("format") == FORMAT:
        data = data.get("answers")
    return make_answers(data, selection, str(path))


def make_answers(data: Any, selection: Selection, where: str) -> Answers:
    """Return data as answers; raise DiagnosticsError naming every unknown key, wrong value and missing answer."""
    if not isinstance(data, dict):
        found = "nothing" if data is None else type(data).__name__
        raise DiagnosticsError([f"{where}: expected a mapping of questions to answers, found {found}."])
    expected = {**{one.id: _expected(one) for one in selection.questions.values()}, **OWN_KEYS}
    unknown = [key for key in data if key not in expected]
    problems = [f"unknown key {key!r}.{closest(str(key), expected)}" for key in unknown]
    missing = [f"{key} ({kind})" for key, kind in expected.items() if key not in data and key != "places"]
    problems += [f"missing: {'; '.join(missing)}. Answer each."] if missing else []
    given = {name: _word(data[name]) for name in selection.questions if name in data}
    for name, answer in given.items():
        if answer not in (*selection.questions[name].options, UNKNOWN):
            problems.append(f"{name}: expected {expected[name]}, found {shorten(data[name])}.")
    problems += [*_bad_text(data, "model"), *_bad_day(data), *_bad_places(data.get("places", []))]
    if problems:
        raise DiagnosticsError([f"{where}: {problem}" for problem in problems])
    places = tuple(Place(" ".join(one["name"].split()), one.get("notes", "")) for one in data.get("places", []))
    return Answers({name: str(answer) for name, answer in given.items()}, data["model"], _day(data["date"]), places)


def _expected(question: Question) -> str:
    return ", ".join(question.options) + " or unknown"


def _word(value: Any) -> Any:
    # YAML reads an unquoted yes as true.
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value if isinstance(value, str) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None


def _bad_day(data: Mapping[str, Any]) -> Iterator[str]:
    day = _day(data.get("date"))
    if "date" in data and (not isinstance(day, date) or isinstance(day, datetime)):
        yield f"date: expected {OWN_KEYS['date']}, found {str(data['date'])[:40]}."


def _bad_text(data: Mapping[str, Any], key: str, where: str = "") -> Iterator[str]:
    if key not in data:
        return
    value = data[key]
    if not isinstance(value, str) or (key != "notes" and not value.strip()):
        yield f"{where}{key}: expected text (in quotation marks if it looks like a number), found {shorten(value)}."
    elif len(value) > LENGTHS[key]:
        yield f"{where}{key}: {len(value):,} characters, more than {LENGTHS[key]:,}. Shorten it."
    elif not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        yield f"{where}{key}: contains half of a surrogate pair. Paste the text again as UTF-8."


def _bad_places(places: Any) -> Iterator[str]:
    if not isinstance(places, list) or len(places) > MOST_PLACES:
        yield f"places: expected {OWN_KEYS['places']}, at most {MOST_PLACES}, found {shorten(places)}."
        return
    for number, place in enumerate(places, 1):
        if not isinstance(place, dict) or "name" not in place or set(place) - {"name", "notes"}:
            yield f"places, number {number}: expected {{name, notes}}, found {shorten(place)}."
            continue
        yield from _bad_text(place, "name", f"places, number {number}, ")
        yield from _bad_text(place, "notes", f"places, number {number}, ")


def _from_json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"key {', '.join(twice)} stands twice")
    return dict(pairs)

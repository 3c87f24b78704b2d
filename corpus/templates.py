"""Templates that a report can be begun from: Markdown files with a name and a hint."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from reprlib import repr as shorten

from pydantic import Field, ValidationError

from corpus.errors import ReportError
from corpus.report import split_front_matter
from taxonomy import Finding
from taxonomy.files import describe
from taxonomy.model import Strict

FOLDER = Path(__file__).parent / "templates"


class Template(Strict):
    """The headings and questions of one way to tell an incident."""

    name: str = Field(min_length=1, max_length=20)
    hint: str = Field(min_length=1)
    text: str = Field(min_length=1)


def load_templates(folder: Path = FOLDER) -> tuple[Template, ...]:
    """Return the templates of a folder in the order of their file names; raise ReportError naming every problem."""
    templates, problems = [], []
    for path in sorted(folder.glob("*.md")):
        try:
            fields, text = split_front_matter(path.read_text(encoding="utf-8"))
            templates.append(Template.model_validate({**fields, "text": text.strip()}))
        except ReportError as error:
            problems += [f"{path}: {problem}" for problem in error.problems]
        except ValidationError as error:
            problems += [f"{path}: {describe(problem)}" for problem in error.errors()]
    if problems:
        raise ReportError(problems)
    return tuple(templates)


@cache
def shipped_templates() -> tuple[Template, ...]:
    """Return the templates that this installation ships, loaded once."""
    return load_templates()


def is_unfilled(text: str) -> bool:
    """Return whether a text says nothing yet: it is empty, or holds but headings and what a template asks."""
    return all(_is_asked(line) or line.startswith("#") or not line.strip() for line in text.splitlines())


def find_unanswered(text: str) -> Iterator[Finding]:
    """Yield a finding for every line that is still what a template asks, and no answer to it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if _is_asked(line):
            found = f"{shorten(line.strip())} is what the template asks. Write the answer instead, or delete the line."
            yield Finding("unanswered", f"text, line {number}", found)


def _is_asked(line: str) -> bool:
    return line.strip() in _asked()


@cache
def _asked() -> frozenset[str]:
    lines = (line.strip() for template in shipped_templates() for line in template.text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))

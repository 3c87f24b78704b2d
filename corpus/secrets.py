"""Secrets in a text: found before anything is saved, shown without being told, and taken out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, field_validator

from corpus.errors import CorpusError
from corpus.report import Report
from taxonomy.files import read_records
from taxonomy.model import Strict

if TYPE_CHECKING:
    from detect_secrets.plugins.base import BasePlugin

DATA = Path(__file__).parent / "secrets.yaml"
CONTEXT = 40  # characters shown on either side of a secret
SHOWN = 4  # characters of the secret itself that are shown, enough to find it by


class Pattern(Strict):
    """A kind of secret by its regular expression, with a made-up text that matches and one that must not."""

    kind: str = Field(min_length=1)
    pattern: str
    sample: tuple[str, ...]
    harmless: tuple[str, ...]

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        return value


class Detector(Strict):
    """A kind of secret by the name of the class that finds it in the library detect-secrets."""

    detector: str
    kind: str


class Patterns(Strict):
    """Every kind of secret that is looked for, the more telling name first."""

    patterns: tuple[Pattern, ...]
    library: tuple[Detector, ...]


@dataclass(frozen=True, order=True)
class Secret:
    """A stretch of a text that looks like a secret, `text[start:end]`, and what kind of secret it looks like."""

    start: int
    end: int
    kind: str

    def line(self, text: str) -> int:
        """Return the line of the text on which the secret begins, from 1."""
        return text.count("\n", 0, self.start) + 1


def find_secrets(text: str) -> list[Secret]:
    """Return the stretches of a text that look like secrets, in order, none overlapping another.

    Where two kinds meet in one stretch, it has the name of the kind that stands first in secrets.yaml.
    """
    found: list[Secret] = []
    for secret in sorted(_matches(text), key=lambda one: (one.start, -one.end)):
        if found and secret.start < found[-1].end:
            last = found.pop()
            secret = Secret(last.start, max(last.end, secret.end), min(last.kind, secret.kind, key=_rank))
        found.append(secret)
    return found


def redact(text: str) -> str:
    """Return the text with "[secret removed: kind]" in the place of every secret."""
    return _without(text, find_secrets(text))


def redact_report(report: Report) -> Report:
    """Return a report with every secret taken out of its text, its fields, and the evidence of its tags."""
    values = {report.text[one.start : one.end]: one.kind for one in find_secrets(report.text)}

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: clean(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(clean(one) for one in value)
        if not isinstance(value, str):
            return value
        for secret, kind in values.items():
            value = value.replace(secret, _removed(kind))
        return redact(value)

    fields = report.model_dump(mode="json")
    kept = {
        name: fields[name]
        for name in ("id", "date", "kind", "voice", "coding", "source_row", "repository", "same_event")
    }
    return Report.model_validate({**clean(fields), **kept})


def texts_of(report: Report) -> Iterator[tuple[str, str]]:
    """Yield (field, text) for everything of a report that a secret can stand in.

    The evidence of tags is left out: the verifier has it stand in the text.
    """
    yield "text", report.text
    for name in ("title", "product", "trigger", "root_cause"):
        yield name, getattr(report, name)
    yield "chain", "\n".join(report.chain)
    yield "sources", "\n".join(f"{source.url} {source.title}" for source in report.sources)


def in_context(text: str, secret: Secret) -> tuple[str, str, str]:
    """Return what stands before a secret on its line, the secret masked, and what stands after it.

    Other secrets on the line are masked too.
    """
    before, after = text[: secret.start], text[secret.end :]
    before = _ending(redact(before.rpartition("\n")[2]))
    after = _beginning(redact(after.partition("\n")[0]))
    value = text[secret.start : secret.end]
    return before, value[: min(SHOWN, len(value) // 4)] + "…", after


def places(text: str, name: str) -> list[str]:
    """Return one line per secret of a file's text: name, line, kind, and the place with the secret masked."""
    return [
        f"{name}:{one.line(text)}: looks like a secret ({one.kind}): {shown(text, one)}" for one in find_secrets(text)
    ]


def shown(text: str, secret: Secret) -> str:
    """Return the place of a secret on its line, with the secret masked."""
    return "".join(in_context(text, secret)).strip()


def told(secrets: Iterable[Secret]) -> str:
    """Return the kinds of some secrets as words, such as "OpenAI key, 2 times password"."""
    kinds = [secret.kind for secret in secrets]
    return ", ".join(
        kind if kinds.count(kind) == 1 else f"{kinds.count(kind)} times {kind}" for kind in dict.fromkeys(kinds)
    )


@cache
def shipped_patterns() -> Patterns:
    """Return the kinds of secrets this installation knows; raise CorpusError when their file cannot be used."""
    problems: list[str] = []
    patterns = read_records(DATA, Patterns, problems)
    if patterns is None:
        raise CorpusError("\n".join(problems))
    return patterns


def _ending(text: str) -> str:
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def _beginning(text: str) -> str:
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + " …"


def _without(text: str, secrets: Sequence[Secret]) -> str:
    for secret in reversed(secrets):
        text = text[: secret.start] + _removed(secret.kind) + text[secret.end :]
    return text


def _removed(kind: str) -> str:
    return f"[secret removed: {kind}]"


def _rank(kind: str) -> int:
    return _kinds().index(kind)


@cache
def _kinds() -> list[str]:
    known = shipped_patterns()
    return [one.kind for one in known.patterns] + [one.kind for one in known.library]


def _matches(text: str) -> Iterator[Secret]:
    for pattern in shipped_patterns().patterns:
        for match in re.finditer(pattern.pattern, text):
            group = "secret" if "secret" in match.re.groupindex and match["secret"] else 0
            yield Secret(match.start(group), match.end(group), pattern.kind)
    offset = 0
    for line in text.splitlines(keepends=True):
        for kind, plugin in _plugins():
            for value in map(str.strip, plugin.analyze_string(line)):
                start = offset + line.find(value)
                yield Secret(start, start + len(value), kind)
        offset += len(line)


@cache
def _plugins() -> tuple[tuple[str, "BasePlugin"], ...]:
    from detect_secrets.core.plugins.initialize import from_plugin_classname

    return tuple((one.kind, from_plugin_classname(one.detector)) for one in shipped_patterns().library)

"""Sentences with their exact place in a text: the unit of evidence."""

import re
from dataclasses import dataclass

# An ending is a stop, perhaps a closing quote or bracket, then space before something that can begin a sentence.
# Reports are full of versions, paths and error texts, which a trained splitter cuts apart; so the rule is strict.
_ENDING = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[`]*[A-Z0-9`])")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|v|cf|approx|no|fig|dr|mr|ms|st|inc|ltd|[A-Z])\.$", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}\s.*$", re.MULTILINE)
WRAPPED = 50  # a line this long without an ending goes on in the next one
_CLOSED = re.compile(r"[.!?:;][\"')\]`*]*$")
_BULLET = re.compile(r"^(?:[-*+>]|\d+[.)])\s+")


@dataclass(frozen=True)
class Span:
    """A stretch of a text: `text[start:end]` is `text`, offsets in characters."""

    start: int
    end: int
    text: str


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of a Markdown text in order; headings and blank lines are left out."""
    spans = []
    for start, end in _stretches(text):
        line = text[start:end].lstrip()
        bullet = _BULLET.match(line)
        spans += _split(text, end - len(line) + (bullet.end() if bullet else 0), end)
    return spans


def _stretches(text: str) -> list[tuple[int, int]]:
    """Return the lines of a text, a line that was wrapped in mid-sentence together with those that carry it on."""
    stretches: list[tuple[int, int]] = []
    open_ended = False
    for line in re.finditer(r"[^\n]*\n?", text):
        words = line[0].strip()
        begins = not words or _HEADING.fullmatch(words) or _BULLET.match(words)
        if words and not _HEADING.fullmatch(words):
            start = stretches.pop()[0] if open_ended and not begins else line.start()
            stretches.append((start, line.start() + len(line[0].rstrip())))
        open_ended = len(words) >= WRAPPED and not _HEADING.fullmatch(words) and not _CLOSED.search(words)
    return stretches


def _split(text: str, start: int, end: int) -> list[Span]:
    cuts = [start]
    for match in _ENDING.finditer(text, start, end):
        if not _ABBREVIATION.search(text[cuts[-1] : match.start()]):
            cuts.append(match.end())
    pieces = zip(cuts, [*cuts[1:], end], strict=True)
    return [span for left, right in pieces if (span := _trimmed(text, left, right)).text]


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return Span(left, left + len(piece.strip()), piece.strip())


def locate(text: str, sentence: str) -> Span | None:
    """Return where `sentence` stands in `text`, any run of white space matching any other, or None."""
    words = sentence.split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), text)
    return Span(match.start(), match.end(), match[0]) if match else None

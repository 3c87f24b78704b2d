"""Report text made safe to show: everything literal but headings and bullets, with evidence highlighted."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from corpus.citing import web_address
from corpus.sentences import Span

Colour = Literal["gray", "blue", "orange", "violet", "green", "red"]
# One colour per facet, kept everywhere; Streamlit's names, each with its own text label beside it.
FACET_COLOURS: dict[str, Colour] = {
    "locus": "gray",
    "sdb_parts": "blue",
    "weaknesses": "orange",
    "patterns": "orange",
    "symptoms": "violet",
    "runtime": "green",
    "fix_strengthens_sdb": "green",
    "fix_parts": "green",
    "impact": "red",
    "severity": "red",
    "verifier_strength": "blue",
}
# For these Streamlit sets an icon or another sign, escaped or not; in code it leaves them be.
_REPLACED = r"(:material_\w+:|:streamlit:|(?<!\S)(?:<->|->|<-|--|>=|<=|~=)(?!\S))"
_SPECIAL = re.compile(_REPLACED + r"|([\\`*_{}\[\]()<>#+\-=.!|~$:@&]|(?<=:material)/)")
_REORDERING = {sign: None for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}  # Unicode's bidi controls
MARKS = ("\ue000", "\ue001")  # around what a search matched: of Unicode's private use, so that no text holds them
_ENTRY = re.compile(
    r" {4}|\t|\s*(?:\d+(?:[.)]\s|[:/-]\d)|[|>\[])"
)  # of code, a numbered list, a timeline, a table, a log
_NEAR = 1000  # characters of a paragraph, before and after, by which its lines are judged
_LONG = 110  # characters: no text that was fitted to a width has a line as long
_SHORT = 60  # characters: who breaks a line before this has not run into a margin


def literal(text: str) -> str:
    """Return Markdown that shows `text` as it stands, in the order in which it stands."""
    return _SPECIAL.sub(lambda found: f"`{found[1]}`" if found[1] else f"\\{found[2]}", text.translate(_REORDERING))


def link(title: str, address: str) -> str:
    """Return Markdown that links a literal title to an address, whatever signs stand in it."""
    return f"[{literal(title)}](<{web_address(address)}>)"


def highlighted(text: str, marks: Sequence[tuple[Span, str]], numbers: Mapping[str, int] | None = None) -> str:
    """Return Markdown of a report in which each marked span has the colour of its facet, headings kept.

    With `numbers` (of sentence_numbers) each marked span has its number too.
    """
    by_start = {span.start: (span, facet) for span, facet in sorted(marks, key=lambda mark: -mark[0].end)}
    pieces: list[str] = []
    position = 0
    for start in sorted(by_start):
        span, facet = by_start[start]
        if start < position:
            continue
        pieces.append(_before_a_mark(_lines(text, position, start)))
        shown = _flat(literal(span.text)) + number_of(span.text, numbers or {})
        pieces.append(f":{FACET_COLOURS.get(facet, 'gray')}-background[{shown}]")
        position = span.end
    pieces.append(_lines(text, position, len(text)))
    return "".join(pieces)


def evidence_marks(tags: Mapping[str, Mapping[str, str | None]], spans: Sequence[Span]) -> list[tuple[Span, str]]:
    """Return (sentence, facet) for the sentences of a text that carry a tag, the causes before the symptoms."""
    by_text = {_flat(span.text): span for span in reversed(spans)}
    marks: dict[int, tuple[Span, str]] = {}
    first = ("weaknesses", "sdb_parts", "symptoms", "fix_parts", "impact")
    for facet in dict.fromkeys((*first, *tags)):
        for sentence in tags.get(facet, {}).values():
            span = by_text.get(_flat(sentence or ""))
            if span is not None:
                marks.setdefault(span.start, (span, facet))
    return list(marks.values())


def sentence_numbers(marks: Sequence[tuple[Span, str]]) -> dict[str, int]:
    """Return the number of each marked sentence, in the order of the text, by its words."""
    ordered = sorted(marks, key=lambda mark: mark[0].start)
    return {_flat(span.text): number for number, (span, _) in enumerate(ordered, start=1)}


def number_of(sentence: str | None, numbers: Mapping[str, int]) -> str:
    """Return Markdown of the number of the sentence that carries a tag, or nothing where none does."""
    number = numbers.get(_flat(sentence or ""))
    return f" :small[{literal(f'[{number}]')}]" if number else ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def _before_a_mark(stretch: str) -> str:
    """Return a stretch of Markdown whose last line, where it is the indent of what follows, is not taken for code."""
    lines, end, last = stretch.rpartition("\n")
    return stretch if last.strip() else f"{lines}{end}{_hard_spaces(last)}"


def _lines(text: str, start: int, end: int) -> str:
    """Return Markdown of a stretch of a text; a break of line that was made on purpose stays one."""
    pieces: list[str] = []
    for line in text[start:end].split("\n"):
        if pieces:
            pieces.append("  \n" if _is_meant(text, start - 1) else "\n")
        pieces.append(_line(line))
        start += len(line) + 1
    return "".join(pieces)


def _is_meant(text: str, position: int) -> bool:
    """Return whether the break at a position of a text was made on purpose, not to fit the lines to a width."""
    before = text[text.rfind("\n", 0, position) + 1 : position]
    after = text[position + 1 :].partition("\n")[0]
    if not (before.strip() and after.strip()):
        return False
    ends = before.rstrip().endswith((".", "!", "?"))
    return bool(_ENTRY.match(after)) or (len(before) < _SHORT and not (ends and _runs_on(text, position)))


def _runs_on(text: str, position: int) -> bool:
    """Return whether a line of the paragraph at a position runs on beyond any margin, as with a sentence to a line."""
    before = text[max(0, position - _NEAR) : position].rpartition("\n\n")[2]
    after = text[position : position + _NEAR].partition("\n\n")[0]
    return any(len(line) > _LONG for line in (before + after).split("\n"))


def _line(line: str) -> str:
    heading = re.match(r"^(#{1,6})\s+(.*)$", line)
    if heading:
        return f"#### {literal(heading[2])}"
    bullet = re.match(r"^\s*[-*+]\s+(.*)$", line)
    return f"- {literal(bullet[1])}" if bullet else _indented(line)


def _indented(line: str) -> str:
    """Return a line with spaces that Markdown does not take for code, where it begins with that many."""
    words = line.lstrip()
    return _hard_spaces(line[: len(line) - len(words)]) + literal(words) if words else literal(line)


def _hard_spaces(indent: str) -> str:
    """Return an indent, in spaces that Markdown keeps once it is as wide as that of code."""
    wide = indent.expandtabs(4)
    return "\u00a0" * len(wide) if len(wide) > 3 else indent


def reports(number: int) -> str:
    """Return a number of reports in words."""
    return f"{number:,} report" + ("" if number == 1 else "s")


def marked(text: str) -> str:
    """Return Markdown of a text found by a search, its matches (between MARKS) bold."""
    parts = re.split("(?s){}(.*?){}".format(*MARKS), text)
    return "".join(f"**{literal(part)}**" if number % 2 else literal(part) for number, part in enumerate(parts))


def snippet_markdown(snippet: str) -> str:
    """Return Markdown of a search passage, its matches bold, headings and line breaks gone."""
    flat = " ".join(re.sub(r"^#+\s.*$", "", snippet, flags=re.MULTILINE).split())
    return marked(flat if MARKS[0] in flat else flat.rsplit(" ", 1)[0] + " …")

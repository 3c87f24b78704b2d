"""Report text made safe to show: everything literal but headings and bullets, with evidence highlighted."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal
from urllib.parse import quote

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
# Streamlit sets an icon for the first kind, another sign for the second, escaped or not; in code it leaves them be.
_REPLACED = r"(:material[/_]\w+:|:streamlit:|(?<!\S)(?:<->|->|<-|--|>=|<=|~=)(?!\S))"
_SPECIAL = re.compile(_REPLACED + r"|([\\`*_{}\[\]()<>#+\-=.!|~$:@&])")
_REORDERING = {sign: None for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}  # Unicode's bidi controls
MARKS = ("\ue000", "\ue001")  # around what a search matched: of Unicode's private use, so that no text holds them
_ENTRY = re.compile(
    r" {4}|\t|\s*(?:\d+(?:[.)]\s|[:/-]\d)|[|>\[])"
)  # of code, a numbered list, a timeline, a table, a log
_IN_ADDRESS = "/?#@!$&'()*+,;=:%~[]"  # which an address may hold as they are
_SHORT = 60  # characters: who breaks a line before this has not run into a margin


def literal(text: str) -> str:
    """Return Markdown that shows `text` as it stands, in the order in which it stands."""
    return _SPECIAL.sub(lambda found: f"`{found[1]}`" if found[1] else f"\\{found[2]}", text.translate(_REORDERING))


def link(title: str, address: str) -> str:
    """Return Markdown that links a literal title to an address, whatever signs stand in it."""
    return f"[{literal(title)}](<{quote(address, safe=_IN_ADDRESS)}>)"


def highlighted(text: str, marks: Sequence[tuple[Span, str]]) -> str:
    """Return Markdown of a report in which each marked span has the colour of its facet, headings kept."""
    by_start = {span.start: (span, facet) for span, facet in sorted(marks, key=lambda mark: -mark[0].end)}
    pieces: list[str] = []
    position = 0
    for start in sorted(by_start):
        span, facet = by_start[start]
        if start < position:
            continue
        pieces.append(_lines(text, position, start))
        pieces.append(f":{FACET_COLOURS.get(facet, 'gray')}-background[{_inline(span.text)}]")
        position = span.end
    pieces.append(_lines(text, position, len(text)))
    return "".join(pieces)


def evidence_marks(tags: Mapping[str, Mapping[str, str | None]], spans: Sequence[Span]) -> list[tuple[Span, str]]:
    """Return (sentence, facet) for the sentences of a text that carry a tag, the causes before the symptoms."""
    by_text = {" ".join(span.text.split()): span for span in reversed(spans)}
    marks: dict[int, tuple[Span, str]] = {}
    for facet in ("weaknesses", "sdb_parts", "symptoms", "fix_parts", "impact"):
        for sentence in tags.get(facet, {}).values():
            span = by_text.get(" ".join((sentence or "").split()))
            if span is not None:
                marks.setdefault(span.start, (span, facet))
    return list(marks.values())


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
    return bool(before.strip() and after.strip()) and (len(before) < _SHORT or bool(_ENTRY.match(after)))


def _line(line: str) -> str:
    heading = re.match(r"^(#{1,6})\s+(.*)$", line)
    if heading:
        return f"#### {literal(heading[2])}"
    bullet = re.match(r"^\s*[-*+]\s+(.*)$", line)
    return f"- {literal(bullet[1])}" if bullet else _indented(line)


def _indented(line: str) -> str:
    """Return a line with spaces that Markdown does not take for code, where it begins with that many."""
    wide, words = line.expandtabs(4), line.lstrip()
    indent = len(wide) - len(wide.lstrip())
    return "\u00a0" * indent + literal(words) if indent > 3 and words else literal(line)


def _inline(text: str) -> str:
    return " ".join(literal(text).split())


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

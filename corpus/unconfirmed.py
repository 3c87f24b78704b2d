"""What a program wrote into a draft and nobody has confirmed: it must not come back as what people found.

The diagnosis counts published reports. Were its own verdict published unread, it would take itself for evidence.
"""

from collections.abc import Iterator

from taxonomy import Finding

MARK = "Unconfirmed, from the diagnosis:"


def unconfirmed(text: str) -> str:
    """Return a line of a draft, marked as one that a person has yet to confirm."""
    return f"{MARK} {text}"


def find_unconfirmed(text: str) -> Iterator[Finding]:
    """Yield a finding for every line that still carries the mark."""
    for number, line in enumerate(text.splitlines(), start=1):
        if MARK in line:
            found = f'"{MARK}" stands there still. Say what you found instead, or delete the line.'
            yield Finding("unconfirmed", f"text, line {number}", found)

"""A card: prose that was written, and between two marks the figures that a command computes."""

from pathlib import Path

from corpus.errors import CorpusError

CARD = Path(__file__).parent / "README.md"
BEGIN = "<!-- figures: computed by a command, not to be edited -->"
END = "<!-- end of figures -->"


def with_figures(card: str, lines: list[str]) -> str:
    """Return a card with its figures replaced; raise CorpusError if it has no place for them."""
    before, begin, rest = card.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise CorpusError(f'the card has no place for figures. Add a line "{BEGIN}" and a line "{END}".')
    return f"{before}{BEGIN}\n\n" + "\n".join(lines) + f"\n\n{END}{after}"


def sections(card: str) -> dict[str, str]:
    """Return a card's written prose by its headings of the second level, the figures left out."""
    before, _, rest = card.partition(BEGIN)
    prose = before + rest.partition(END)[2]
    parts = [part.partition("\n") for part in f"\n{prose}".split("\n## ")[1:]]
    return {heading.strip(): text.strip() for heading, _, text in parts}

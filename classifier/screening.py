"""Whether a text can be classified at all: long enough, not too long, language the encoder reads."""

import re

from corpus.sentences import split_sentences

MIN_WORDS = 12
MAX_CHARACTERS = 100_000
LANGUAGE = "en"
# Words that are frequent in English and nearly absent from other languages. Where many of the words are these, the
# text is English, and the detector, which takes longer than all the rest of the fast mode, need not be asked.
ENGLISH = frozenset(
    "the and that with which from were been its this these those when then after before because would could their "
    "there they them who how".split()
)
ENOUGH_ENGLISH = 0.15  # of the words; 0.2 in the median report of the corpus
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS = re.compile(r"[^\W\d_]{2,}")


def screen(text: str) -> str | None:
    """Return why a text is declined, what was found and what to do; None if it can be classified."""
    if _SURROGATE.search(text):
        return "the text contains half of a surrogate pair. Paste it again as UTF-8."
    if "\x00" in text:
        return "the text contains NUL bytes: it is binary. Paste the report as text."
    if len(text) > MAX_CHARACTERS:
        return f"the text has {len(text):,} characters, more than {MAX_CHARACTERS:,}. Cut it down to the story."
    words = _WORDS.findall(text)
    if not text.strip():
        return "the text is empty. Paste the report."
    if len(words) < MIN_WORDS:
        return f"the text has {len(words)} words, fewer than {MIN_WORDS}. Tell what happened in a few sentences."
    if not split_sentences(text):
        return "the text has headings and no sentence. Tell what happened under them."
    english = sum(word.lower() in ENGLISH for word in words) / len(words)
    return None if english >= ENOUGH_ENGLISH else _foreign(text)


def _foreign(text: str) -> str | None:
    import py3langid

    language, _ = py3langid.classify(text[:4000])
    if language == LANGUAGE:
        return None
    found = "no language at all" if language == "zxx" else f'the language "{language}"'
    return f"the text looks like {found}. The classifier reads English; tag the report by hand, or translate it."

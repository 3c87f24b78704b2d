"""TF-IDF of a text's words as scikit-learn's vectorizer computes it, from its vocabulary and weights alone."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from classifier.features import Matrix

_WORD = re.compile(r"(?u)\b\w\w+\b")
_SAME = {
    "analyzer": "word",
    "binary": False,
    "lowercase": True,
    "ngram_range": (1, 1),
    "norm": "l2",
    "preprocessor": None,
    "strip_accents": None,
    "sublinear_tf": True,
    "token_pattern": _WORD.pattern,
    "tokenizer": None,
    "use_idf": True,
}


@dataclass(frozen=True)
class Words:
    """A vocabulary of n words in the order of their columns, and their inverse document frequencies (n,)."""

    vocabulary: tuple[str, ...]
    idf: Matrix

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.vocabulary)}

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return (texts, n) weights: logarithmic counts times the words' rarity, every row of unit length."""
        rows = np.zeros((len(texts), len(self.vocabulary)))
        for row, text in zip(rows, texts, strict=True):
            counts = Counter(
                place for word in _WORD.findall(text.lower()) if (place := self._places.get(word)) is not None
            )
            for place, count in counts.items():
                row[place] = (1.0 + np.log(count)) * self.idf[place]
            row /= np.linalg.norm(row) or 1.0
        return rows


def words_of(vectorizer: Any) -> Words | None:
    """Return the same TF-IDF without scikit-learn, or None where the vectorizer does what Words does not."""
    settings = vectorizer.get_params()
    if any(settings.get(name) != value for name, value in _SAME.items()):
        return None
    ordered = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
    return Words(tuple(ordered), np.asarray(vectorizer.idf_))

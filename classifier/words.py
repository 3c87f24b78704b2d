"""TF-IDF of a text's words as scikit-learn's vectorizer computes it, from its vocabulary and weights alone."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
class Rows:
    """A matrix of which few entries are not zero: for each row their `places` and their `values`; `width` columns."""

    places: tuple[NDArray[np.intp], ...]
    values: tuple[Matrix, ...]
    width: int

    def __matmul__(self, weights: Matrix) -> Matrix:
        """Return (rows, columns) for weights (width, columns)."""
        found = [values @ weights[places] for places, values in zip(self.places, self.values, strict=True)]
        return np.array(found).reshape(len(self.places), weights.shape[1])

    def toarray(self) -> Matrix:
        """Return all of it, (rows, width)."""
        whole = np.zeros((len(self.places), self.width))
        for row, places, values in zip(whole, self.places, self.values, strict=True):
            row[places] = values
        return whole


@dataclass(frozen=True)
class Words:
    """A vocabulary of n words in the order of their columns, and their inverse document frequencies (n,)."""

    vocabulary: tuple[str, ...]
    idf: Matrix

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.vocabulary)}

    def transform(self, texts: Sequence[str]) -> Rows:
        """Return (texts, n) weights: logarithmic counts times the words' rarity, every row of unit length."""
        found = [self._weigh(text) for text in texts]
        return Rows(tuple(places for places, _ in found), tuple(values for _, values in found), len(self.vocabulary))

    def _weigh(self, text: str) -> tuple[NDArray[np.intp], Matrix]:
        known = self._places
        counts = Counter([known[word] for word in _WORD.findall(text.lower()) if word in known])
        places = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))) * self.idf[places]
        return places, values / (np.linalg.norm(values) or 1.0)


def words_of(vectorizer: Any) -> Words | None:
    """Return the same TF-IDF without scikit-learn, or None where the vectorizer does what Words does not."""
    settings = vectorizer.get_params()
    if any(settings.get(name) != value for name, value in _SAME.items()):
        return None
    ordered = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
    return Words(tuple(ordered), np.asarray(vectorizer.idf_))

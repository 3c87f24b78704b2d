"""The baseline to beat: a label is suggested when the report holds one of the label's own keywords."""

import re
from collections.abc import Sequence

import numpy as np

from classifier.features import Matrix
from classifier.labels import Column
from taxonomy import Label, Taxonomy


def keyword_scores(texts: Sequence[str], columns: Sequence[Column], taxonomy: Taxonomy) -> Matrix:
    """Return (texts, columns): the share of a label's keywords, from the taxonomy, that the text holds."""
    patterns = [_pattern(taxonomy.label(column.facet, column.label)) for column in columns]
    counts = [[len({match.lower() for match in p.findall(text)}) for p in patterns] for text in texts]
    sizes = np.array([max(p.groups, 1) for p in patterns], dtype=np.float64)
    return np.array(counts, dtype=np.float64).reshape(len(texts), len(columns)) / sizes


def _pattern(label: Label | None) -> re.Pattern[str]:
    words = label.keywords if label is not None else ()
    if not words:
        return re.compile(r"(?!)")
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\w*", re.IGNORECASE)

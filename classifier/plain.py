"""The heads as plain arrays, beside skops: for starts that cannot wait seconds for scikit-learn to be imported."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from classifier.words import Words, words_of

PLAIN = "heads.safetensors"
WORDS = "vocabulary"


def write_plain(content: Mapping[str, Any], path: Path) -> bool:
    """Write nested arrays and a TF-IDF vectorizer; return False, writing nothing, if there is more in `content`."""
    from safetensors.numpy import save

    leaves = dict(_leaves(content))
    words = words_of(leaves.pop("vectorizer"))
    if words is None or not all(isinstance(leaf, np.ndarray) for leaf in leaves.values()):
        return False
    arrays = {name: np.ascontiguousarray(leaf) for name, leaf in {**leaves, "vectorizer": words.idf}.items()}
    path.write_bytes(save(arrays, metadata={WORDS: json.dumps(words.vocabulary, ensure_ascii=False)}))
    return True


def read_plain(path: Path) -> dict[str, Any]:
    """Read what `write_plain` wrote, the vectorizer as Words; the format holds numbers and text, never code."""
    from safetensors import safe_open

    content: dict[str, Any] = {}
    with safe_open(path, framework="np") as file:
        for name in file.keys():
            *folders, leaf = name.split("/")
            place = content
            for folder in folders:
                place = place.setdefault(folder, {})
            place[leaf] = file.get_tensor(name)
        content["vectorizer"] = Words(tuple(json.loads(file.metadata()[WORDS])), content["vectorizer"])
    return content


def _leaves(content: Mapping[str, Any], stem: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{stem}{name}/")
        else:
            yield f"{stem}{name}", value

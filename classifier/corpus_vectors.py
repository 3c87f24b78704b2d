"""Vectors of the shipped corpus, kept beside the shipped model, so that a fresh installation need not encode it."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from classifier.encoder import Vectors
from classifier.errors import ModelError
from classifier.weights import sha256_of

VECTORS = "corpus.safetensors"
ENCODER = "encoder_sha256"


def write_vectors(path: Path, vectors: Mapping[str, Vectors], encoder_sha256: str) -> None:
    """Write vectors by the SHA-256 of their text, in half precision: similarities keep three digits."""
    from safetensors.numpy import save

    digests = np.array([list(bytes.fromhex(digest)) for digest in vectors], dtype=np.uint8)
    arrays: dict[str, np.ndarray] = {"digests": digests, "vectors": np.array(list(vectors.values()), dtype=np.float16)}
    path.write_bytes(save(arrays, metadata={ENCODER: encoder_sha256}))


def read_vectors(path: Path, expected: str | None, encoder_sha256: str) -> dict[str, Vectors]:
    """Return the SHA-256 of a text -> its vector; nothing if there is no such file or it is another encoder's.

    Raises ModelError when the file's own SHA-256 is not `expected`.
    """
    from safetensors import safe_open

    if not path.is_file():
        return {}
    if (found := sha256_of(path)) != expected:
        raise ModelError(f"{path}: SHA-256 is {found}, expected {expected}. Restore it from the repository.")
    with safe_open(path, framework="np") as file:
        if file.metadata()[ENCODER] != encoder_sha256:
            return {}
        digests, vectors = file.get_tensor("digests"), file.get_tensor("vectors").astype("<f4")
    return {digest.tobytes().hex(): vector for digest, vector in zip(digests, vectors, strict=True)}

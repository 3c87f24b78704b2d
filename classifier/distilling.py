"""Making the fast mode's table: what the encoder says of every token by itself, in few dimensions and small numbers.

In the manner of model2vec (Tulkens and van Dongen 2024): one forward pass per token, principal components, and weights
that fall with a token's frequency (Arora et al. 2017), which its place in the vocabulary stands for (Zipf's law).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.encoder import Vectors, Window
from classifier.errors import EncoderError
from classifier.light_encoder import TOKENIZER, LightEncoder, load_light_encoder
from classifier.static_encoder import TABLE
from classifier.weights import find_weights, sha256_of

DIMENSION = 64
RARE = 1e-4  # the frequency at which a token's weight is one half
LARGEST = 127  # of a signed byte


def distil(path: Path = TABLE) -> str:
    """Write the table made from the installed encoder's weights; return its SHA-256.

    The same machine gives the same bytes; another one may round otherwise, so the table is kept and not made at need.
    """
    from safetensors.numpy import save

    encoder = load_light_encoder()
    if not isinstance(encoder, LightEncoder):
        raise EncoderError("a table can be made only from an encoder of the kind of all-MiniLM-L6-v2.")
    names = encoder.vocabulary()
    tokens, scales = table_of(_alone(encoder, len(names)), names)
    about = {"encoder_sha256": encoder.sha256, TOKENIZER: sha256_of(find_weights() / TOKENIZER)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(save({"tokens": tokens, "scales": scales}, metadata=about))
    return sha256_of(path)


def table_of(vectors: Vectors, names: Sequence[str]) -> tuple[NDArray[np.int8], Vectors]:
    """Return token vectors as whole numbers (tokens, DIMENSION) and scales (tokens,); special tokens are zero.

    `vectors` is (tokens, any dimension), in the order of the vocabulary, the frequent ones first.
    """
    special = np.array([name.startswith("[") and name.endswith("]") and len(name) > 2 for name in names])
    centred = vectors.astype(np.float64) - vectors[~special].mean(axis=0, dtype=np.float64)
    _, directions = np.linalg.eigh(centred[~special].T @ centred[~special])
    table = centred @ directions[:, ::-1][:, :DIMENSION] * _weights(len(names))[:, None]
    table[special] = 0.0
    scales = np.abs(table).max(axis=1) / LARGEST
    whole = np.round(table / np.where(scales == 0, 1.0, scales)[:, None])
    return whole.astype(np.int8), scales.astype(np.float32)


def _alone(encoder: LightEncoder, count: int) -> Vectors:
    """Return for each token the mean of what the network makes of it between its two ends, (tokens, dimension)."""
    windows = [Window(token, (token,), (0,)) for token in range(count)]
    return np.array([hidden.mean(axis=0) for _, hidden in encoder.forward(windows)])


def _weights(count: int) -> NDArray[np.float64]:
    frequencies = 1.0 / np.arange(2, count + 2)
    frequencies /= frequencies.sum()
    weights: NDArray[np.float64] = RARE / (RARE + frequencies)
    return weights

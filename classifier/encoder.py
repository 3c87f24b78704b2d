"""The encoder: one forward pass gives a vector for the report and one for each of its sentences.

Sentence vectors are means of token vectors that have seen their neighbours, instead of a second pass over
every sentence by itself ("late chunking", Günther et al. 2024, arXiv 2409.04701).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from classifier.weights import SHA256, WEIGHTS, sha256_of, verified_weights
from corpus.sentences import Span, split_sentences

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH_SIZE = 4
Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Encoded:
    """A text's vector (dimension,), its sentences, and their vectors (sentences, dimension); all of unit length."""

    document: Vectors
    spans: tuple[Span, ...]
    sentences: Vectors


@dataclass(frozen=True)
class Window:
    """A run of tokens for one forward pass: which text, and which sentence each token belongs to."""

    text: int
    tokens: tuple[int, ...]
    owners: tuple[int, ...]


class Encoder(ABC):
    """An encoder whose weights have been proved to be the ones with this digest; `room` is a window's tokens."""

    def __init__(self, sha256: str, dimension: int, room: int) -> None:
        self.sha256, self.dimension = sha256, dimension
        self._room = room

    @abstractmethod
    def _tokens(self, texts: Sequence[str]) -> Sequence[Sequence[int]]:
        """Return the token ids of each text, none added at its ends."""

    @abstractmethod
    def forward(self, windows: Sequence[Window]) -> Iterator[tuple[Window, Vectors]]:
        """Yield each window with its token vectors (tokens + 2, dimension), in any order."""

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts of any length, in order."""
        spans = [tuple(split_sentences(text)) for text in texts]
        windows = [window for index, found in enumerate(spans) for window in self._windows(index, found)]
        sums = [np.zeros((len(found) + 1, self.dimension), dtype=np.float64) for found in spans]
        for window, hidden in self.forward(windows):
            sums[window.text][-1] += hidden.sum(axis=0)
            owners = np.asarray(window.owners, dtype=np.intp)
            starts = np.flatnonzero(np.diff(owners, prepend=-1))
            sums[window.text][owners[starts]] += np.add.reduceat(hidden[1:-1], starts, axis=0, dtype=np.float64)
        return [Encoded(_unit(total[-1]), found, _unit(total[:-1])) for total, found in zip(sums, spans, strict=True)]

    def _windows(self, text: int, spans: Sequence[Span]) -> Iterator[Window]:
        """Pack whole sentences into windows; only a sentence longer than a window is cut."""
        if not spans:
            return
        ids = self._tokens([span.text for span in spans])
        tokens: list[int] = []
        owners: list[int] = []
        for owner, sentence in enumerate(ids):
            for start in range(0, len(sentence), self._room):
                piece = sentence[start : start + self._room]
                if len(tokens) + len(piece) > self._room:
                    yield Window(text, tuple(tokens), tuple(owners))
                    tokens, owners = [], []
                tokens += piece
                owners += [owner] * len(piece)
        if tokens:
            yield Window(text, tuple(tokens), tuple(owners))


class SentenceEncoder(Encoder):
    """A SentenceTransformer: the encoder as its publishers run it."""

    def __init__(self, model: "SentenceTransformer", sha256: str) -> None:
        super().__init__(sha256, model.get_embedding_dimension() or 0, int(model.max_seq_length or 256) - 2)
        self.model = model
        self._tokenizer: Any = model.tokenizer

    def _tokens(self, texts: Sequence[str]) -> Sequence[Sequence[int]]:
        found: Sequence[Sequence[int]] = self._tokenizer(list(texts), add_special_tokens=False, verbose=False)[
            "input_ids"
        ]
        return found

    def forward(self, windows: Sequence[Window]) -> Iterator[tuple[Window, Vectors]]:
        """Yield each window with its token vectors, windows of like length together."""
        import torch

        ordered = sorted(windows, key=lambda window: len(window.tokens))
        for start in range(0, len(ordered), BATCH_SIZE):
            batch = ordered[start : start + BATCH_SIZE]
            inputs = self._pad(batch)
            with torch.inference_mode():
                vectors = self.model(inputs)["token_embeddings"].float().cpu().numpy()
            for window, hidden in zip(batch, vectors, strict=True):
                yield window, hidden[: len(window.tokens) + 2]

    def _pad(self, batch: Sequence[Window]) -> dict[str, Any]:
        import torch

        width = max(len(window.tokens) for window in batch) + 2
        ids = torch.full((len(batch), width), self._tokenizer.pad_token_id, dtype=torch.long)
        mask = torch.zeros((len(batch), width), dtype=torch.long)
        for row, window in enumerate(batch):
            content = [self._tokenizer.cls_token_id, *window.tokens, self._tokenizer.sep_token_id]
            ids[row, : len(content)] = torch.tensor(content)
            mask[row, : len(content)] = 1
        device = self.model.device
        return {"input_ids": ids.to(device), "attention_mask": mask.to(device)}


def load_encoder(folder: Path | None = None, expected: str = SHA256) -> SentenceEncoder:
    """Load the encoder from `folder` or wherever it is found; raise EncoderError unless its digest is `expected`."""
    path = verified_weights(folder, expected)
    from sentence_transformers import SentenceTransformer
    from threadpoolctl import threadpool_limits
    from transformers.utils import logging

    # NumPy's threads would go on spinning after each product and take the processors from the encoder's own.
    threadpool_limits(limits=1, user_api="blas")
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceEncoder(
        SentenceTransformer(str(path), device="cpu", local_files_only=True), sha256_of(path / WEIGHTS)
    )


def _unit(vectors: NDArray[np.float64]) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1.0, lengths)).astype(np.float32)

"""The same encoder in plain NumPy: ready in a fraction of the time, because nothing imports PyTorch.

Every window goes through by itself, on one thread: a report's vectors are the same bits whatever stands beside it.
The network is BERT (Devlin et al. 2019, arXiv 1810.04805); its weights are the published ones, digest checked.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classifier.encoder import Encoder, Vectors, Window, load_encoder
from classifier.weights import SHA256, WEIGHTS, sha256_of, verified_weights

READS = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
TOKENIZER = "tokenizer.json"
ROWS = 32  # rows of the wide layer at a time, so that they stay in the processor's cache


@dataclass(frozen=True)
class Dense:
    """A layer: weight (outputs, inputs) and bias (outputs,)."""

    weight: Vectors
    bias: Vectors

    def __call__(self, rows: Vectors) -> Vectors:
        """Return (rows, outputs) of (rows, inputs)."""
        result: Vectors = rows @ self.weight.T
        result += self.bias
        return result


@dataclass(frozen=True)
class Norm:
    """Layer normalisation: scale and shift (dimension,) after every row has mean 0 and variance 1."""

    scale: Vectors
    shift: Vectors
    epsilon: float

    def __call__(self, rows: Vectors) -> Vectors:
        """Return (rows, dimension) normalised."""
        centred: Vectors = rows - rows.mean(axis=1, keepdims=True)
        centred /= np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + np.float32(self.epsilon))
        centred *= self.scale
        centred += self.shift
        return centred


@dataclass(frozen=True)
class Layer:
    """One transformer layer: attention over all tokens, then each token by itself."""

    attention: Dense
    mixed: Dense
    first: Norm
    wide: Dense
    narrow: Dense
    second: Norm
    heads: int

    def __call__(self, rows: Vectors) -> Vectors:
        """Return (tokens, dimension) of (tokens, dimension)."""
        after = self.first(self.mixed(self._attend(rows)) + rows)
        return self.second(self.narrow(gelu(self.wide(after))) + after)

    def _attend(self, rows: Vectors) -> Vectors:
        tokens, dimension = rows.shape
        parts: Vectors = self.attention(rows).reshape(tokens, 3, self.heads, dimension // self.heads)
        query, key, value = parts.transpose(1, 2, 0, 3)
        scores: Vectors = query @ key.transpose(0, 2, 1)
        scores *= np.float32((dimension // self.heads) ** -0.5)
        scores -= scores.max(axis=2, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=2, keepdims=True)
        mixed: Vectors = (scores @ value).transpose(1, 0, 2).reshape(tokens, dimension)
        return mixed


def gelu(rows: Vectors) -> Vectors:
    """Return x times the normal distribution's share below x, right to 1e-6.

    The error function is formula 7.1.26 of Abramowitz and Stegun, Handbook of Mathematical Functions (1964): one
    exponential, several times as fast as SciPy's and without importing it.
    """
    result: Vectors = np.empty(rows.shape, dtype=np.float32)
    for start in range(0, len(rows), ROWS):
        block = rows[start : start + ROWS]
        size: Vectors = np.abs(block)
        root = size * np.float32(0.5**0.5)
        step = np.reciprocal(root * np.float32(0.3275911) + np.float32(1))
        tail = step * np.float32(1.061405429)
        for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
            tail += np.float32(factor)
            tail *= step
        tail *= np.exp(-np.square(root))
        tail *= size
        np.subtract(np.maximum(block, 0), tail * np.float32(0.5), out=result[start : start + ROWS])
    return result


class LightEncoder(Encoder):
    """The encoder from its weights, its settings and its tokenizer's file."""

    def __init__(self, folder: Path, sha256: str) -> None:
        from safetensors.numpy import load_file

        settings = _settings(folder)
        weights = load_file(folder / WEIGHTS)
        room = int(json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))["max_seq_length"]) - 2
        super().__init__(sha256, settings["hidden_size"], room)
        self._tokenizer = read_tokenizer(folder)
        self._ends = [self._tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]")]
        self._words = weights["embeddings.word_embeddings.weight"]
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        self._places = weights["embeddings.position_embeddings.weight"] + kind
        self._norm = _norm(weights, "embeddings.LayerNorm", settings["layer_norm_eps"])
        self._layers = [_layer(weights, number, settings) for number in range(settings["num_hidden_layers"])]

    def vocabulary(self) -> list[str]:
        """Return all tokens in the order of their numbers."""
        return [self._tokenizer.id_to_token(number) for number in range(self._tokenizer.get_vocab_size())]

    def _tokens(self, texts: Sequence[str]) -> Sequence[Sequence[int]]:
        return [self._tokenizer.encode(text, add_special_tokens=False).ids for text in texts]

    def forward(self, windows: Sequence[Window]) -> Iterator[tuple[Window, Vectors]]:
        """Yield each window with its token vectors (tokens + 2, dimension), in order."""
        begin, end = self._ends
        for window in windows:
            ids = np.array([begin, *window.tokens, end])
            rows = self._norm(self._words[ids] + self._places[: len(ids)])
            for layer in self._layers:
                rows = layer(rows)
            yield window, rows


def load_light_encoder(folder: Path | None = None, expected: str = SHA256) -> Encoder:
    """Load the encoder without PyTorch, or as a SentenceTransformer where it is not of the kind that this reads.

    Raises EncoderError unless its digest is `expected`.
    """
    path = verified_weights(folder, expected)
    if not _readable(path):
        return load_encoder(path, expected)
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
    return LightEncoder(path, sha256_of(path / WEIGHTS))


def read_tokenizer(folder: Path) -> Any:
    """Return the tokenizer of an encoder's folder, cutting nothing and filling nothing up."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _settings(folder: Path) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return settings


def _readable(folder: Path) -> bool:
    named = ("config.json", "sentence_bert_config.json", TOKENIZER)
    return all((folder / name).is_file() for name in named) and READS.items() <= _settings(folder).items()


def _layer(weights: Mapping[str, Vectors], number: int, settings: Mapping[str, Any]) -> Layer:
    stem = f"encoder.layer.{number}"
    own = [_dense(weights, f"{stem}.attention.self.{part}") for part in ("query", "key", "value")]
    epsilon = settings["layer_norm_eps"]
    return Layer(
        attention=Dense(np.concatenate([one.weight for one in own]), np.concatenate([one.bias for one in own])),
        mixed=_dense(weights, f"{stem}.attention.output.dense"),
        first=_norm(weights, f"{stem}.attention.output.LayerNorm", epsilon),
        wide=_dense(weights, f"{stem}.intermediate.dense"),
        narrow=_dense(weights, f"{stem}.output.dense"),
        second=_norm(weights, f"{stem}.output.LayerNorm", epsilon),
        heads=settings["num_attention_heads"],
    )


def _dense(weights: Mapping[str, Vectors], name: str) -> Dense:
    return Dense(weights[f"{name}.weight"], weights[f"{name}.bias"])


def _norm(weights: Mapping[str, Vectors], name: str, epsilon: float) -> Norm:
    return Norm(weights[f"{name}.weight"], weights[f"{name}.bias"], epsilon)

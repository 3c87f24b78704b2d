"""Contrastive tuning of the encoder's top layers: what shares labels is drawn together, the rest is pushed apart.

In the manner of SetFit (Tunstall et al. 2022, arXiv 2209.11055), with the supervised contrastive loss (Khosla et al.
2020, arXiv 2004.11362) instead of single pairs. Only the evaluation uses it: the model has a fixed encoder.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.encoder import Encoded, SentenceEncoder, Vectors, Window
from classifier.features import Matrix, encode_anchors
from classifier.model import Space
from classifier.training import Examples, Fit, Scorer, fit_scorer
from classifier.views import SEED, Indicator
from classifier.ways import Way
from corpus.sentences import split_sentences
from taxonomy import Taxonomy

if TYPE_CHECKING:
    from torch import Tensor

LOWER = 4  # layers that stay as they are; what they say of a text is computed once
EPOCHS = 3
BATCH = 24  # reports
RATE = 5e-5
TEMPERATURE = 0.1


class TunedEncoder(SentenceEncoder):
    """An encoder with top layers of its own; what the layers below say of a window of tokens is kept in `below`."""

    def __init__(self, plain: SentenceEncoder, below: dict[tuple[int, ...], "Tensor"]) -> None:
        super().__init__(plain.model, plain.sha256)
        network: Any = plain.model[0]
        self._network, self._below = network.auto_model, below
        self.top = deepcopy(self._network.encoder.layer[LOWER:])

    def windows(self, texts: Sequence[str]) -> list[Window]:
        """Return the windows of texts, in order."""
        found = [tuple(split_sentences(text)) for text in texts]
        return [window for index, spans in enumerate(found) for window in self._windows(index, spans)]

    def forward(self, windows: Sequence[Window]) -> Iterator[tuple[Window, Vectors]]:
        """Yield each window with its token vectors, windows of like length together."""
        import torch

        ordered = sorted(windows, key=lambda window: len(window.tokens))
        with torch.inference_mode():
            for start in range(0, len(ordered), BATCH):
                batch = ordered[start : start + BATCH]
                for window, hidden in zip(batch, self.hidden(batch), strict=True):
                    yield window, hidden[: len(window.tokens) + 2].numpy()

    def hidden(self, windows: Sequence[Window]) -> "Tensor":
        """Return the token vectors (windows, longest + 2, dimension), through the top layers."""
        import torch

        below = [self._of_lower(window) for window in windows]
        states = torch.nn.utils.rnn.pad_sequence(below, batch_first=True)
        lengths = torch.tensor([len(one) for one in below])
        mask = (torch.arange(states.shape[1])[None] < lengths[:, None])[:, None, None, :]
        for layer in self.top:
            states = layer(states, mask)
        return states

    def _of_lower(self, window: Window) -> "Tensor":
        import torch

        if window.tokens not in self._below:
            with torch.no_grad():
                inputs = self._pad([window])
                said = self._network(**inputs, output_hidden_states=True)
            self._below[window.tokens] = said.hidden_states[LOWER][0].clone()
        return self._below[window.tokens]


def contrastive_way(encoder: SentenceEncoder, taxonomy: Taxonomy) -> Way:
    """Return the model on an encoder that is tuned once for each outer training part.

    Heads and calibration within that part share the encoder, which has seen all of it: probabilities are stated too
    high. The reports that the way is judged on are seen by none of it.
    """
    below: dict[tuple[int, ...], Tensor] = {}

    def prepare(seen: Examples, space: Space) -> Fit:
        tuned = TunedEncoder(encoder, below)
        tune(tuned, seen)
        own = replace(space, anchors=encode_anchors(tuned, taxonomy, space.columns))
        again = _encoded_anew(tuned)

        def fit(some: Examples, _: Space) -> Scorer:
            scorer = fit_scorer(again(some), own)
            return lambda one: scorer(again(one))

        return fit

    return Way("with an encoder tuned contrastively", fit_scorer, prepare)


def tune(encoder: TunedEncoder, examples: Examples, epochs: int = EPOCHS) -> list[float]:
    """Tune the encoder's top layers on tagged reports and their evidence sentences; return the mean loss per epoch."""
    import torch

    torch.manual_seed(SEED)
    order, told = np.random.default_rng(SEED), information(examples.labels)
    optimizer = torch.optim.AdamW(encoder.top.parameters(), lr=RATE, weight_decay=0.01)
    means = []
    for _ in range(epochs):
        rows, losses = order.permutation(len(examples.texts)), []
        for start in range(0, len(rows), BATCH):
            loss = _loss(encoder, examples.take(rows[start : start + BATCH]), told)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            losses.append(loss.item())
        means.append(float(np.mean(losses)))
    return means


def _encoded_anew(encoder: TunedEncoder) -> Callable[[Examples], Examples]:
    kept: dict[str, Encoded] = {}

    def encoded_anew(examples: Examples) -> Examples:
        new = [text for text in examples.texts if text not in kept]
        kept.update(zip(new, encoder.encode(new), strict=True))
        return replace(examples, encoded=tuple(kept[text] for text in examples.texts))

    return encoded_anew


def information(labels: Indicator) -> Matrix:
    """Return how much it tells that two reports share a label (columns,): minus the logarithm of its share."""
    return np.asarray(np.log((len(labels) + 0.5) / (labels.sum(axis=0) + 0.5)))


def kinship(labels: Indicator, told: Matrix) -> Matrix:
    """Return (rows, rows) how much of what the labels of two rows tell is shared, 0 to 1, and 0 with itself."""
    own = labels * told
    shared = own @ labels.T
    either = own.sum(axis=1)[:, None] + own.sum(axis=1)[None, :] - shared
    kin: Matrix = shared / np.maximum(either, 1e-9)
    np.fill_diagonal(kin, 0.0)
    return kin


def contrast(vectors: "Tensor", kin: Matrix) -> "Tensor":
    """Return the supervised contrastive loss of unit vectors (rows, dimension), the kin weighing what is near."""
    import torch

    alike = vectors @ vectors.T / TEMPERATURE
    alike = alike - 1e9 * torch.eye(len(vectors))
    weights = torch.tensor(kin, dtype=torch.float32)
    chosen = weights.sum(dim=1) > 0
    if not chosen.any():
        return vectors.sum() * 0.0
    each = (weights * torch.log_softmax(alike, dim=1)).sum(dim=1)[chosen] / weights.sum(dim=1)[chosen]
    return -each.mean()


def _loss(encoder: TunedEncoder, batch: Examples, told: Matrix) -> "Tensor":
    evidence = np.vstack(batch.evidence)
    carrying = np.flatnonzero(evidence.any(axis=1))
    documents, sentences = _pooled(encoder, batch)
    whole = contrast(documents, kinship(batch.labels, told))
    return whole + contrast(sentences[carrying], kinship(evidence[carrying], told))


def _pooled(encoder: TunedEncoder, batch: Examples) -> tuple["Tensor", "Tensor"]:
    """Return the unit vectors of reports and of all their sentences, as `Encoder.encode` makes them."""
    import torch

    windows = encoder.windows(batch.texts)
    starts = np.cumsum([0, *(len(one.spans) for one in batch.encoded)])
    documents = torch.zeros(len(batch.texts), encoder.dimension)
    sentences = torch.zeros(int(starts[-1]), encoder.dimension)
    for window, hidden in zip(windows, encoder.hidden(windows), strict=True):
        said = hidden[: len(window.tokens) + 2]
        owners = torch.tensor(window.owners) + int(starts[window.text])
        documents = documents.index_add(0, torch.tensor([window.text]), said.sum(dim=0)[None])
        sentences = sentences.index_add(0, owners, said[1:-1])
    unit = torch.nn.functional.normalize
    return unit(documents), unit(sentences)

"""Similar reports: the nearest by the encoder, with what they share."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.encoder import Encoder, Vectors
from classifier.persistence import shipped_vectors
from corpus.store import Filter, Store, search


@dataclass(frozen=True)
class Similar:
    """A report near to another: cosine of their vectors."""

    id: str
    title: str
    score: float


@dataclass(frozen=True)
class Index:
    """Vectors (reports, dimension) of published reports, with their ids and titles."""

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    vectors: Vectors

    def vector(self, report_id: str) -> Vectors | None:
        """Return the vector of a report, or None if it is not in the index."""
        return self.vectors[self.ids.index(report_id)] if report_id in self.ids else None

    def nearest(self, vector: Vectors, count: int = 5, *, without: str | None = None) -> tuple[Similar, ...]:
        """Return the `count` reports nearest to a vector, nearest first."""
        if not self.ids:
            return ()
        scores = self.vectors @ vector
        order = [index for index in np.argsort(-scores, kind="stable") if self.ids[index] != without]
        return tuple(Similar(self.ids[i], self.titles[i], float(scores[i])) for i in order[:count])


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text, by which its vector is known to be its own."""
    return hashlib.sha256(text.encode()).hexdigest()


def build_index(store: Store, encoder: Encoder) -> Index:
    """Return the index of all published reports, encoding those whose vector is missing or of an older text."""
    hits = search(store, Filter(), order="title", limit=1_000_000)
    kept = {report_id: (digest, vector) for report_id, digest, vector in store.embeddings(encoder.sha256)}
    texts = {hit.id: store.get(hit.id).report.text for hit in hits}
    missing = [i for i, text in texts.items() if kept.get(i, ("",))[0] != text_sha256(text)]
    fresh = _fresh(encoder, [texts[report_id] for report_id in missing])
    rows = [(i, text_sha256(texts[i]), vector.tobytes()) for i, vector in zip(missing, fresh, strict=True)]
    if rows:
        store.save_embeddings(encoder.sha256, rows)
    kept.update({report_id: (digest, vector) for report_id, digest, vector in rows})
    vectors = [np.frombuffer(kept[hit.id][1], dtype="<f4") for hit in hits]
    shape = (len(vectors), encoder.dimension)
    return Index(tuple(h.id for h in hits), tuple(h.title for h in hits), np.array(vectors, dtype="<f4").reshape(shape))


def _fresh(encoder: Encoder, texts: Sequence[str]) -> list[Vectors]:
    """Return one vector per text, those of the shipped corpus without encoding them again."""
    known = shipped_vectors(encoder.sha256) if texts else {}
    unknown = [text for text in texts if text_sha256(text) not in known]
    known.update(zip(map(text_sha256, unknown), encode_documents(encoder, unknown), strict=True))
    return [known[text_sha256(text)] for text in texts]


def encode_documents(encoder: Encoder, texts: Sequence[str]) -> list[Vectors]:
    """Return one vector per text."""
    return [np.ascontiguousarray(one.document, dtype="<f4") for one in encoder.encode(texts)]

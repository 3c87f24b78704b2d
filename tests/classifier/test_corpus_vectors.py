"""Vectors of the shipped corpus: the encoder's own, taken instead of encoding, and never when they are not proved."""

from pathlib import Path

import numpy as np
import pytest

from classifier.corpus_vectors import VECTORS, read_vectors, write_vectors
from classifier.encoder import Encoded, Encoder
from classifier.errors import ModelError
from classifier.light_encoder import LightEncoder
from classifier.persistence import SHIPPED, shipped_vectors
from classifier.similar import build_index, text_sha256
from classifier.weights import SHA256, sha256_of, verified_weights
from corpus import Report, commit
from corpus.shipped import load_corpus, seed
from corpus.store import Store
from taxonomy import Taxonomy


class Counting(LightEncoder):
    """The light encoder, remembering what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__(verified_weights(), SHA256)
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> list[Encoded]:
        self.asked += texts
        return super().encode(texts)


def test_shipped_vectors_are_the_encoder_s_own(encoder: Encoder):
    vectors = shipped_vectors(SHA256)

    for report in load_corpus()[::50]:
        own = encoder.encode([report.text])[0].document
        assert vectors[text_sha256(report.text)] == pytest.approx(own, abs=1e-3)


def test_fresh_database_encodes_only_what_a_user_has_filed(store: Store, taxonomy: Taxonomy, report: Report):
    seed(store)
    commit(report, store, taxonomy, actor="ann", state="published")
    counting = Counting()
    known = shipped_vectors(SHA256)

    index = build_index(store, counting)

    unknown = [one.text for one in load_corpus() if text_sha256(one.text) not in known]
    assert sorted(counting.asked) == sorted([report.text, *unknown])
    assert len(index.ids) == len(load_corpus()) + 1


def test_vectors_of_another_encoder_are_not_taken(tmp_path: Path):
    path = tmp_path / VECTORS
    write_vectors(path, {"ab" * 32: np.ones(4, dtype=np.float32)}, "another")

    assert read_vectors(path, sha256_of(path), SHA256) == {}
    assert list(read_vectors(path, sha256_of(path), "another")) == ["ab" * 32]


def test_flipped_byte_is_refused(tmp_path: Path):
    content = bytearray((SHIPPED / VECTORS).read_bytes())
    digest = sha256_of(SHIPPED / VECTORS)
    content[-1] ^= 1
    (tmp_path / VECTORS).write_bytes(content)

    with pytest.raises(ModelError, match=r"corpus\.safetensors: SHA-256 is .* Restore it"):
        read_vectors(tmp_path / VECTORS, digest, SHA256)


def test_missing_file_means_that_everything_is_encoded(tmp_path: Path):
    assert read_vectors(tmp_path / VECTORS, None, SHA256) == {}

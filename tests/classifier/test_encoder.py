"""The encoder: the published model's own vectors, sentences with their places, any length of text."""

import numpy as np
import pytest

from classifier.encoder import Encoder, load_encoder
from classifier.errors import EncoderError

TEXT = "The agent was told of a code freeze. It dropped two tables in the production database. Nobody had been asked."


def test_short_text_has_the_published_model_s_own_vector(encoder: Encoder):
    expected = encoder.model.encode(TEXT, normalize_embeddings=True)

    assert float(encoder.encode([TEXT])[0].document @ expected) == pytest.approx(1.0, abs=1e-5)


def test_every_sentence_has_a_vector_of_unit_length(encoder: Encoder):
    encoded = encoder.encode([TEXT])[0]

    assert [span.text for span in encoded.spans] == [f"{part}." for part in TEXT.rstrip(".").split(". ")]
    assert np.linalg.norm(encoded.sentences, axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_texts_are_encoded_the_same_alone_and_together(encoder: Encoder):
    long = " ".join([TEXT] * 30)
    alone = [encoder.encode([text])[0].document for text in (TEXT, long)]
    together = [one.document for one in encoder.encode([TEXT, long])]

    for one, other in zip(alone, together, strict=True):
        assert float(one @ other) == pytest.approx(1.0, abs=1e-4)


def test_end_of_a_long_text_counts(encoder: Encoder):
    long = " ".join([TEXT] * 30)

    assert float(encoder.encode([long])[0].document @ encoder.encode([long + " Whales sing."])[0].document) < 0.99999


def test_sentence_longer_than_a_window_is_encoded(encoder: Encoder):
    encoded = encoder.encode(["word " * 900 + "end."])[0]

    assert encoded.sentences.shape == (1, 384)


@pytest.mark.parametrize("text", ["", "   ", "## Only a heading"])
def test_text_without_a_sentence_has_no_sentence_vectors(encoder: Encoder, text: str):
    encoded = encoder.encode([text])[0]

    assert encoded.sentences.shape == (0, 384)
    assert not encoded.document.any()


def test_encoder_with_another_digest_is_refused():
    with pytest.raises(EncoderError, match=r"SHA-256 is 53aa51.*expected 0000"):
        load_encoder(expected="0" * 64)

"""The encoder in plain NumPy: the published encoder's vectors, the same bits whatever stands beside a text."""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from classifier import load_classifier
from classifier.encoder import Encoder, SentenceEncoder, load_encoder
from classifier.errors import EncoderError
from classifier.light_encoder import LightEncoder, gelu, load_light_encoder
from classifier.weights import verified_weights
from corpus.shipped import load_corpus
from taxonomy import Taxonomy
from tests.conftest import ROOT

TEXT = "The agent was told of a code freeze. It dropped two tables in the production database. Nobody had been asked."
ODD = "naïve café — “quotes” 東京 🙂 \u0001 x" + "y" * 300 + " https://example.org/a?b=1 C:\\temp."


@pytest.fixture(scope="module")
def light() -> Encoder:
    return load_light_encoder()


@pytest.mark.parametrize("text", [TEXT, ODD, " ".join([TEXT] * 30), "word " * 900 + "end.", "", "## Only a heading"])
def test_vectors_are_the_sentence_transformer_s_own(light: Encoder, encoder: SentenceEncoder, text: str):
    own, published = light.encode([text])[0], encoder.encode([text])[0]

    assert own.spans == published.spans
    assert own.document == pytest.approx(published.document, abs=1e-5)
    assert own.sentences == pytest.approx(published.sentences, abs=1e-5)


@cache
def both() -> tuple[Encoder, Encoder]:
    return load_light_encoder(), load_encoder()


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120))
def test_any_text_has_the_sentence_transformer_s_vector(text: str):
    own, published = (one.encode([text])[0].document for one in both())

    assert own == pytest.approx(published, abs=1e-5)


def test_vectors_are_the_same_bits_alone_and_together(light: Encoder):
    texts = [report.text for report in load_corpus()[:6]]

    together = light.encode(texts)

    for text, one in zip(texts, together, strict=True):
        alone = light.encode([text])[0]
        assert np.array_equal(alone.document, one.document)
        assert np.array_equal(alone.sentences, one.sentences)


def test_gelu_is_x_times_the_normal_distribution_below_x():
    x = np.linspace(-12, 12, 100_001, dtype=np.float32)[:, None]

    assert gelu(x) == pytest.approx(x * ndtr(x.astype(np.float64)), abs=1e-6)


def test_suggestions_are_the_same_without_torch_and_scikit_learn(taxonomy: Taxonomy):
    heavy, light = load_classifier(taxonomy), load_classifier(taxonomy, light=True)

    for report in load_corpus()[::60]:
        one, other = heavy.suggest(report.text), light.suggest(report.text)
        assert one.suggested == other.suggested
        for facet, scores in one.probabilities.items():
            assert scores == pytest.approx(other.probabilities[facet], abs=1e-5)


def test_shipped_model_starts_without_torch_scikit_learn_and_scipy():
    heavy = ("torch", "transformers", "sentence_transformers", "sklearn", "skops", "scipy")
    code = (
        "import sys\nfrom classifier import load_classifier\nfrom taxonomy import shipped_taxonomy\n"
        f"assert not load_classifier(shipped_taxonomy(), light=True).suggest({TEXT!r}).abstained\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert (result.stdout.strip(), result.returncode) == ("[]", 0), result.stderr


def test_another_digest_is_refused():
    with pytest.raises(EncoderError, match=r"SHA-256 is 53aa51.*expected 0000"):
        load_light_encoder(expected="0" * 64)


def test_encoder_of_another_kind_is_left_to_sentence_transformers(tmp_path: Path):
    folder = tmp_path / "encoder"
    shutil.copytree(verified_weights(), folder)
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "hidden_act": "gelu_new"}))

    assert isinstance(load_light_encoder(folder), SentenceEncoder)
    assert isinstance(load_light_encoder(), LightEncoder)

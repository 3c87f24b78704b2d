"""The fast mode: vectors looked up and averaged, a model of its own, refused when a part of it is not the right one."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from classifier import Classifier, EncoderError, ModelError, load_classifier
from classifier.distilling import DIMENSION, table_of
from classifier.light_encoder import TOKENIZER
from classifier.persistence import FAST, MANIFEST, SHIPPED, load_manifest, models_folder
from classifier.static_encoder import TABLE, StaticEncoder, load_static_encoder, widened
from classifier.weights import WEIGHTS, find_weights, sha256_of
from corpus import verify
from corpus.boundary import Proposal
from corpus.shipped import load_corpus
from taxonomy import Taxonomy, shipped_taxonomy
from tests.conftest import ROOT

TEXT = "The agent was told of a code freeze. It dropped two tables in the production database. Nobody had been asked."


@pytest.fixture(scope="module")
def static() -> StaticEncoder:
    return load_static_encoder()


@pytest.fixture(scope="module")
def fast() -> Classifier:
    return load_classifier(shipped_taxonomy(), fast=True)


def test_sentence_vector_is_the_mean_of_its_tokens_alone(static: StaticEncoder):
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    table = widened(**load_file(TABLE))
    tokenizer = Tokenizer.from_file(str(find_weights() / TOKENIZER))
    encoded = static.encode([TEXT])[0]

    for span, vector in zip(encoded.spans, encoded.sentences, strict=True):
        total = table[tokenizer.encode(span.text, add_special_tokens=False).ids].sum(axis=0)
        assert vector == pytest.approx(total / np.linalg.norm(total), abs=1e-5)


@pytest.mark.parametrize(
    "text", ["", "## Only a heading", "\u0001 \u0002.", "word " * 900 + "end.", "東京 🙂 naïve — x"]
)
def test_any_text_has_finite_vectors(static: StaticEncoder, text: str):
    encoded = static.encode([text])[0]

    assert encoded.document.shape == (DIMENSION,)
    assert encoded.sentences.shape == (len(encoded.spans), DIMENSION)
    assert np.isfinite(encoded.document).all()


def test_vectors_are_the_same_bits_alone_and_together(static: StaticEncoder):
    texts = [report.text for report in load_corpus()[:6]]

    for text, one in zip(texts, static.encode(texts), strict=True):
        assert np.array_equal(static.encode([text])[0].sentences, one.sentences)


def test_shipped_fast_model_belongs_to_the_shipped_table_and_learned_from_the_same_reports():
    whole, fast = load_manifest(SHIPPED), load_manifest(SHIPPED / FAST)

    assert fast.encoder_sha256 == sha256_of(TABLE) != whole.encoder_sha256
    assert fast.learned_from == whole.learned_from
    assert fast.version == f"{whole.version}-fast"


def test_suggestion_says_that_the_fast_model_answered_and_passes_the_verifier(fast: Classifier, taxonomy: Taxonomy):
    for report in load_corpus()[::40]:
        suggestion = fast.suggest(report.text)

        assert suggestion.model.version.endswith("-fast")
        assert verify(Proposal(report.text, suggestion.tags(), "model"), taxonomy) == ()
        for span in suggestion.evidence.values():
            assert report.text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It broke.", "fewer than 12"),
        ("Der Agent hat die Datenbank gelöscht, und niemand wurde vorher gefragt, ob er das darf.", 'language "de"'),
        (
            "Whisk the eggs with the sugar until they are pale. Fold in the flour and the melted butter. "
            "Bake the cake for forty minutes and let it cool before you slice it for the guests.",
            "does not read like a report of an incident",
        ),
    ],
)
def test_what_the_full_model_declines_by_rule_the_fast_one_declines_too(fast: Classifier, text: str, words: str):
    assert words in str(fast.suggest(text).reason)


def test_fast_model_starts_without_torch_scikit_learn_and_the_encoder_s_weights():
    heavy = ("torch", "transformers", "sentence_transformers", "sklearn", "skops", "scipy")
    code = (
        "import sys\nopened = []\n"
        "sys.addaudithook(lambda event, found: opened.append(str(found[0])) if event == 'open' else None)\n"
        "from classifier import load_classifier\nfrom taxonomy import shipped_taxonomy\n"
        f"assert not load_classifier(shipped_taxonomy(), fast=True).suggest({TEXT!r}).abstained\n"
        f"print([name for name in {heavy} if name in sys.modules], any({WEIGHTS!r} in name for name in opened))"
    )

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert (result.stdout.strip(), result.returncode) == ("[] False", 0), result.stderr


def test_table_that_is_missing_changed_or_damaged_is_refused(tmp_path: Path):
    path = tmp_path / "static.safetensors"
    with pytest.raises(EncoderError, match="no table of token vectors here"):
        load_static_encoder(path=path)
    path.write_bytes(b"not a table")
    with pytest.raises(EncoderError, match=rf"SHA-256 is {sha256_of(path)}, expected {sha256_of(TABLE)}"):
        load_static_encoder(sha256_of(TABLE), path)
    with pytest.raises(EncoderError, match="not a table of token vectors"):
        load_static_encoder(path=path)


def test_tokenizer_of_another_encoder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / WEIGHTS).write_bytes(b"")
    fields = json.loads((find_weights() / TOKENIZER).read_text(encoding="utf-8"))
    (tmp_path / TOKENIZER).write_text(json.dumps({**fields, "truncation": None}), encoding="utf-8")
    monkeypatch.setenv("FAULTLINE_ENCODER", str(tmp_path))

    with pytest.raises(EncoderError, match=r"tokenizer\.json: SHA-256 is .*unset FAULTLINE_ENCODER"):
        load_static_encoder()


def test_model_of_a_home_without_a_fast_companion_is_told(taxonomy: Taxonomy):
    shutil.copytree(SHIPPED, models_folder() / "current", ignore=shutil.ignore_patterns(FAST))

    with pytest.raises(ModelError, match=rf"{FAST}.{MANIFEST}: no model here.*faultline model train"):
        load_classifier(taxonomy, fast=True)


def test_table_keeps_what_varies_most_and_lets_rare_tokens_weigh_more():
    random = np.random.default_rng(1)
    shape = random.normal(size=(3, 100))  # synthetic vectors in three of a hundred dimensions
    vectors = (random.normal(size=(400, 3)) @ shape).astype(np.float32)
    names = ["[PAD]", *(f"word{number}" for number in range(399))]

    table = widened(*table_of(vectors, names))

    assert table.shape == (400, DIMENSION)
    assert not table[0].any()
    lengths = np.linalg.norm(vectors - vectors[1:].mean(axis=0), axis=1)
    weights = np.linalg.norm(table, axis=1)[1:] / lengths[1:]
    assert weights == pytest.approx(np.sort(weights), rel=0.02)
    assert weights[-1] > 10 * weights[0] > 0
    one, other = table[200] / np.linalg.norm(table[200]), table[300] / np.linalg.norm(table[300])
    centred = [(vectors[row] - vectors[1:].mean(axis=0)) / lengths[row] for row in (200, 300)]
    assert one @ other == pytest.approx(centred[0] @ centred[1], abs=0.02)

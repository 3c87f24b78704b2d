"""The heads as plain arrays and the words' weights without scikit-learn: the same numbers, or not written at all."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier.errors import ModelError
from classifier.persistence import MANIFEST, SHIPPED, load_manifest, load_model
from classifier.plain import PLAIN, read_plain, write_plain
from classifier.words import words_of
from taxonomy import Taxonomy

TEXTS = ["The agent dropped two tables.", "Two agents called one tool twice, twice!", "It's v2.0: the TOOL_x failed"]


def fitted(**settings: object) -> TfidfVectorizer:
    return TfidfVectorizer(**{"sublinear_tf": True, "stop_words": "english", **settings}).fit(TEXTS)


@given(st.lists(st.sampled_from([*" ".join(TEXTS).split(), "İstanbul", "x", "éa"]) | st.text(max_size=8), max_size=30))
def test_words_weigh_as_in_scikit_learn(words: list[str]):
    vectorizer, text = fitted(), " ".join(words)
    own = words_of(vectorizer)

    assert own is not None
    assert own.transform([text]).toarray()[0] == pytest.approx(vectorizer.transform([text]).toarray()[0], abs=1e-12)


@pytest.mark.parametrize("settings", [{"ngram_range": (1, 2)}, {"binary": True}, {"sublinear_tf": False}])
def test_vectorizer_that_counts_in_another_way_is_not_written(tmp_path: Path, settings: dict[str, object]):
    assert not write_plain({"vectorizer": fitted(**settings)}, tmp_path / PLAIN)
    assert not (tmp_path / PLAIN).exists()


def test_more_than_arrays_is_not_written(tmp_path: Path):
    assert not write_plain({"vectorizer": fitted(), "views": {"estimator": object()}}, tmp_path / PLAIN)


def test_what_was_written_is_read_back(tmp_path: Path):
    arrays = {"whole": np.arange(6.0).reshape(2, 3), "half": np.ones((0, 4), dtype=np.float16)}

    assert write_plain({"vectorizer": fitted(), "views": {"report": arrays}}, tmp_path / PLAIN)
    content = read_plain(tmp_path / PLAIN)

    assert content["vectorizer"].vocabulary == words_of(fitted()).vocabulary
    for name, array in arrays.items():
        assert np.array_equal(content["views"]["report"][name], array)
        assert content["views"]["report"][name].dtype == array.dtype


def test_both_forms_of_the_shipped_model_hold_the_same_numbers(taxonomy: Taxonomy):
    sha = load_manifest(SHIPPED).encoder_sha256
    whole, light = (load_model(SHIPPED, taxonomy, sha, light=light).heads for light in (False, True))

    assert np.array_equal(whole.space.anchors.vectors, light.space.anchors.vectors)
    assert np.array_equal(whole.calibration.weights, light.calibration.weights)
    assert np.array_equal(whole.views.sentence.weights, light.views.sentence.weights)
    one, other = (heads.views.vectorizer.transform(TEXTS).toarray() for heads in (light, whole))
    assert one == pytest.approx(other)


def test_flipped_byte_in_the_plain_arrays_is_refused(tmp_path: Path, taxonomy: Taxonomy):
    shutil.copytree(SHIPPED, tmp_path / "model")
    path = tmp_path / "model" / PLAIN
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(ModelError, match=r"heads\.safetensors: SHA-256 is"):
        load_model(path.parent, taxonomy, load_manifest(SHIPPED).encoder_sha256, light=True)


def test_model_without_plain_arrays_is_read_from_skops(tmp_path: Path, taxonomy: Taxonomy):
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    (folder / PLAIN).unlink()
    manifest = json.loads((folder / MANIFEST).read_text())
    del manifest["files"][PLAIN]
    (folder / MANIFEST).write_text(json.dumps(manifest))

    assert load_model(folder, taxonomy, manifest["encoder_sha256"], light=True).heads.views.vectorizer.vocabulary_

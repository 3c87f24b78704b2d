"""The encoder's weights: found where they are named, refused when they are not the expected ones."""

from pathlib import Path

import pytest

from classifier.errors import EncoderError
from classifier.weights import SHA256, WEIGHTS, find_weights, sha256_of, verified_weights


def test_installed_package_carries_the_published_weights():
    assert sha256_of(find_weights() / WEIGHTS) == SHA256


def test_folder_in_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / WEIGHTS).write_bytes(b"other weights")
    monkeypatch.setenv("FAULTLINE_ENCODER", str(tmp_path))

    assert find_weights() == tmp_path


def test_other_weights_are_refused_by_both_digests(tmp_path: Path):
    (tmp_path / WEIGHTS).write_bytes(b"other weights")
    digest = sha256_of(tmp_path / WEIGHTS)

    with pytest.raises(EncoderError, match=f"SHA-256 is {digest}, expected {SHA256}"):
        verified_weights(tmp_path)


def test_folder_without_weights_is_refused(tmp_path: Path):
    with pytest.raises(EncoderError, match=r"no model\.safetensors here"):
        find_weights(tmp_path)

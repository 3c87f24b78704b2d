"""The real encoder, loaded once for all tests of the classifier."""

import pytest

from classifier.encoder import Encoder, load_encoder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()

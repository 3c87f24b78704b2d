"""Tuning draws together what shares labels, leaves the encoder it began with alone, and is judged like every way."""

import numpy as np
import pytest
import torch

from classifier.contrastive import TunedEncoder, contrast, contrastive_way, information, kinship, tune
from classifier.encoder import SentenceEncoder
from classifier.evaluation import deciding
from classifier.model import Space
from classifier.service import make_space
from classifier.training import Examples, make_examples
from corpus.shipped import load_corpus
from taxonomy import Taxonomy, shipped_taxonomy

REPORTS = sorted(load_corpus(), key=lambda report: report.id)[::50]
LABELS = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [0, 0, 0]], dtype=np.int8)


@pytest.fixture(scope="module")
def task(encoder: SentenceEncoder) -> tuple[Examples, Space]:
    space = make_space(shipped_taxonomy(), encoder)
    return deciding(make_examples(REPORTS, encoder, space.columns), space)


def test_encoder_before_it_is_tuned_says_what_the_plain_one_says(encoder: SentenceEncoder, task):
    examples, _ = task
    for plain, own in zip(examples.encoded, TunedEncoder(encoder, {}).encode(examples.texts), strict=True):
        np.testing.assert_allclose(own.document, plain.document, atol=1e-5)
        np.testing.assert_allclose(own.sentences, plain.sentences, atol=1e-5)


def test_sharing_a_rare_label_makes_nearer_kin_than_sharing_a_common_one():
    kin = kinship(LABELS, information(LABELS))
    assert kin[0, 1] > kin[0, 2] > kin[0, 3] == 0
    assert not kin.diagonal().any()


def test_loss_is_lower_when_kin_are_near():
    kin = kinship(LABELS, information(LABELS))
    near = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    apart = near[[0, 3, 2, 1]]
    assert contrast(near, kin) < contrast(apart, kin)


def test_nothing_is_lost_where_nobody_is_kin():
    assert contrast(torch.eye(3), np.zeros((3, 3))) == 0


def test_tuning_lowers_the_loss_and_leaves_the_plain_encoder_alone(encoder: SentenceEncoder, task):
    examples, _ = task
    tuned = TunedEncoder(encoder, {})
    losses = tune(tuned, examples, epochs=3)
    assert losses[-1] < losses[0]
    moved = tuned.encode(examples.texts[:1])[0].document - examples.encoded[0].document
    assert np.abs(moved).max() > 1e-3
    np.testing.assert_allclose(encoder.encode(examples.texts[:1])[0].document, examples.encoded[0].document, atol=1e-5)


def test_way_scores_every_label_of_reports_it_was_not_tuned_on(encoder: SentenceEncoder, task, taxonomy: Taxonomy):
    examples, space = task
    seen, unseen = examples.take(range(6)), examples.take(range(6, 9))
    way = contrastive_way(encoder, taxonomy)
    assert way.prepare is not None
    scores = way.prepare(seen, space)(seen, space)(unseen)
    assert scores.shape == (3, len(space.columns), 3)
    assert np.abs(scores - way.fit(seen, space)(unseen)).max() > 0.01

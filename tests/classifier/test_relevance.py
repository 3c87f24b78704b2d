"""What is no incident report is declined; incident reports are not."""

import numpy as np
import pytest

from classifier import ModelError
from classifier.encoder import Encoder
from classifier.relevance import DECLINED, declined_shares, encode_others, fit_relevance
from classifier.service import load_classifier
from taxonomy import Taxonomy

RECIPE = (
    "Soak the beans overnight. Fry onions and garlic in oil, add the beans, tomatoes and stock, and let everything "
    "simmer for two hours. Season with salt, pepper and a little vinegar, and serve with bread."
)


def test_recipe_is_declined_with_a_reason_that_says_what_to_do(taxonomy: Taxonomy):
    suggestion = load_classifier(taxonomy).suggest(RECIPE)
    assert suggestion.abstained
    assert "Tell what happened" in (suggestion.reason or "")
    assert suggestion.suggested == {}


def test_reports_far_from_other_texts_are_kept_and_the_share_declined_is_the_stated_one():
    draw = np.random.default_rng(1)
    reports, others = draw.normal(1.0, 1.0, (300, 8)), draw.normal(-1.0, 1.0, (60, 8))
    declined = declined_shares(reports, others)
    assert declined.reports <= 3 * DECLINED
    assert declined.others > 0.8


def test_with_too_few_reports_for_the_stated_share_nothing_is_declined():
    draw = np.random.default_rng(2)
    fitted = fit_relevance(draw.normal(1.0, 1.0, (20, 4)), draw.normal(-1.0, 1.0, (20, 4)))
    assert fitted.reason(np.full(4, -9.0, dtype=np.float32)) is None


def test_broken_list_of_other_texts_is_refused_by_name(encoder: Encoder, tmp_path):
    path = tmp_path / "other_texts.yaml"
    path.write_text("texts: [one]\nextra: 1\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"other_texts\.yaml: extra: unknown key"):
        encode_others(encoder, path)

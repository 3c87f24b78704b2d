"""What is no incident report is declined; incident reports are not."""

import numpy as np
import pytest

from classifier import ModelError
from classifier.encoder import Encoder
from classifier.relevance import DECLINED, declined_shares, encode_others, fit_relevance
from classifier.service import load_classifier
from corpus.shipped import load_corpus
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


def texts(count: int, centre: float, seed: int) -> list[np.ndarray]:
    draw = np.random.default_rng(seed)
    return [draw.normal(centre, 1.0, (3, 8)) for _ in range(count)]


def test_share_of_reports_declined_is_the_stated_one_and_most_other_texts_are():
    declined = declined_shares(texts(200, 1.0, 1), texts(60, -1.0, 2))
    assert declined.reports <= 3 * DECLINED
    assert declined.beginnings <= 3 * DECLINED
    assert declined.others > 0.8


def test_with_too_few_reports_for_the_stated_share_nothing_is_declined():
    fitted = fit_relevance(texts(12, 1.0, 3), texts(20, -1.0, 4))
    assert fitted.reason(np.full(8, -9.0, dtype=np.float32)) is None


@pytest.mark.parametrize("length", [250, 500])
def test_beginnings_of_real_reports_are_hardly_ever_declined(length: int, taxonomy: Taxonomy):
    classifier = load_classifier(taxonomy, light=True)
    reports = load_corpus()[40:80:4]
    declined = [report.id for report in reports if classifier.suggest(report.text[:length]).abstained]
    assert len(declined) <= 1


def test_broken_list_of_other_texts_is_refused_by_name(encoder: Encoder, tmp_path):
    path = tmp_path / "other_texts.yaml"
    path.write_text("texts: [one]\nextra: 1\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"other_texts\.yaml: extra: unknown key"):
        encode_others(encoder, path)

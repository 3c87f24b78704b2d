"""Two models on the same reports: what is listed as changed, and the share with its interval."""

from dataclasses import replace

import pytest

from classifier import Classifier
from classifier.encoder import Encoder
from classifier.persistence import SHIPPED, load_model
from classifier.replay import changes_between, compare_models, lines
from corpus.shipped import load_corpus
from taxonomy import Taxonomy, shipped_taxonomy

TEXTS = [(report.id, report.text) for report in load_corpus()[::100]] + [("short", "Too short.")]


@pytest.fixture(scope="module")
def classifier(encoder: Encoder) -> Classifier:
    return Classifier(encoder, load_model(SHIPPED, shipped_taxonomy(), encoder.sha256), shipped_taxonomy())


def test_other_thresholds_are_seen_in_every_suggestion_they_change(classifier: Classifier, taxonomy: Taxonomy):
    model = classifier.model
    eager = replace(
        model, manifest=replace(model.manifest, version="eager", thresholds=dict.fromkeys(taxonomy.facets, 0.01))
    )

    found = compare_models(TEXTS, (model, eager), classifier.encoder, taxonomy)

    assert (found.reports.count, found.reports.total) == (len(TEXTS) - 1, len(TEXTS))
    symptoms = [change for change in found.changes if change.facet == "symptoms"]
    assert symptoms
    for change in symptoms:
        assert change.gone == ()
        assert all(one == other is not None for one, other in change.probabilities.values())
    assert "are tagged differently by" in lines(found)[-1]
    assert "eager" in lines(found)[-1]
    assert "95 % interval" in lines(found)[-1]
    assert len(lines(found)) == len(found.changes) + 1


def test_text_that_only_one_model_declines_is_a_change_with_its_reason(classifier: Classifier):
    text = TEXTS[0][1]
    taken = classifier.suggest(text)
    declined = replace(taken, reason="it declines", probabilities={}, suggested={}, evidence={})

    changes = changes_between("r1", taken, declined)

    assert {change.facet for change in changes} >= {"locus", "runtime"}
    for change in changes:
        assert (change.new, change.reason) == ((), "it declines")
        assert all(after is None for _, after in change.probabilities.values())
    assert changes_between("r1", taken, taken) == []

"""The model on a small real task: it learns, comes back from disk unchanged, and refuses what is not its own."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from classifier import Classifier, ModelError
from classifier.decode import decode
from classifier.encoder import Encoder
from classifier.measures import calibration_error
from classifier.persistence import HEADS, MANIFEST, SHIPPED, load_model
from classifier.similar import Index, build_index
from classifier.suggest import Suggestion
from corpus import Report, commit, verify
from corpus.boundary import Proposal
from corpus.store import Store
from taxonomy import Taxonomy

TEXT = (
    "Our support agent told a customer that a refund of 540 dollars was on its way. "
    "The message went straight out; no rule in code compared it with the refund policy. "
    "The token of the agent could issue any refund. "
    "Since then every refund above 100 dollars waits for a person's approval."
)


@pytest.fixture(scope="module")
def classifier(encoder: Encoder) -> Classifier:
    from taxonomy import shipped_taxonomy

    return Classifier(encoder, load_model(SHIPPED, shipped_taxonomy(), encoder.sha256), shipped_taxonomy())


@pytest.fixture(scope="module")
def suggestion(classifier: Classifier) -> Suggestion:
    return classifier.suggest(TEXT)


def test_shipped_model_suggests_what_the_report_says(suggestion: Suggestion):
    assert suggestion.suggested["locus"] == ("sdb",)
    assert "verifier" in suggestion.suggested["sdb_parts"]


def test_suggested_tags_pass_the_verifier(suggestion: Suggestion, taxonomy: Taxonomy):
    assert verify(Proposal(TEXT, suggestion.tags(), "model"), taxonomy) == ()


def test_every_label_has_a_probability_and_exclusive_facets_sum_to_one(suggestion: Suggestion, taxonomy: Taxonomy):
    for facet in taxonomy.facets:
        assert set(suggestion.probabilities[facet]) == {label.id for label in taxonomy.labels(facet)}
    for facet in ("locus", "runtime", "severity"):
        assert sum(suggestion.probabilities[facet].values()) == pytest.approx(1.0)


def test_evidence_is_a_sentence_at_its_exact_place(suggestion: Suggestion):
    for span in suggestion.evidence.values():
        assert TEXT[span.start : span.end] == span.text
    assert suggestion.evidence["sdb_parts", "verifier"].text.startswith(("The message went straight out", "Since"))


def test_suggestion_names_its_model_encoder_and_taxonomy(suggestion: Suggestion, encoder: Encoder):
    line = suggestion.to_json("r1")

    assert line["model"]["encoder_sha256"] == encoder.sha256
    assert line["model"]["taxonomy_version"] == "2.0.0"
    assert json.loads(json.dumps(line)) == line


def test_same_text_gives_the_same_suggestion(classifier: Classifier, suggestion: Suggestion):
    assert classifier.suggest(TEXT).to_json("x") == suggestion.to_json("x")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "model")
    return tmp_path / "model"


def test_flipped_byte_is_refused(copy: Path, taxonomy: Taxonomy, encoder: Encoder):
    content = bytearray((copy / HEADS).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / HEADS).write_bytes(content)

    with pytest.raises(ModelError, match=r"heads\.skops: SHA-256 is .* expected .*faultline model train"):
        load_model(copy, taxonomy, encoder.sha256)


def test_missing_file_is_refused(copy: Path, taxonomy: Taxonomy, encoder: Encoder):
    (copy / HEADS).unlink()

    with pytest.raises(ModelError, match=r"heads\.skops: missing"):
        load_model(copy, taxonomy, encoder.sha256)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("taxonomy_version", "1.0.0", "taxonomy version is 1.0.0"), ("encoder_sha256", "abc", "encoder is abc")],
)
def test_model_for_another_taxonomy_or_encoder_is_refused(
    copy: Path, taxonomy: Taxonomy, encoder: Encoder, field: str, value: str, words: str
):
    manifest = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps({**manifest, field: value}))

    with pytest.raises(ModelError, match=words):
        load_model(copy, taxonomy, encoder.sha256)


@pytest.mark.parametrize("manifest", ["", "{", "[]", '{"version": 1}'])
def test_damaged_manifest_is_refused(copy: Path, taxonomy: Taxonomy, encoder: Encoder, manifest: str):
    (copy / MANIFEST).write_text(manifest)

    with pytest.raises(ModelError, match="not a model's manifest"):
        load_model(copy, taxonomy, encoder.sha256)


def flat(taxonomy: Taxonomy, **likely: dict[str, float]) -> dict[str, dict[str, float]]:
    return {
        facet: {label.id: likely.get(facet, {}).get(label.id, 0.01) for label in taxonomy.labels(facet)}
        for facet in taxonomy.facets
    }


def test_decoder_keeps_outside_free_of_parts_and_weaknesses(taxonomy: Taxonomy):
    likely = flat(taxonomy, locus={"outside": 0.9}, sdb_parts={"commit": 0.9}, patterns={"P5": 0.9})

    suggested = decode(likely, dict.fromkeys(taxonomy.facets, 0.5), taxonomy)

    assert (suggested["sdb_parts"], suggested["weaknesses"], suggested["patterns"]) == ((), (), ())


def test_decoder_gives_a_failure_at_the_boundary_its_likeliest_part(taxonomy: Taxonomy):
    likely = flat(taxonomy, locus={"sdb": 0.9}, sdb_parts={"commit": 0.2})

    assert decode(likely, dict.fromkeys(taxonomy.facets, 0.5), taxonomy)["sdb_parts"] == ("commit",)


def test_decoder_names_the_likeliest_weakness_of_a_likely_pattern(taxonomy: Taxonomy):
    likely = flat(taxonomy, locus={"sdb": 0.9}, patterns={"P3": 0.8}, weaknesses={"P3.ordering": 0.2})

    assert decode(likely, dict.fromkeys(taxonomy.facets, 0.5), taxonomy)["weaknesses"] == ("P3.ordering",)


def test_calibration_error_of_a_hand_computed_case():
    probabilities, truths = np.array([[0.15, 0.15, 0.95, 0.95]]), np.array([[0, 1, 1, 1]], dtype=np.int8)

    assert calibration_error(probabilities, truths) == pytest.approx(0.5 * 0.35 + 0.5 * 0.05)


def test_nearest_report_is_the_one_about_the_same(store: Store, taxonomy: Taxonomy, encoder: Encoder, report: Report):
    other = report.model_copy(update={"id": "2025-08-bakery", "text": "The bakery sold bread and cakes.", "tags": {}})
    commit(report, store, taxonomy, actor="ann", state="published")
    commit(other, store, taxonomy, actor="ann", state="draft")

    index = build_index(store, encoder)
    nearest = index.nearest(encoder.encode(["An agent removed tables from the live database."])[0].document)

    assert [similar.id for similar in nearest] == [report.id], "a draft must not be shown"
    assert len(store.embeddings(encoder.sha256)) == 1


def test_empty_index_has_no_neighbours(encoder: Encoder):
    empty = Index((), (), np.zeros((0, encoder.dimension), dtype=np.float32))

    assert empty.nearest(encoder.encode([TEXT])[0].document) == ()

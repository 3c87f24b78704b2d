"""Putting the pieces together: the classifier of this installation, and training it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from classifier.encoder import Encoder, load_encoder
from classifier.features import encode_anchors
from classifier.labels import columns_of, exclusive_facets, indicator
from classifier.model import Manifest
from classifier.persistence import load_manifest, load_model, model_folder, save_model
from classifier.suggest import Classifier
from classifier.training import SEED, Space, choose_thresholds, fit_heads, out_of_fold
from corpus.report import Report, labels_by_facet
from corpus.shipped import corpus_sha256
from taxonomy import Taxonomy


def load_classifier(taxonomy: Taxonomy) -> Classifier:
    """Load the encoder and the model in service, checked against each other."""
    folder = model_folder()
    encoder = load_encoder(expected=load_manifest(folder).encoder_sha256)
    model = load_model(folder, taxonomy, encoder.sha256)
    return Classifier(encoder, model, taxonomy)


def train(reports: Sequence[Report], taxonomy: Taxonomy, encoder: Encoder, folder: Path) -> Manifest:
    """Train on tagged reports and save the model into `folder`; the same reports give the same model."""
    columns = columns_of(taxonomy)
    ordered = sorted(reports, key=lambda report: report.id)
    encoded = encoder.encode([report.text for report in ordered])
    tag_sets = [{**labels_by_facet(report.tags), "patterns": report.patterns} for report in ordered]
    labels = indicator(tag_sets, columns)
    space = Space(columns, exclusive_facets(taxonomy), encode_anchors(encoder, taxonomy, columns))
    thresholds = choose_thresholds(out_of_fold(encoded, labels, space), labels, space)
    digest = corpus_sha256()
    facts = {
        "version": f"{taxonomy.version}-{digest[:8]}",
        "created": date.today().isoformat(),
        "taxonomy_version": taxonomy.version,
        "encoder_sha256": encoder.sha256,
        "corpus_sha256": digest,
        "reports": len(ordered),
        "seed": SEED,
        "thresholds": thresholds,
    }
    return save_model(folder, fit_heads(encoded, labels, space), facts)

"""Putting the pieces together: the classifier of this installation, and training it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from classifier import comparison
from classifier.control import sure_thresholds
from classifier.corpus_vectors import VECTORS, write_vectors
from classifier.encoder import Encoder, load_encoder
from classifier.errors import ModelError
from classifier.evaluation import Evaluation, EvaluationReport, deciding, evaluate_way, evidence_agreement
from classifier.features import encode_anchors
from classifier.in_service import write_candidate
from classifier.labels import columns_of, describe, exclusive_facets
from classifier.light_encoder import load_light_encoder
from classifier.model import Manifest, Space
from classifier.persistence import SHIPPED, load_manifest, load_model, model_folder, save_model
from classifier.relevance import declined_shares, encode_beginnings, encode_others, fit_relevance
from classifier.similar import text_sha256
from classifier.suggest import Classifier
from classifier.training import Examples, choose_thresholds, fit_heads, make_examples
from classifier.training_data import digests_of, training_sha256
from classifier.views import SEED
from classifier.ways import Way, ablations, baselines, model_way
from corpus.report import Report
from taxonomy import Taxonomy


def load_classifier(taxonomy: Taxonomy, *, light: bool = False) -> Classifier:
    """Load the encoder and the model in service, checked against each other.

    `light` takes the encoder and the heads in plain NumPy: the same suggestions, a much faster start, one thread.
    """
    folder = model_folder()
    load = load_light_encoder if light else load_encoder
    encoder = load(expected=load_manifest(folder).encoder_sha256)
    model = load_model(folder, taxonomy, encoder.sha256, light=light)
    return Classifier(encoder, model, taxonomy)


def evaluate(
    reports: Sequence[Report],
    taxonomy: Taxonomy,
    encoder: Encoder,
    *,
    seeds: int = 1,
    compare: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> EvaluationReport:
    """Evaluate the model by nested cross-validation on tagged reports; with `compare` baselines and ablations too.

    `say` is told what is being evaluated.
    """
    space = make_space(taxonomy, encoder)
    ordered = sorted(reports, key=lambda report: report.id)
    examples = make_examples(ordered, encoder, space.columns)
    turns = [SEED + turn for turn in range(seeds)]

    def run(ways: Sequence[Way], one: Examples, labels: Space, seeds: Sequence[int]) -> tuple[Evaluation, ...]:
        results = []
        for way in ways:
            say(f"evaluating: {way.name}")
            results.append(evaluate_way(way, one, labels, taxonomy, seeds))
        return tuple(results)

    model = run([model_way()], examples, space, turns)[0]
    return EvaluationReport(
        reports=len(ordered),
        seeds=seeds,
        model=model,
        baselines=run(baselines(taxonomy), examples, space, turns) if compare else (),
        ablations=run([model_way(), *ablations()], *deciding(examples, space), turns[:1]) if compare else (),
        agreement=evidence_agreement(examples, space),
        declined=declined_shares(encode_beginnings(encoder, examples.texts), encode_others(encoder)),
    )


def make_space(taxonomy: Taxonomy, encoder: Encoder) -> Space:
    """Return the labels as columns, with their descriptions encoded."""
    columns = columns_of(taxonomy)
    anchors = encode_anchors(encoder, taxonomy, columns)
    return Space(columns, exclusive_facets(taxonomy), anchors, describe(taxonomy, columns))


def train(reports: Sequence[Report], taxonomy: Taxonomy, encoder: Encoder, folder: Path) -> Manifest:
    """Train on tagged reports and save the model into `folder`; the same reports give the same model."""
    space = make_space(taxonomy, encoder)
    ordered = sorted(reports, key=lambda report: report.id)
    return _train_on(ordered, make_examples(ordered, encoder, space.columns), space, taxonomy, encoder, folder)


def train_candidate(
    reports: Sequence[Report], taxonomy: Taxonomy, encoder: Encoder, *, say: Callable[[str], None] = lambda _: None
) -> tuple[Manifest, list[str]]:
    """Train on tagged reports, compare with the model in service, and keep both as the candidate.

    Returns the candidate's manifest and the comparison as Markdown. `say` is told which of three steps begins.
    """
    say("Step 1 of 3: reading the reports.")
    space = make_space(taxonomy, encoder)
    ordered = sorted(reports, key=lambda report: report.id)
    examples = make_examples(ordered, encoder, space.columns)
    say("Step 2 of 3: comparing with the model in service.")
    told = _compared(ordered, examples, space, taxonomy)
    say("Step 3 of 3: training the candidate.")
    return write_candidate(lambda folder: _train_on(ordered, examples, space, taxonomy, encoder, folder), told), told


def _compared(reports: Sequence[Report], examples: Examples, space: Space, taxonomy: Taxonomy) -> list[str]:
    try:
        current = load_manifest(model_folder())
    except ModelError as error:
        return [f"There is nothing to compare with: {error}"]
    return comparison.lines(comparison.compare_training(reports, examples, space, current, taxonomy))


def _train_on(
    ordered: Sequence[Report], examples: Examples, space: Space, taxonomy: Taxonomy, encoder: Encoder, folder: Path
) -> Manifest:
    heads, held_back = fit_heads(examples, space)
    if folder.resolve() == SHIPPED.resolve():
        # Not beside a user's own model, so that no vector outlives a report that had to be forgotten.
        digests = [text_sha256(text) for text in examples.texts]
        vectors = dict(zip(digests, [one.document for one in examples.encoded], strict=True))
        write_vectors(folder / VECTORS, vectors, encoder.sha256)
    learned_from = digests_of(ordered)
    digest = training_sha256(learned_from, space)
    facts = {
        "version": f"{taxonomy.version}-{digest[:8]}",
        "created": date.today().isoformat(),
        "taxonomy_version": taxonomy.version,
        "encoder_sha256": encoder.sha256,
        "corpus_sha256": digest,
        "reports": len(ordered),
        "seed": SEED,
        "learned_from": learned_from,
        "thresholds": choose_thresholds(held_back, examples.labels, space),
        "sure": sure_thresholds(held_back, examples.labels, space.columns),
    }
    relevance = fit_relevance(encode_beginnings(encoder, examples.texts), encode_others(encoder))
    return save_model(folder, heads, relevance, facts)

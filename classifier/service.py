"""Putting the pieces together: the classifier of this installation, and training it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from classifier import comparison
from classifier.control import sure_thresholds
from classifier.corpus_vectors import VECTORS, write_vectors
from classifier.encoder import Encoder, load_encoder
from classifier.errors import ModelError
from classifier.features import encode_anchors
from classifier.in_service import write_candidate
from classifier.labels import columns_of, describe, exclusive_facets
from classifier.light_encoder import load_light_encoder
from classifier.model import Manifest, Space
from classifier.persistence import FAST, SHIPPED, load_manifest, load_model, model_folder, save_model
from classifier.relevance import encode_beginnings, encode_others, fit_relevance
from classifier.similar import text_sha256
from classifier.static_encoder import load_static_encoder
from classifier.suggest import Classifier
from classifier.training import Examples, choose_thresholds, fit_heads, make_examples
from classifier.training_data import digests_of, training_sha256
from classifier.views import SEED
from corpus.report import Report
from taxonomy import Taxonomy


@dataclass(frozen=True)
class Task:
    """What there is to learn: reports, the same as arrays, the labels, and the encoder that made the vectors."""

    reports: tuple[Report, ...]
    examples: Examples
    space: Space
    encoder: Encoder


def load_classifier(taxonomy: Taxonomy, *, light: bool = False, fast: bool = False) -> Classifier:
    """Load the encoder and the model in service, checked against each other.

    `light` takes the encoder and the heads in plain NumPy: the same suggestions, a much faster start, one thread.
    `fast` takes the model's fast companion, which is another model: many times as fast, its suggestions not as good.
    """
    folder = model_folder() / FAST if fast else model_folder()
    load = load_static_encoder if fast else load_light_encoder if light else load_encoder
    encoder = load(expected=load_manifest(folder).encoder_sha256)
    model = load_model(folder, taxonomy, encoder.sha256, light=light or fast)
    return Classifier(encoder, model, taxonomy)


def make_space(taxonomy: Taxonomy, encoder: Encoder) -> Space:
    """Return the labels as columns, with their descriptions encoded."""
    columns = columns_of(taxonomy)
    anchors = encode_anchors(encoder, taxonomy, columns)
    return Space(columns, exclusive_facets(taxonomy), anchors, describe(taxonomy, columns))


def make_task(reports: Sequence[Report], taxonomy: Taxonomy, encoder: Encoder) -> Task:
    """Return tagged reports, by their ids, as an encoder sees them."""
    ordered = tuple(sorted(reports, key=lambda report: report.id))
    space = make_space(taxonomy, encoder)
    return Task(ordered, make_examples(ordered, encoder, space.columns), space, encoder)


def train(reports: Sequence[Report], taxonomy: Taxonomy, encoder: Encoder, folder: Path) -> Manifest:
    """Train on tagged reports and save the model and its fast companion into `folder`; the same reports give the same.

    Returns the manifest of the model itself.
    """
    return _train_both(make_task(reports, taxonomy, encoder), taxonomy, folder)


def train_candidate(
    reports: Sequence[Report], taxonomy: Taxonomy, encoder: Encoder, *, say: Callable[[str], None] = lambda _: None
) -> tuple[Manifest, list[str]]:
    """Train on tagged reports, compare with the model in service, and keep both as the candidate.

    Returns the candidate's manifest and the comparison as Markdown. `say` is told which of three steps begins.
    """
    say("Step 1 of 3: reading the reports.")
    task = make_task(reports, taxonomy, encoder)
    say("Step 2 of 3: comparing with the model in service.")
    told = _compared(task.reports, task.examples, task.space, taxonomy)
    say("Step 3 of 3: training the candidate.")
    return write_candidate(lambda folder: _train_both(task, taxonomy, folder), told), told


def _compared(reports: Sequence[Report], examples: Examples, space: Space, taxonomy: Taxonomy) -> list[str]:
    try:
        current = load_manifest(model_folder())
    except ModelError as error:
        return [f"There is nothing to compare with: {error}"]
    return comparison.lines(comparison.compare_training(reports, examples, space, current, taxonomy))


def _train_both(task: Task, taxonomy: Taxonomy, folder: Path) -> Manifest:
    if folder.resolve() == SHIPPED.resolve():
        # Not beside a user's own model, so that no vector outlives a report that had to be forgotten.
        digests = [text_sha256(text) for text in task.examples.texts]
        vectors = dict(zip(digests, [one.document for one in task.examples.encoded], strict=True))
        write_vectors(folder / VECTORS, vectors, task.encoder.sha256)
    _train_on(make_task(task.reports, taxonomy, load_static_encoder()), taxonomy, folder / FAST, f"-{FAST}")
    return _train_on(task, taxonomy, folder)


def _train_on(task: Task, taxonomy: Taxonomy, folder: Path, suffix: str = "") -> Manifest:
    examples, space, encoder = task.examples, task.space, task.encoder
    heads, held_back = fit_heads(examples, space)
    learned_from = digests_of(task.reports)
    digest = training_sha256(learned_from, space)
    facts = {
        "version": f"{taxonomy.version}-{digest[:8]}{suffix}",
        "created": date.today().isoformat(),
        "taxonomy_version": taxonomy.version,
        "encoder_sha256": encoder.sha256,
        "corpus_sha256": digest,
        "reports": len(task.reports),
        "seed": SEED,
        "learned_from": learned_from,
        "thresholds": choose_thresholds(held_back, examples.labels, space),
        "sure": sure_thresholds(held_back, examples.labels, space.columns),
    }
    relevance = fit_relevance(encode_beginnings(encoder, examples.texts), encode_others(encoder))
    return save_model(folder, heads, relevance, facts)

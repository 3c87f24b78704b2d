"""Saving and loading models: skops beside a manifest, every digest checked before a file is parsed."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

import numpy as np

from classifier.corpus_vectors import VECTORS, read_vectors
from classifier.encoder import Vectors
from classifier.errors import ModelError
from classifier.features import Anchors
from classifier.labels import Column, exclusive_facets
from classifier.model import Calibration, Heads, Manifest, Model, Space
from classifier.plain import PLAIN, read_plain, write_plain
from classifier.relevance import Relevance
from classifier.views import Linear, Views
from classifier.weights import sha256_of
from corpus.home import home_folder
from taxonomy import Taxonomy

SHIPPED = Path(__file__).parent / "models" / "current"
FAST = "fast"  # the folder, in a model's own, of its fast companion
HEADS = "heads.skops"
MANIFEST = "manifest.json"
LIBRARIES = ("numpy", "scikit-learn", "sentence-transformers", "skops", "torch", "transformers")
RETRAIN = "Train a model for this installation with: faultline model train, then faultline model accept"


def models_folder() -> Path:
    """Return where this installation keeps models of its own."""
    return home_folder() / "models"


def model_folder() -> Path:
    """Return the folder of the model in service: this installation's own, else the shipped one."""
    own = models_folder() / "current"
    return own if own.is_dir() else SHIPPED


def save_model(folder: Path, heads: Heads, relevance: Relevance, facts: Mapping[str, Any]) -> Manifest:
    """Write a model and its manifest into `folder`; `facts` are the manifest's fields that training knows."""
    import skops.io

    folder.mkdir(parents=True, exist_ok=True)
    content = {**_content(heads), "relevance": {name: np.asarray(value) for name, value in vars(relevance).items()}}
    skops.io.dump(content, folder / HEADS, compression=ZIP_DEFLATED)
    if not write_plain(content, folder / PLAIN):
        (folder / PLAIN).unlink(missing_ok=True)
    names = [name for name in (HEADS, PLAIN, VECTORS) if (folder / name).is_file()]
    manifest = Manifest(
        columns=tuple(column.key for column in heads.space.columns),
        libraries={name: library_version(name) for name in LIBRARIES},
        files={name: sha256_of(folder / name) for name in names},
        **facts,
    )
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return manifest


def load_manifest(folder: Path) -> Manifest:
    """Read a model's manifest; raise ModelError if it is missing or not one."""
    path = folder / MANIFEST
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields["columns"] = tuple(fields["columns"])
        fields["learned_from"] = tuple(fields.get("learned_from", ()))
        return Manifest(**fields)
    except FileNotFoundError:
        raise ModelError(f"{path}: no model here. {RETRAIN}") from None
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path}: not a model's manifest: {error}. {RETRAIN}") from None


def load_model(folder: Path, taxonomy: Taxonomy, encoder_sha256: str, *, light: bool = False) -> Model:
    """Load a model for this taxonomy and encoder; raise ModelError if it is damaged or made for another.

    `light` reads the same numbers without scikit-learn, where the model has them as plain arrays.
    """
    manifest = load_manifest(folder)
    _expect(folder, "taxonomy version", manifest.taxonomy_version, taxonomy.version)
    _expect(folder, "encoder", manifest.encoder_sha256, encoder_sha256)
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{path}: missing. Restore it, or retrain. {RETRAIN}")
        _expect(path, "SHA-256", sha256_of(path), digest)
    content = read_plain(folder / PLAIN) if light and PLAIN in manifest.files else _read_skops(folder / HEADS)
    if "relevance" not in content:
        raise ModelError(f"{folder / HEADS}: made by an earlier Faultline. {RETRAIN}")
    kept = content["relevance"]
    relevance = Relevance(kept["weights"], kept["bias"].item(), kept["least"].item())
    return Model(manifest, _heads(content, manifest, taxonomy), relevance)


def shipped_vectors(encoder_sha256: str) -> dict[str, Vectors]:
    """Return the SHA-256 of a text -> its vector, for the shipped corpus as far as the shipped model has it."""
    return read_vectors(SHIPPED / VECTORS, load_manifest(SHIPPED).files.get(VECTORS), encoder_sha256)


def _read_skops(path: Path) -> Any:
    import skops.io

    return skops.io.load(path, trusted=[])


def _content(heads: Heads) -> dict[str, Any]:
    views, calibration = heads.views, heads.calibration
    banks = {"report": views.report, "sentence": views.sentence, "words": views.words}
    return {
        "views": {name: _half(vars(bank)) for name, bank in banks.items()},
        "vectorizer": views.vectorizer,
        "calibration": vars(calibration),
        "anchors": heads.space.anchors.vectors.astype(np.float16),
        "starts": heads.space.anchors.starts,
    }


def _heads(content: Any, manifest: Manifest, taxonomy: Taxonomy) -> Heads:
    columns = tuple(Column(*key.split(":", 1)) for key in manifest.columns)
    anchors = Anchors(np.asarray(content["anchors"], dtype=np.float32), np.asarray(content["starts"]))
    banks = {
        name: Linear(**{part: np.asarray(values, dtype=np.float64) for part, values in bank.items()})
        for name, bank in content["views"].items()
    }
    views = Views(**banks, vectorizer=content["vectorizer"])
    return Heads(Space(columns, exclusive_facets(taxonomy), anchors), views, Calibration(**content["calibration"]))


def _half(bank: Mapping[str, Any]) -> dict[str, Any]:
    """Keep weights in half precision, to which training has already rounded them; biases stay whole."""
    return {name: values if name == "bias" else values.astype(np.float16) for name, values in bank.items()}


def _expect(path: Path, what: str, found: str, expected: str) -> None:
    if found != expected:
        raise ModelError(f"{path}: {what} is {found}, expected {expected}. {RETRAIN}")

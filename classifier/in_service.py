"""Which model is in service, and how another takes its place: by renaming whole folders, never file by file.

Between the two renames of a switch no model of this home is in service, so the shipped one is: whenever a process
dies, a whole model remains, and what was to be switched is still there under its own name.
"""

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import mkdtemp

from classifier.errors import ModelError
from classifier.model import Manifest
from classifier.persistence import SHIPPED, load_manifest, load_model, model_folder, models_folder
from classifier.weights import SHA256
from taxonomy import Taxonomy

CANDIDATE, CURRENT, SHIPPED_NAME = "candidate", "current", "shipped"
COMPARISON = "comparison.md"
_PREVIOUS = re.compile(r"previous-.+-(\d+)")


def previous_models() -> list[str]:
    """Return the names of the models that were in service once, the latest first."""
    folder = models_folder()
    found = [_PREVIOUS.fullmatch(path.name) for path in folder.iterdir()] if folder.is_dir() else []
    return [match[0] for match in sorted(filter(None, found), key=lambda match: -int(match[1]))]


def has_candidate() -> bool:
    """Return whether there is a model that waits to be put in service."""
    return (models_folder() / CANDIDATE).is_dir()


def restorable() -> list[str]:
    """Return the names that `restore` takes, the latest model that was in service first."""
    own = (models_folder() / CURRENT).is_dir()
    return [*previous_models(), *([SHIPPED_NAME] if own else [])]


def folder_of(name: str) -> Path:
    """Return a model's folder by `current`, `shipped`, `candidate`, `previous-...` or a path; raise ModelError."""
    known = {CURRENT: model_folder(), SHIPPED_NAME: SHIPPED, CANDIDATE: models_folder() / CANDIDATE}
    known |= {previous: models_folder() / previous for previous in previous_models()}
    folder = known.get(name, Path(name))
    if not folder.is_dir():
        raise ModelError(f"{name}: no such model. There are {_listed(known)}; or name a model's folder.")
    return folder


def write_candidate(make: Callable[[Path], Manifest], comparison: Sequence[str]) -> Manifest:
    """Make a model beside the others; only when it is whole does it become the candidate, with its comparison."""
    models_folder().mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix=".candidate-", dir=models_folder()))
    try:
        manifest = make(fresh)
        (fresh / COMPARISON).write_text("\n".join(comparison) + "\n", encoding="utf-8")
        shutil.rmtree(models_folder() / CANDIDATE, ignore_errors=True)
        _rename(fresh, models_folder() / CANDIDATE)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def read_candidate(taxonomy: Taxonomy) -> tuple[Manifest, str]:
    """Return the candidate's manifest and its comparison; raise ModelError if there is none or it cannot serve."""
    folder = models_folder() / CANDIDATE
    if not folder.is_dir():
        raise ModelError(f"{folder}: there is no candidate to accept. Train one with: faultline model train")
    manifest = _checked(folder, taxonomy)
    try:
        return manifest, (folder / COMPARISON).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return manifest, "No comparison with the model in service was kept."


def accept(taxonomy: Taxonomy) -> tuple[Manifest, str]:
    """Put the candidate in service; return its manifest and the name under which the old model is kept."""
    manifest, _ = read_candidate(taxonomy)
    return manifest, _switch(models_folder() / CANDIDATE)


def restore(taxonomy: Taxonomy, name: str | None = None) -> tuple[Manifest, str]:
    """Put a previous model back, the latest unless named, or the shipped one; return as `accept` does."""
    known = previous_models()
    own = (models_folder() / CURRENT).is_dir()
    if name == SHIPPED_NAME and own:
        kept = _free_name()
        _rename(models_folder() / CURRENT, models_folder() / kept)
        return load_manifest(SHIPPED), kept
    if name is None and not known:
        raise ModelError(f"{models_folder()}: no earlier model is kept, so there is none to restore.")
    if name is not None and name not in known:
        what = "is in service already" if name == SHIPPED_NAME else "is not a model that is kept"
        raise ModelError(f"{name}: {what}. Kept are: {_listed(known) if known else 'none'}.")
    folder = models_folder() / (name or known[0])
    return _checked(folder, taxonomy), _switch(folder)


def _switch(folder: Path) -> str:
    """Put a checked model's folder in service; the model that was there, or a copy of the shipped one, is kept."""
    current, kept = models_folder() / CURRENT, _free_name()
    if current.is_dir():
        _rename(current, models_folder() / kept)
    else:
        _copy(SHIPPED, models_folder() / kept)
    try:
        _rename(folder, current)
    except ModelError:
        if not current.exists() and (models_folder() / kept).is_dir():
            _rename(models_folder() / kept, current)
        raise
    return kept


def _copy(source: Path, target: Path) -> None:
    """Copy a model under another name first, so that half a copy never stands under its own."""
    half = Path(mkdtemp(prefix=".copy-", dir=target.parent))
    try:
        shutil.copytree(source, half, dirs_exist_ok=True)
        _rename(half, target)
    except OSError as error:
        raise ModelError(f"{target}: the shipped model could not be kept: {error}. Free some space.") from None
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _checked(folder: Path, taxonomy: Taxonomy) -> Manifest:
    return load_model(folder, taxonomy, SHA256, light=True).manifest


def _free_name() -> str:
    """Return a name for the model in service; its number is greater than every earlier one's."""
    numbers = [int(name.rsplit("-", 1)[1]) for name in previous_models()]
    try:
        version = re.sub(r"[^\w.-]", "_", load_manifest(model_folder()).version)
    except ModelError:
        version = "damaged"  # it cannot say its version, and must not stand in the way of a whole one
    return f"previous-{version}-{max(numbers, default=0) + 1}"


def _rename(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError as error:
        raise ModelError(
            f"{target}: could not be put in place: {error.strerror}. Nothing was lost; try again."
        ) from None


def _listed(names: object) -> str:
    return ", ".join(map(str, names)) if isinstance(names, list | dict) else ""

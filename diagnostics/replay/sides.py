"""Which versions a batch compares: as named, or taken from the file where that leaves no doubt."""

from collections.abc import Sequence
from typing import NamedTuple, NoReturn

from diagnostics.load import DiagnosticsError
from diagnostics.replay.lines import printable
from diagnostics.replay.runs import Version
from taxonomy.references import closest


class Sides(NamedTuple):
    """The two sides of a batch. `prior` is None where the file holds no prior version; `how` says who chose."""

    prior: Version | None
    current: Version
    how: str


def choose_sides(versions: Sequence[Version], prior: str | None = None, current: str | None = None) -> Sides:
    """Return the sides from MODEL[@PROMPT] texts, or from the order in which two versions appear in the file.

    Raises DiagnosticsError where a text names no version of the file, or where the file leaves a choice.
    """
    named_prior = _named(versions, prior, "--prior") if prior else None
    named_current = _named(versions, current, "--current") if current else None
    if named_prior and named_current:
        if named_prior == named_current:
            raise DiagnosticsError([f"--prior and --current are both {named_current}. Name two versions."])
        return Sides(named_prior, named_current, "as named")
    if named_prior or named_current:
        return _other_side(versions, named_prior, named_current)
    models = tuple(dict.fromkeys(version.model for version in versions))
    if len(models) > 2:
        _refuse(versions)
    first = [version for version in versions if version.model == models[0]]
    last = [version for version in versions if version.model == models[-1]]
    if len(versions) == 1:
        return Sides(None, versions[0], "the only version in the file")
    how = "taken from the file: the version that appears first is the prior one"
    if len(models) == 2:
        return Sides(_one_of(first, 0, versions), _one_of(last, 1, versions), how)
    if len(versions) == 2:
        return Sides(versions[0], versions[1], how)
    _refuse(versions)


def _other_side(versions: Sequence[Version], prior: Version | None, current: Version | None) -> Sides:
    rest = [version for version in versions if version not in (prior, current)]
    if len(rest) > 1:
        _refuse(versions)
    if current is not None:
        how = "the current version as named, the prior one as the only other in the file"
        return Sides(rest[0] if rest else None, current, how)
    if not rest:
        raise DiagnosticsError([f"the file holds no run of another version than {prior}. Rerun on the current one."])
    return Sides(prior, rest[0], "the prior version as named, the current one as the only other in the file")


def _one_of(candidates: Sequence[Version], side: int, versions: Sequence[Version]) -> Version:
    """Return a model's version; of several the one with the older (0) or newer (1) of the file's two prompts."""
    prompts = tuple(dict.fromkeys(version.prompt for version in versions))
    if len(candidates) == 1:
        return candidates[0]
    if len(prompts) != 2 or None in prompts:
        _refuse(versions)
    return next(version for version in candidates if version.prompt == prompts[side])


def _named(versions: Sequence[Version], text: str, option: str) -> Version:
    """Return the version that a text names; a model's name may itself hold an @."""
    exact = [version for version in versions if str(version) == text]
    found = exact or [version for version in versions if version.model == text]
    if len(found) == 1:
        return found[0]
    shown = printable(text)
    if not found:
        known = sorted({str(version) for version in versions} | {version.model for version in versions})
        raise DiagnosticsError([f"{option} {shown}: no run of this version in the file.{closest(text, known)}"])
    choices = ", ".join(printable(str(version)) for version in found)
    raise DiagnosticsError([f"{option} {shown}: several prompts ({choices}). Name one as MODEL@PROMPT."])


def _refuse(versions: Sequence[Version]) -> NoReturn:
    found = ", ".join(printable(str(version)) for version in versions[:8]) + (", …" if len(versions) > 8 else "")
    raise DiagnosticsError(
        [f"which versions to compare is not clear: {found}. Name the prior and the current one (--prior, --current)."]
    )

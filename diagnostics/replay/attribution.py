"""Whether the model or the prompt brings the failures, told by runs in which only one of them changed."""

from typing import Literal, NamedTuple

from diagnostics.replay.exact import ALPHA, Count, fails_more, holds, holm
from diagnostics.replay.runs import Runs, Version
from diagnostics.replay.sides import Sides

Cause = Literal["model", "prompt", "both", "cannot tell"]
FEWEST = 2


class Contrast(NamedTuple):
    """Runs on two versions that differ in one thing only; the p-value is corrected for the contrasts made."""

    changed: Literal["model", "prompt"]
    before: Version
    after: Version
    cases: int
    p_value: float


class Attribution(NamedTuple):
    """What brings the failures, in one sentence, and the contrasts that say so."""

    cause: Cause
    why: str
    contrasts: tuple[Contrast, ...] = ()


def attribute(runs: Runs, sides: Sides) -> Attribution:
    """Tell model from prompt for a batch in which a divergence was found."""
    prior, current = sides.prior, sides.current
    if prior is None or prior.prompt is None or current.prompt is None:
        return Attribution(
            "cannot tell", "The prompt version is not recorded on both sides, so it may have changed too."
        )
    if prior.prompt == current.prompt:
        return Attribution("model", "Only the model version differs between the sides.")
    if prior.model == current.model:
        return Attribution("prompt", "Only the prompt version differs between the sides.")
    contrasts = _contrasts(runs, prior, current)
    if not contrasts:
        why = (
            f"Model and prompt changed together. At least {FEWEST} runs a case on the current model with the prior "
            "prompt, or on the prior model with the current prompt, would tell them apart."
        )
        return Attribution("cannot tell", why)
    found = {contrast.changed for contrast in contrasts if holds(contrast.p_value, ALPHA)}
    if len(found) == 2:
        return Attribution("both", "Each of model and prompt alone brings failures.", contrasts)
    if not found:
        return Attribution(
            "cannot tell", "Neither change alone is shown to bring failures. More runs may tell.", contrasts
        )
    cause: Cause = "model" if "model" in found else "prompt"
    other = "prompt" if cause == "model" else "model"
    tried = "is not shown to" if any(contrast.changed == other for contrast in contrasts) else "was not tried and may"
    return Attribution(cause, f"The {cause} alone brings failures; the {other} alone {tried}.", contrasts)


def _contrasts(runs: Runs, prior: Version, current: Version) -> tuple[Contrast, ...]:
    new_model, new_prompt = Version(current.model, prior.prompt), Version(prior.model, current.prompt)
    pairs: tuple[tuple[Literal["model", "prompt"], Version, Version], ...] = (
        ("model", prior, new_model),
        ("model", new_prompt, current),
        ("prompt", prior, new_prompt),
        ("prompt", new_model, current),
    )
    found: list[Contrast] = []
    for changed, before, after in pairs:
        tables = _tables(runs, before, after)
        if tables:
            found.append(Contrast(changed, before, after, len(tables), fails_more(tables)))
    corrected = holm([contrast.p_value for contrast in found])
    return tuple(one._replace(p_value=p_value) for one, p_value in zip(found, corrected, strict=True))


def _tables(runs: Runs, before: Version, after: Version) -> list[tuple[Count, Count]]:
    pairs = [(versions.get(before), versions.get(after)) for versions in runs.cases.values()]
    return [(one, two) for one, two in pairs if one and two and min(one.runs, two.runs) >= FEWEST]

"""The verdicts in words and the advice that belongs to each, as validated data."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

from pydantic import Field

from diagnostics.load import DiagnosticsError
from diagnostics.replay import divergence, rerun
from taxonomy.files import read_records
from taxonomy.model import Claim, Strict

DATA = Path(__file__).parent / "advice.yaml"
OURS = "Faultline"


class Advice(Strict):
    """What to do about a verdict: a sentence with its source, when it applies, and steps.

    A step whose source is OURS is not the source's own.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    what: Claim
    trigger: Claim | None = None
    threshold: Claim | None = None
    steps: tuple[Claim, ...] = ()


class Verdict(Strict):
    """A verdict in words: its name, what it means, and which advice follows, the most urgent first."""

    id: str
    name: str
    meaning: str
    advice: tuple[str, ...] = Field(min_length=1)


class _Data(Strict):
    verdicts: tuple[Verdict, ...]
    advice: tuple[Advice, ...]


class Guide(NamedTuple):
    """All verdicts and advice by id."""

    verdicts: dict[str, Verdict]
    advice: dict[str, Advice]

    def of(self, verdicts: Iterable[str]) -> tuple[Advice, ...]:
        """Return the advice for some verdicts, each once, in their order."""
        ids = dict.fromkeys(advice for verdict in verdicts for advice in self.verdicts[verdict].advice)
        return tuple(self.advice[one] for one in ids)


def load_guide(path: Path = DATA) -> Guide:
    """Read verdicts and advice; raise DiagnosticsError naming every problem."""
    problems: list[str] = []
    data = read_records(path, _Data, problems)
    if data is not None:
        problems += [f"{path}: {problem}" for problem in _check(data)]
    if data is None or problems:
        raise DiagnosticsError(problems)
    return Guide({one.id: one for one in data.verdicts}, {one.id: one for one in data.advice})


@cache
def guide() -> Guide:
    """Return the shipped verdicts and advice, loaded once."""
    return load_guide()


def is_ours(claim: Claim) -> bool:
    """Tell whether a sentence is Faultline's own and not the source's."""
    return claim.source.startswith(OURS)


def _check(data: _Data) -> Iterator[str]:
    needed = {*get_args(divergence.Verdict), *get_args(rerun.Verdict)}
    verdicts, advice = [one.id for one in data.verdicts], [one.id for one in data.advice]
    yield from (f'verdict "{one}" has no entry. Add one.' for one in sorted(needed - set(verdicts)))
    yield from (f'verdict "{one}" does not exist. Remove it.' for one in sorted(set(verdicts) - needed))
    for ids in (verdicts, advice):
        yield from (f'id "{one}" stands twice.' for one in sorted(set(ids)) if ids.count(one) > 1)
    named = {one for verdict in data.verdicts for one in verdict.advice}
    yield from (f'advice "{one}" is named by a verdict and does not exist.' for one in sorted(named - set(advice)))
    yield from (f'advice "{one}" belongs to no verdict.' for one in sorted(set(advice) - named))

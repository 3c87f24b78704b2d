"""The typed form of the data files by which patterns are chosen."""

from pydantic import Field

from taxonomy.model import Certainty, Claim, Strict

UNKNOWN = "unknown"
IN, OUT = "in", "out"  # a pattern is part of the composition, or it is not
YES_NO = {"yes": "Yes", "no": "No"}

When = dict[str, tuple[str, ...]]


class Question(Claim):
    """A question of one of the first four steps; `options` maps each answer but unknown to how it is shown.

    `find_out` says what would settle the question for somebody who does not know.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    step: int = Field(ge=1, le=4)
    name: str
    hint: str | None = None
    options: dict[str, str] = YES_NO
    find_out: str

    def shown(self, answer: str) -> str:
        """Return an answer as a person reads it."""
        return self.options.get(answer, "Don't know")


class Rule(Claim):
    """A choice that follows from answers; where readers of the source differ, what each says and what would decide."""

    topic: str
    choice: str
    when: When = Field(min_length=1)
    readings: tuple[Claim, ...] = ()
    would_decide: tuple[Claim, ...] = ()


class Expected(Claim):
    """What to expect if a line is wrong, for the choices under `when`; a signature of the catalogue where one fits."""

    when: When = Field(default_factory=dict)
    signature: str | None = None


class LineData(Strict):
    """One line of the record: the topics that it settles, or why it stands there and what it takes to fill it in.

    `shown` names choices that are neither a pattern nor a runtime; `neither` is said where no pattern is chosen.
    """

    id: str
    name: str
    topics: tuple[str, ...]
    shown: dict[str, str] = Field(default_factory=dict)
    neither: str | None = None
    because: Claim | None = None
    find_out: str | None = None
    if_wrong: tuple[Expected, ...]


class Contradiction(Strict):
    """Answers that cannot all be right; the ones under `disputed` are not used."""

    id: str
    when: When = Field(min_length=2)
    disputed: tuple[str, ...] = Field(min_length=2)
    text: str


class Remark(Claim):
    """What certain answers give reason to add to a line."""

    line: str
    when: When = Field(min_length=1)


class Remarks(Strict):
    """Contradictions and remarks, as they stand in one file."""

    contradictions: tuple[Contradiction, ...]
    remarks: tuple[Remark, ...]


class BuildStep(Claim):
    """A step of the build order, needed if one of its patterns is chosen; `otherwise` stands in for it if none is."""

    name: str
    patterns: tuple[str, ...] = ()
    otherwise: str | None = None


class PresetAnswer(Strict):
    """An answer that a workload gives, and how sure that is."""

    answer: str
    certainty: Certainty
    source: str


class Preset(Claim):
    """One of the source's workloads: its answers, and the choices that a source gives for it, by line."""

    id: str
    name: str
    published: dict[str, Claim]
    answers: dict[str, PresetAnswer]

    def plain(self) -> dict[str, str]:
        """Return the answers alone."""
        return {question: given.answer for question, given in self.answers.items()}

"""What a diagnosis leaves behind: the report for those who go on, and the draft of a postmortem."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from corpus.store import SavedDiagnosis
from corpus.unconfirmed import unconfirmed
from diagnostics.engine import Engine, Observed, Step
from diagnostics.explanation import explain, matching, said, title_of, turn, turn_words
from diagnostics.load import Catalogue
from diagnostics.saved import Moment, disputed, observed_of, timeline
from taxonomy import Taxonomy

ENDS = {
    "decided": "Most likely cause",
    "undecided": "Not enough to decide: these remain, and no further check is worth its time",
    "asking": "Not decided yet: these are the likeliest so far",
    "contradictory": "The answers contradict each other: cannot tell. If they are all right, these are the likeliest",
}
SHOWN = 3


@dataclass(frozen=True)
class Diagnosis:
    """Everything a report tells of: what was observed, where that leads, and, if it was saved, who said what when."""

    engine: Engine
    taxonomy: Taxonomy
    catalogue: Catalogue
    observed: Observed
    text: str = ""
    moments: tuple[Moment, ...] = ()
    disputed: tuple[str, ...] = ()
    step: Step = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "step", self.engine.step(self.observed))

    @property
    def remaining(self) -> Sequence[tuple[str, float]]:
        """The candidates to tell of: the verdict, or the likeliest where there is none."""
        return self.step.ranking[: 1 if self.step.status == "decided" else SHOWN]


def diagnosis_of(saved: SavedDiagnosis, engine: Engine, taxonomy: Taxonomy, catalogue: Catalogue) -> Diagnosis:
    """Return a saved diagnosis as it stands."""
    observed = observed_of(saved, taxonomy, catalogue)
    moments = tuple(timeline(saved, taxonomy, catalogue))
    return Diagnosis(engine, taxonomy, catalogue, observed, saved.text, moments, tuple(disputed(saved)))


def report(diagnosis: Diagnosis, titles: Mapping[str, str], *, at: datetime) -> str:
    """Return the diagnosis as Markdown: verdict, evidence, containment, fix, proof, cases, timeline.

    `titles` maps the ids of the known reports to their titles; `at` is the moment it is written.
    """
    lines = [f"# Diagnosis of {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC", "", *_seen(diagnosis)]
    lines += [f"{ENDS[diagnosis.step.status]}:", "", *_doubts(diagnosis)]
    for hypothesis, probability in diagnosis.remaining:
        lines += _candidate(diagnosis, titles, hypothesis, probability)
    if (check := diagnosis.step.next_check) is not None:
        lines += ["## The next check", "", f"{check.question} {check.look}", ""]
    if diagnosis.moments:
        lines += ["## Timeline", "", *_told(diagnosis), ""]
    return "\n".join(lines)


def draft(diagnosis: Diagnosis) -> str:
    """Return the draft of a postmortem to be edited: what happened, why, and what was advised.

    What the engine says is marked as unconfirmed, so that the boundary publishes none of it unread.
    """
    lines = ["## What happened", "", *([diagnosis.text.strip(), ""] if diagnosis.text.strip() else [])]
    lines += [*_seen(diagnosis), *_told(diagnosis), "", "## Why", ""]
    names = [f"{title_of(one, diagnosis.taxonomy)} ({share:.0%})" for one, share in diagnosis.remaining]
    lines += [unconfirmed(f"{ENDS[diagnosis.step.status]}: {'; '.join(names)}.")]
    answers = list(_looked_at(diagnosis))
    lines += ["", *(["What was looked at:", "", *answers, ""] if answers else []), "## What was done", ""]
    advice = [_signature_text(diagnosis, one, "contain") for one, _ in diagnosis.remaining[:1]]
    lines += [unconfirmed(f"Advised while the incident ran. {text}") for text in filter(None, advice)]
    return "\n".join(lines) + "\n"


def doubts(diagnosis: Diagnosis) -> list[str]:
    """Return, in words, the answers that contradict each other and those on which responders disagree."""
    checks, found = diagnosis.catalogue.checks, []
    if clash := diagnosis.step.clash:
        one, other = (f'"{checks[check].question}" {diagnosis.observed.answers[check]}' for check in clash.checks)
        found.append(
            f"These two go together least: {one}, and {other}. Look again at the first: it fits the rest less."
        )
    known = [check for check in diagnosis.disputed if check in checks]
    found += [
        f'Answered both yes and no, so it counts as not known until one is taken back: "{checks[check].question}"'
        for check in known
    ]
    return found


def stamp(at: str) -> str:
    """Return a saved moment (ISO 8601, UTC) as it is shown: day and time, UTC."""
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M:%S} UTC"


def _looked_at(diagnosis: Diagnosis) -> Iterator[str]:
    for weight in explain(diagnosis.engine, diagnosis.observed, diagnosis.step.ranking[0][0]):
        if weight.kind == "answer" and diagnosis.observed.answers[weight.id] != "unknown":
            yield f"- {said(weight, diagnosis.observed, diagnosis.taxonomy, diagnosis.catalogue)}"


def _doubts(diagnosis: Diagnosis) -> list[str]:
    found = [f"- {one}" for one in doubts(diagnosis)]
    return [*found, ""] if found else []


def _seen(diagnosis: Diagnosis) -> list[str]:
    taxonomy, observed = diagnosis.taxonomy, diagnosis.observed
    labels = [taxonomy.label("symptoms", one) for one in observed.symptoms]
    labels += [taxonomy.label("runtime", observed.runtime)] if observed.runtime else []
    return ["Seen: " + ", ".join(label.name for label in labels if label) + ".", ""]


def _told(diagnosis: Diagnosis) -> list[str]:
    return [f"- {stamp(moment.at)} {moment.name}: {moment.words}" for moment in diagnosis.moments]


def _candidate(diagnosis: Diagnosis, titles: Mapping[str, str], hypothesis: str, probability: float) -> list[str]:
    engine, observed = diagnosis.engine, diagnosis.observed
    lines = [f"## {title_of(hypothesis, diagnosis.taxonomy)} ({probability:.0%})", ""]
    for weight in explain(engine, observed, hypothesis):
        lines.append(f"- {weight.bits:+.1f} bits: {said(weight, observed, diagnosis.taxonomy, diagnosis.catalogue)}")
    if (change := turn(engine, observed, hypothesis)) is not None:
        words = turn_words(change, hypothesis, diagnosis.taxonomy, diagnosis.catalogue)
        lines += ["", f"**What would change this.** {words}"]
    for name in ("cause", "contain", "fix", "prove"):
        if text := _signature_text(diagnosis, hypothesis, name):
            lines += ["", f"**{name.capitalize()}.** {text}"]
    for_it, against = matching(engine.cases, observed, hypothesis)
    lines += ["", f"Cases with these symptoms: {len(for_it)} had this cause, {len(against)} another."]
    for kind, cases in (("This cause", for_it), ("Another cause", against)):
        lines += [f"- {kind}: {titles.get(case, case)} ({case})" for case in cases[:SHOWN]]
    return [*lines, ""]


def _signature_text(diagnosis: Diagnosis, hypothesis: str, name: str) -> str:
    for signature in diagnosis.catalogue.of(hypothesis)[:1]:
        value = getattr(signature, name)
        return value if isinstance(value, str) else value.text
    return ""

"""The six-line decision record: per line the choice, why, what to expect if it is wrong, and how sure that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnostics.selection.answers import Answers
from diagnostics.selection.load import Selection, fits
from diagnostics.selection.model import IN, OUT, UNKNOWN, BuildStep, Expected, LineData, Preset, Rule
from diagnostics.selection.rules import Status, Verdict, contradictions, settle, usable
from taxonomy import Taxonomy
from taxonomy.model import Claim


@dataclass(frozen=True)
class Given:
    """An answer behind a choice; certainty and source are a workload's, and None where a person answered."""

    question: str
    name: str
    answer: str
    certainty: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Reason:
    """A predicate that fired, with the answers that fired it."""

    claim: Claim
    answers: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Open:
    """Something to find out before a line can be decided."""

    question: str
    text: str
    find_out: str


@dataclass(frozen=True)
class Step:
    """A step of the build order; `needed` is None while that is open."""

    text: str
    name: str
    needed: bool | None
    claim: Claim


@dataclass(frozen=True)
class Line:
    """One of the six lines."""

    number: int
    id: str
    name: str
    status: Status
    choice: str
    reasons: tuple[Reason, ...]
    if_wrong: tuple[Expected, ...]
    find_out: tuple[Open, ...]
    possible: tuple[str, ...]
    readings: tuple[Claim, ...]
    would_decide: tuple[Claim, ...]
    remarks: tuple[Claim, ...]
    published: Claim | None


@dataclass(frozen=True)
class Record:
    """The decision record, with what it was made from."""

    answers: Answers
    lines: tuple[Line, ...]
    runtime: str | None
    patterns: tuple[str, ...]
    contradictions: tuple[str, ...]
    build_order: tuple[Step, ...]
    preset: Preset | None


def preset_of(selection: Selection, answers: Answers) -> Preset | None:
    """Return the workload that gives exactly these answers, or None."""
    return next((one for one in selection.presets.values() if one.plain() == dict(answers.given)), None)


def make_record(selection: Selection, answers: Answers, taxonomy: Taxonomy) -> Record:
    """Return the record that follows from the answers; what cannot be decided stays open and says why."""
    used = usable(selection, answers.given)
    topics = {topic: settle(selection, topic, used) for line in selection.lines for topic in line.topics}
    writer = _Writer(selection, taxonomy, answers, used, topics, preset_of(selection, answers))
    spine = topics["spine"].choice
    patterns = [spine] if spine in taxonomy.patterns else []
    patterns += [topic for topic, verdict in topics.items() if verdict.choice == IN]
    return Record(
        answers,
        tuple(writer.line(number, line) for number, line in enumerate(selection.lines, 1)),
        topics["runtime"].choice,
        tuple(one for one in taxonomy.patterns if one in patterns),
        tuple(one.text for one in contradictions(selection, answers.given)),
        tuple(writer.steps()),
        writer.preset,
    )


@dataclass(frozen=True)
class _Writer:
    selection: Selection
    taxonomy: Taxonomy
    answers: Answers
    used: Mapping[str, str]
    topics: Mapping[str, Verdict]
    preset: Preset | None

    def line(self, number: int, line: LineData) -> Line:
        verdicts = [self.topics[topic] for topic in line.topics]
        fired = [rule for verdict in verdicts for rule in verdict.fired]
        reasons = tuple(Reason(rule, tuple(self._given(rule))) for rule in fired)
        chosen = {topic: verdict.choice for topic, verdict in self.topics.items() if verdict.choice}
        status, choice = self._outcome(line, verdicts)
        return Line(
            number,
            line.id,
            line.name,
            status,
            choice,
            reasons or ((Reason(line.because),) if line.because else ()),
            tuple(one for one in line.if_wrong if fits(one.when, chosen)),
            tuple(self._find_out(line, verdicts, status)),
            tuple(text for verdict in verdicts if verdict.choice is None for text in self._possible(line, verdict)),
            tuple(reading for rule in fired for reading in rule.readings),
            tuple(claim for rule in fired for claim in rule.would_decide),
            tuple(one for one in self.selection.remarks if one.line == line.id and fits(one.when, self.used)),
            self.preset.published.get(line.id) if self.preset else None,
        )

    def steps(self) -> Iterator[Step]:
        for step in self.selection.build_order:
            needed = self._needed(step)
            if needed is False and step.otherwise:
                yield Step(step.otherwise, step.otherwise, True, step)
            else:
                yield Step(step.text, step.name, needed, step)

    def _needed(self, step: BuildStep) -> bool | None:
        choices = [self.topics[pattern].choice for pattern in step.patterns]
        if not choices or IN in choices:
            return True
        return None if None in choices else False

    def _outcome(self, line: LineData, verdicts: list[Verdict]) -> tuple[Status, str]:
        if line.id == "sequence":
            steps = [step for step in self.steps() if step.needed is not False]
            names = [step.name if step.needed else f"({step.name}, if chosen)" for step in steps]
            return "open" if any(step.needed is None for step in steps) else "decided", " → ".join(names)
        if not verdicts:
            day, model = self.answers.day, self.answers.model
            known = day is not None and model != UNKNOWN
            return "decided" if known else "open", f"{day or 'date not given'}, {_model(model)}"
        statuses = {verdict.status for verdict in verdicts}
        status: Status = "open" if "open" in statuses else "trade-off" if "trade-off" in statuses else "decided"
        settled = [self._shown(line, one.topic, one.choice) for one in verdicts if one.choice not in (None, OUT)]
        undecided = [one.topic for one in verdicts if one.choice is None]
        if len(verdicts) == 1 and undecided:
            return status, "Still open"
        still = [f"{topic} still open" for topic in undecided]
        return status, "; ".join(filter(None, [" + ".join(settled), *still])) or line.neither or ""

    def _shown(self, line: LineData, topic: str, choice: str | None) -> str:
        pattern = self.taxonomy.patterns.get(topic if choice in (IN, OUT) else choice or "")
        if pattern:
            return f"{'no ' if choice == OUT else ''}{pattern.id} {pattern.name}"
        runtime = self.taxonomy.label("runtime", choice or "")
        return runtime.name if runtime else line.shown[choice or ""]

    def _given(self, rule: Rule) -> Iterator[Given]:
        for name in rule.when:
            question, own = self.selection.questions[name], self.preset and self.preset.answers[name]
            shown = question.shown(self.used[name])
            yield Given(name, question.name, shown, own.certainty if own else None, own.source if own else None)

    def _find_out(self, line: LineData, verdicts: list[Verdict], status: Status) -> Iterator[Open]:
        for name in dict.fromkeys(name for verdict in verdicts for name in verdict.find_out):
            question = self.selection.questions[name]
            yield Open(name, question.text, question.find_out)
        if status == "open" and line.find_out:
            yield Open(line.id, f"{line.name}?", line.find_out)

    def _possible(self, line: LineData, verdict: Verdict) -> Iterator[str]:
        for choice in dict.fromkeys(rule.choice for rule in verdict.possible):
            ways = ", or ".join(self._condition(rule) for rule in verdict.possible if rule.choice == choice)
            yield f"{self._shown(line, verdict.topic, choice)} if {ways}"

    def _condition(self, rule: Rule) -> str:
        missing = [(self.selection.questions[name], rule.when[name]) for name in rule.when if name not in self.used]
        return " and ".join(
            f'"{one.name}" is {" or ".join(map(one.shown, allowed)).lower()}' for one, allowed in missing
        )


def _model(model: str) -> str:
    return "model version not known" if model == UNKNOWN else model

"""Loading the data by which patterns are chosen, every reference checked and every complete set of answers tried."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from diagnostics.load import Catalogue, DiagnosticsError, shipped_catalogue
from diagnostics.selection.model import (
    IN,
    OUT,
    UNKNOWN,
    BuildStep,
    Contradiction,
    LineData,
    Preset,
    Question,
    Remark,
    Remarks,
    Rule,
    When,
)
from taxonomy import Taxonomy, shipped_taxonomy
from taxonomy.files import read_records
from taxonomy.references import closest

DATA = Path(__file__).parent


@dataclass(frozen=True)
class Selection:
    """Questions, rules, lines, remarks, build order and workloads, each in the order of its file."""

    questions: dict[str, Question]
    rules: tuple[Rule, ...]
    lines: tuple[LineData, ...]
    contradictions: tuple[Contradiction, ...]
    remarks: tuple[Remark, ...]
    build_order: tuple[BuildStep, ...]
    presets: dict[str, Preset]

    def of(self, topic: str) -> tuple[Rule, ...]:
        """Return the rules of a topic."""
        return tuple(rule for rule in self.rules if rule.topic == topic)


def load_selection(taxonomy: Taxonomy, catalogue: Catalogue, folder: Path = DATA) -> Selection:
    """Load the data in `folder`; raise DiagnosticsError naming every problem."""
    problems: list[str] = []
    questions: tuple[Question, ...] = read_records(folder / "questions.yaml", tuple[Question, ...], problems) or ()
    rules: tuple[Rule, ...] = read_records(folder / "rules.yaml", tuple[Rule, ...], problems) or ()
    lines: tuple[LineData, ...] = read_records(folder / "lines.yaml", tuple[LineData, ...], problems) or ()
    remarks = read_records(folder / "remarks.yaml", Remarks, problems) or Remarks(contradictions=(), remarks=())
    steps: tuple[BuildStep, ...] = read_records(folder / "build_order.yaml", tuple[BuildStep, ...], problems) or ()
    presets: tuple[Preset, ...] = read_records(folder / "presets.yaml", tuple[Preset, ...], problems) or ()
    by_question = {question.id: question for question in questions}
    by_preset = {preset.id: preset for preset in presets}
    found = Selection(by_question, rules, lines, remarks.contradictions, remarks.remarks, steps, by_preset)
    if not problems:
        problems += [*_duplicates(questions, presets), *_dead(found, taxonomy, catalogue)]
    if not problems:
        problems += [problem for topic in {rule.topic: 0 for rule in rules} for problem in _gaps(found, topic)]
    if problems:
        raise DiagnosticsError(problems)
    return found


@cache
def shipped_selection() -> Selection:
    """Return the data that this installation ships, loaded once."""
    return load_selection(shipped_taxonomy(), shipped_catalogue())


def fits(when: When, answers: Mapping[str, str]) -> bool:
    """Return whether every condition is met by a known answer."""
    return all(answers.get(question) in allowed for question, allowed in when.items())


def _duplicates(questions: Iterable[Question], presets: Iterable[Preset]) -> Iterator[str]:
    for kind, records in (("question", list(questions)), ("workload", list(presets))):
        ids = [record.id for record in records]
        yield from (f'{kind} id "{one}" stands more than once.' for one in sorted({i for i in ids if ids.count(i) > 1}))
    seen: dict[tuple[tuple[str, str], ...], str] = {}
    for preset in presets:
        key = tuple(sorted(preset.plain().items()))
        if key in seen:
            yield f"workloads {seen[key]} and {preset.id} give the same answers. One must differ."
        seen[key] = preset.id


def _dead(found: Selection, taxonomy: Taxonomy, catalogue: Catalogue) -> Iterator[str]:
    lines, choices = {line.id for line in found.lines}, _choices(found)
    for rule in found.rules:
        yield from _bad_conditions(f'rule "{rule.topic}: {rule.choice}"', rule.when, found)
    for contradiction in found.contradictions:
        yield from _bad_conditions(f'contradiction "{contradiction.id}"', contradiction.when, found)
        yield from _unknown(f'contradiction "{contradiction.id}"', "question", contradiction.disputed, found.questions)
    for remark in found.remarks:
        yield from _bad_conditions(f'remark on "{remark.line}"', remark.when, found)
        yield from _unknown("a remark", "line", [remark.line], lines)
    for line in found.lines:
        yield from _bad_line(line, choices, taxonomy, catalogue)
    for step in found.build_order:
        yield from _unknown(f'build step "{step.text}"', "pattern", step.patterns, taxonomy.patterns)
    for preset in found.presets.values():
        yield from _bad_preset(preset, found, lines)


def _bad_line(
    line: LineData, choices: Mapping[str, set[str]], taxonomy: Taxonomy, catalogue: Catalogue
) -> Iterator[str]:
    where = f'line "{line.id}"'
    yield from _unknown(where, "topic", line.topics, choices)
    reached = [choice for topic in line.topics for choice in sorted(choices.get(topic, ()))]
    nameless = [choice for choice in reached if choice not in line.shown and not _has_name(choice, taxonomy)]
    yield from (f'{where}: choice "{choice}" has no name under shown.' for choice in nameless)
    for expected in line.if_wrong:
        yield from _unknown(where, "topic", expected.when, choices)
        for topic, allowed in expected.when.items():
            yield from _unknown(where, f"choice of {topic}", allowed, choices.get(topic, ()))
        yield from _unknown(where, "signature", filter(None, [expected.signature]), catalogue.signatures)


def _bad_preset(preset: Preset, found: Selection, lines: set[str]) -> Iterator[str]:
    where = f'workload "{preset.id}"'
    yield from _unknown(where, "line", preset.published, lines)
    yield from _bad_conditions(where, {name: (given,) for name, given in preset.plain().items()}, found)
    yield from (f'{where}: question "{one}" has no answer.' for one in found.questions if one not in preset.answers)


def _bad_conditions(where: str, when: When, found: Selection) -> Iterator[str]:
    yield from _unknown(where, "question", when, found.questions)
    for question in when:
        if question in found.questions:
            options = (*found.questions[question].options, UNKNOWN)
            yield from _unknown(where, f"answer to {question}", when[question], options)


def _unknown(where: str, kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    yield from (f'{where}: {kind} "{one}" does not exist.{closest(one, known)}' for one in names if one not in known)


def _has_name(choice: str, taxonomy: Taxonomy) -> bool:
    return choice in (IN, OUT) or choice in taxonomy.patterns or taxonomy.label("runtime", choice) is not None


def _choices(found: Selection) -> dict[str, set[str]]:
    topics: dict[str, set[str]] = {}
    for rule in found.rules:
        topics.setdefault(rule.topic, set()).add(rule.choice)
    return topics


def _gaps(found: Selection, topic: str) -> Iterator[str]:
    """Yield each complete set of answers for which a topic's rules say nothing, or two different things."""
    names = sorted({name for rule in found.of(topic) for name in rule.when})
    for values in product(*(found.questions[name].options for name in names)):
        answers = dict(zip(names, values, strict=True))
        choices = {rule.choice for rule in found.of(topic) if fits(rule.when, answers)}
        if len(choices) != 1:
            said = " and ".join(sorted(choices)) or "nothing"
            yield f'rules of topic "{topic}" say {said} for {answers}. Exactly one choice must follow.'

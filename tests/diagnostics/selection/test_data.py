"""The data by which patterns are chosen: complete, referring to what exists, refused when broken; and the workloads."""

import shutil
from pathlib import Path

import pytest

from diagnostics import DiagnosticsError, shipped_catalogue
from diagnostics.selection import Answers, Record, load_selection, make_record, shipped_selection
from diagnostics.selection.load import DATA
from taxonomy import Taxonomy, shipped_taxonomy

SELECTION = shipped_selection()


def of(workload: str) -> Record:
    return make_record(SELECTION, Answers(SELECTION.presets[workload].plain()), shipped_taxonomy())


@pytest.mark.parametrize(
    ("workload", "runtime", "spine", "patterns"),
    [
        ("W1", "conversational", "P3 Event-driven sequencing", ("P1", "P3", "P4")),
        ("W2", "autonomous", "P3 Event-driven sequencing", ("P3", "P4")),
        ("W3", "long-horizon", "No durable spine; rebuild the state on demand", ()),
        ("W4", "long-horizon", "P5 Shared state machine", ("P1", "P2", "P4", "P5", "P6")),
        ("W5", "long-horizon", "P5 Shared state machine", ("P1", "P2", "P4", "P5", "P6")),
    ],
)
def test_workload_comes_out_as_its_answers_say(workload: str, runtime: str, spine: str, patterns: tuple[str, ...]):
    record = of(workload)

    assert record.preset == SELECTION.presets[workload]
    assert (record.runtime, record.lines[1].choice, record.patterns) == (runtime, spine, patterns)
    assert record.contradictions == ()


def test_no_workload_is_decided_against_what_a_source_published():
    for workload, preset in SELECTION.presets.items():
        record = of(workload)
        for line in (record.lines[2], record.lines[3]):
            published = preset.published.get(line.id)
            chosen = {one for one in record.patterns if one in line.choice}
            assert published is None or all(one in published.text for one in chosen), (workload, line.id)


def test_what_is_not_known_of_a_workload_is_answered_unknown():
    for preset in SELECTION.presets.values():
        for name, given in preset.answers.items():
            assert (given.answer == "unknown") == (given.certainty == "not-found"), (preset.id, name)


def test_lead_warming_and_number_port_in_share_a_class_and_differ_in_the_spine_by_p2_alone():
    first, second = SELECTION.presets["W3"].plain(), SELECTION.presets["W4"].plain()

    assert of("W3").runtime == of("W4").runtime
    assert [name for name in ("p1", "p2", "p3") if first[name] != second[name]] == ["p2"]


def test_there_are_six_lines_in_the_source_s_order():
    assert [line.id for line in SELECTION.lines] == [
        "runtime", "spine", "coordination", "control", "sequence", "pinned",
    ]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "change", "words"),
    [
        ("lines.yaml", "signature: left-half-done|signature: left-half-don", 'Closest match: "left-half-done"'),
        ("lines.yaml", "topics: [spine]|topics: [spin]", 'topic "spin" does not exist'),
        ("lines.yaml", "    none: No durable|    nothing: No durable", 'choice "none" has no name'),
        ("lines.yaml", "{spine: [P5]}|{spine: [P6]}", 'choice of spine "P6" does not exist'),
        ("rules.yaml", 'when: {p1: ["no"]}|when: {p1: ["No"]}', 'answer to p1 "No" does not exist'),
        ("rules.yaml", "when: {unit_of_work: [minutes]}|when: {unit_of_work: [seconds]}", "autonomous and conversat"),
        ("rules.yaml", 'when: {p1: ["yes"], p2: ["no"]}|when: {p1: ["yes"], p2: ["no"], p3: ["no"]}', "say nothing"),
        ("rules.yaml", 'p1: ["no"]|p1: [no]', "valid string"),
        ("questions.yaml", "find_out: |found_out: ", "unknown key"),
        ("questions.yaml", "- id: p2|- id: p1", "stands more than once"),
        ("remarks.yaml", "line: spine|line: spines", 'line "spines" does not exist'),
        ("remarks.yaml", "disputed: [world_changes|disputed: [worlds", 'question "worlds" does not exist'),
        ("build_order.yaml", "patterns: [P6]|patterns: [P9]", 'pattern "P9" does not exist'),
        ("presets.yaml", "    p2: |    p9: ", 'question "p9" does not exist'),
        ("presets.yaml", "certainty: inferred|certainty: likely", "seen"),
    ],
)
def test_broken_data_is_refused(copy: Path, taxonomy: Taxonomy, file: str, change: str, words: str):
    found, put = change.split("|")
    text = (copy / file).read_text(encoding="utf-8")
    assert found in text
    (copy / file).write_text(text.replace(found, put, 1), encoding="utf-8")

    with pytest.raises(DiagnosticsError, match=words):
        load_selection(taxonomy, shipped_catalogue(), copy)


def test_two_workloads_with_the_same_answers_are_refused(copy: Path, taxonomy: Taxonomy):
    text = (copy / "presets.yaml").read_text(encoding="utf-8")
    (copy / "presets.yaml").write_text(text + text[text.index("- id: W5") :].replace("id: W5", "id: W6"))

    with pytest.raises(DiagnosticsError, match="W5 and W6 give the same answers"):
        load_selection(taxonomy, shipped_catalogue(), copy)

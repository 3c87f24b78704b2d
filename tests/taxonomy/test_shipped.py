"""The taxonomy that ships: complete, consistent, and true to its own worked examples."""

import pytest

from taxonomy import Label, check_choice, check_labels, check_rules, pattern_of, shipped_taxonomy

TAXONOMY = shipped_taxonomy()
LABELS = [(facet, label) for facet in TAXONOMY.facets for label in TAXONOMY.labels(facet)]
FACETS = {
    "locus": 4,
    "sdb_parts": 4,
    "weaknesses": 30,
    "patterns": 6,
    "runtime": 3,
    "symptoms": 24,
    "fix_strengthens_sdb": 4,
    "fix_parts": 4,
    "verifier_strength": 5,
    "impact": 10,
    "severity": 4,
}


def test_every_facet_of_the_codebook_has_all_its_labels():
    assert {facet: len(TAXONOMY.labels(facet)) for facet in TAXONOMY.facets} == FACETS


@pytest.mark.parametrize("label", [label for _, label in LABELS], ids=lambda label: label.id)
def test_label_says_what_it_includes_and_what_it_excludes(label: Label):
    assert len(label.includes.split()) > 3
    assert len(label.excludes.split()) > 3


def test_every_weakness_belongs_to_a_pattern_and_has_a_mitigation_with_its_certainty():
    for label in TAXONOMY.labels("weaknesses"):
        assert label.pattern == pattern_of(label.id)
        assert label.mitigation is not None, label.id


def test_examples_are_not_used_twice():
    examples = [example for facet, label in LABELS if facet != "fix_parts" for example in label.examples]

    assert len(examples) == len(set(examples))


@pytest.mark.parametrize("example", TAXONOMY.worked_examples, ids=lambda example: example.id)
def test_worked_example_obeys_the_rules(example):
    assert check_labels(example.tags, TAXONOMY) == []
    assert [finding for finding in check_rules(example.tags, TAXONOMY) if finding.level == "error"] == []


@pytest.mark.parametrize(
    ("tags", "rule"),
    [
        ({"locus": ["outside"], "sdb_parts": ["verifier"]}, "outside-has-no-parts"),
        ({"locus": ["outside"], "weaknesses": ["P4.no-gate"]}, "outside-has-no-parts"),
        ({"locus": ["sdb"], "sdb_parts": []}, "sdb-has-a-part"),
        ({"locus": ["mixed"], "sdb_parts": ["proposer"]}, "mixed-has-a-boundary-part"),
        ({"locus": ["proposer"], "sdb_parts": ["verifier"]}, "proposer-has-only-its-part"),
        ({"fix_strengthens_sdb": ["unknown"], "fix_parts": ["commit"]}, "no-fix-no-fix-parts"),
        ({"fix_strengthens_sdb": ["yes"]}, "fix-has-parts"),
    ],
)
def test_broken_rule_is_found_by_its_name(tags, rule):
    assert rule in [finding.rule for finding in check_rules(tags, TAXONOMY)]


def test_consistent_tags_break_no_rule():
    tags = {"locus": ["sdb"], "sdb_parts": ["verifier"], "fix_strengthens_sdb": ["yes"], "fix_parts": ["verifier"]}

    assert check_rules(tags, TAXONOMY) == []


def test_unusual_but_possible_tags_are_a_warning_not_an_error():
    findings = check_rules({"locus": ["proposer"], "weaknesses": ["P4.no-gate"]}, TAXONOMY)

    assert [finding.level for finding in findings] == ["warning"]


def test_unknown_label_is_named_with_the_closest_known_one():
    findings = check_labels({"weaknesses": ["P4.no-gates"]}, TAXONOMY)

    assert 'Closest match: "P4.no-gate"' in findings[0].text


def test_facets_that_need_an_answer_say_so():
    missing = {finding.where for finding in check_choice({}, TAXONOMY)}

    assert missing == {"locus", "runtime", "symptoms", "fix_strengthens_sdb", "impact", "severity"}

"""The crosswalk: the shipped one holds, a broken one is refused for its own reason, and both directions answer."""

from pathlib import Path

import pytest

from taxonomy import Taxonomy, TaxonomyError
from taxonomy.crosswalk import FACETS, load_crosswalk, shipped_crosswalk
from taxonomy.load import DATA

HANDOFF = "{facet: weaknesses, label: P1.handoff, scheme: mast, target: FM-2.4, relation: broader}"
NONE = "{facet: weaknesses, label: P1.handoff, scheme: atlas, relation: none}"


def refusal_of(path: Path, taxonomy: Taxonomy) -> tuple[str, ...]:
    with pytest.raises(TaxonomyError) as refusal:
        load_crosswalk(taxonomy, path)
    return refusal.value.problems


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "crosswalk.yaml"
    path.write_bytes((DATA / "crosswalk.yaml").read_bytes())
    return path


def change(path: Path, found: str, put: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert found in text
    path.write_text(text.replace(found, put, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("found", "put", "words"),
    [
        (f"  - {HANDOFF}\n", "", "weaknesses P1.handoff has no line for mast"),
        (HANDOFF, HANDOFF.replace("FM-2.4", "FM-2.44"), 'target "FM-2.44" does not exist. Closest match: "FM-2.4"'),
        (HANDOFF, f"{HANDOFF}\n  - {HANDOFF.replace('P1.handoff', 'P1.hand')}", 'label "P1.hand" does not exist.'),
        (HANDOFF, f"{HANDOFF}\n  - {HANDOFF.replace('mast', 'masts')}", 'scheme "masts" does not exist. Closest match'),
        (HANDOFF, f"{HANDOFF}\n  - {HANDOFF.replace('weaknesses', 'impact')}", 'facet "impact" is not mapped'),
        (HANDOFF, HANDOFF.replace(", target: FM-2.4", ""), "relation broader needs a target"),
        (NONE, NONE.replace("relation", "target: AML.T0048, relation"), "relation none takes no target"),
        (
            NONE,
            f"{NONE}\n  - {NONE.replace('none', 'related, target: AML.T0048')}",
            "none to atlas beside another line",
        ),
        (HANDOFF, f"{HANDOFF}\n  - {HANDOFF}", "target FM-2.4 of mast more than once"),
        (HANDOFF, HANDOFF.replace("broader", "wider"), "mappings.0.relation: input should be 'exact'"),
        (HANDOFF, HANDOFF.replace("scheme", "schema"), "mappings.0.schema: unknown key"),
        ("    url: https://arxiv.org", "    url: ftp://arxiv.org", "schemes.mast.url: string should match"),
        ("schemes:", "schemes: [", "not valid YAML"),
    ],
)
def test_broken_crosswalk_is_refused_for_the_right_reason(
    copy: Path, taxonomy: Taxonomy, found: str, put: str, words: str
):
    change(copy, found, put)

    problems = refusal_of(copy, taxonomy)

    # A misspelt key is also a missing one.
    assert len(problems) == 1 + ("unknown key" in words), problems
    assert any(words in problem and str(copy) in problem for problem in problems), problems


def test_all_problems_are_reported_at_once(copy: Path, taxonomy: Taxonomy):
    change(copy, HANDOFF, HANDOFF.replace("FM-2.4", "FM-9.9"))
    change(copy, f"  - {NONE}\n", "")

    assert len(refusal_of(copy, taxonomy)) == 2


def test_missing_file_is_named(tmp_path: Path, taxonomy: Taxonomy):
    assert "no such file" in refusal_of(tmp_path / "crosswalk.yaml", taxonomy)[0]


def test_shipped_crosswalk_maps_every_weakness_and_symptom_to_every_scheme(taxonomy: Taxonomy):
    crosswalk = shipped_crosswalk()

    for facet in FACETS:
        for label in taxonomy.labels(facet):
            assert {line.scheme for line in crosswalk.targets(facet, label.id)} == set(crosswalk.schemes)


def test_targets_are_the_lines_of_one_label():
    lines = shipped_crosswalk().targets("weaknesses", "P1.handoff")

    assert [(line.scheme, line.target, line.relation) for line in lines] == [
        ("mast", "FM-2.4", "broader"),
        ("owasp-agentic", "ASI07", "related"),
        ("atlas", None, "none"),
    ]


def test_reverse_finds_what_corresponds_to_an_entry():
    assert shipped_crosswalk().reverse("mast", "FM-2.4") == [("weaknesses", "P1.handoff", "broader")]
    assert shipped_crosswalk().reverse("mast", "FM-9.9") == []


def test_both_directions_tell_the_same():
    crosswalk = shipped_crosswalk()

    for line in crosswalk.mappings:
        if line.target is not None:
            assert (line.facet, line.label, line.relation) in crosswalk.reverse(line.scheme, line.target)

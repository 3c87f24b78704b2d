"""The patterns' drawings: each pattern has one, each arrow joins boxes, and what is broken is refused by name."""

from pathlib import Path

import pytest

from taxonomy import Taxonomy, TaxonomyError
from taxonomy.drawings import Drawing, load_drawings, shipped_drawings
from taxonomy.load import DATA


@pytest.mark.parametrize("pattern", ["P1", "P2", "P3", "P4", "P5", "P6"])
def test_every_pattern_is_drawn_with_a_model_and_code_that_holds_it(pattern: str):
    drawing = shipped_drawings()[pattern]

    assert {"model", "code"} <= {node.kind for node in drawing.nodes}
    joined = {end for arrow in drawing.arrows for end in (arrow.start, arrow.end)}
    assert joined == {node.id for node in drawing.nodes}


@pytest.mark.parametrize(
    ("found", "put", "problem"),
    [
        ("start: worker, end: gate", "start: worker, end: gat", 'an arrow names "gat"'),
        ("- pattern: P6", "- pattern: P5", "Expected each pattern once"),
        ("kind: person", "kind: wizard", "kind"),
    ],
)
def test_broken_drawing_is_refused_by_name(taxonomy: Taxonomy, tmp_path: Path, found: str, put: str, problem: str):
    text = (DATA / "drawings.yaml").read_text(encoding="utf-8")
    assert found in text
    path = tmp_path / "drawings.yaml"
    path.write_text(text.replace(found, put, 1), encoding="utf-8")

    with pytest.raises(TaxonomyError, match=problem):
        load_drawings(taxonomy, path)


def test_words_of_a_drawing_cannot_leave_their_quotes():
    nodes = [{"id": "a", "text": 'a"]; b [label="', "kind": "code"}, {"id": "b", "text": "\\", "kind": "model"}]
    drawing = Drawing.model_validate(
        {"pattern": "P1", "words": "w", "nodes": nodes, "arrows": [{"start": "a", "end": "b"}]}
    )

    assert 'a [label="a\\"]; b [label=\\"",' in drawing.dot()
    assert 'b [label="\\\\",' in drawing.dot()

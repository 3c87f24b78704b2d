"""The evaluation's charts carry what was measured, of the model and of the fast mode."""

import re
from dataclasses import replace
from typing import Any

import pytest
import vl_convert

from classifier.evaluation import EvaluationReport
from classifier.pictures import COLOURS, INK, Picture, pictures, svg
from classifier.report import PATH, read_report
from taxonomy import Taxonomy


@pytest.fixture(scope="module")
def kept() -> EvaluationReport:
    return read_report(PATH)


def drawn(picture: Picture) -> list[dict[str, Any]]:
    """Return the rows that a picture's specification carries."""
    return [row for rows in picture.draw(INK).to_dict()["datasets"].values() for row in rows]


def test_reliability_diagram_has_both_ways_their_counts_and_the_diagonal(kept: EvaluationReport, taxonomy: Taxonomy):
    picture = pictures(kept, taxonomy)[0]
    rows = drawn(picture)

    assert kept.fast
    for one in (kept.model, kept.fast.model):
        for bar in one.reliability:
            row = {"way": one.name, "stated": bar.stated, "true": bar.true, "decisions": bar.count}
            assert row in rows
            assert f">{bar.count:,}</text>" in svg(picture, kept)
    assert {"stated": 0, "true": 0} in rows
    assert {"stated": 1, "true": 1} in rows


def test_risk_coverage_curve_has_every_point_of_both_ways(kept: EvaluationReport, taxonomy: Taxonomy):
    rows = drawn(pictures(kept, taxonomy)[1])

    assert kept.fast
    points = [{"way": one.name, **vars(point)} for one in (kept.model, kept.fast.model) for point in one.risk_coverage]
    assert rows == points


def test_core_labels_alone_are_drawn_with_interval_and_support(kept: EvaluationReport, taxonomy: Taxonomy):
    rows = drawn(pictures(kept, taxonomy)[2])

    assert len(rows) == 2 * 10
    score = next(one for one in kept.model.scores if one.key == "patterns:P4")
    assert {
        "way": "model",
        "label": f"P4 Supervisor and gate ({score.support})",
        **{name: getattr(score, name) for name in ("f1", "low", "high", "support")},
    } in rows


def test_words_say_what_the_chart_shows_of_either_way(kept: EvaluationReport, taxonomy: Taxonomy):
    assert kept.fast
    reliability, risk, labels = (picture.words for picture in pictures(kept, taxonomy))

    for one in (kept.model, kept.fast.model):
        assert f"{one.reliability[-1].true:.0%} true at {one.reliability[-1].stated:.0%} stated" in reliability
        assert f"risk {one.risk_coverage[0].risk:.2f} at 10% kept" in risk
    assert labels.count("Human in the loop") == 2


def test_without_a_fast_mode_the_model_is_drawn_alone(kept: EvaluationReport, taxonomy: Taxonomy):
    for picture in pictures(replace(kept, fast=None), taxonomy):
        assert set(picture.table["way"]) == {"model"}
        assert "Fast mode" not in picture.words
        assert COLOURS[1] not in svg(picture, kept)


def test_svg_of_the_same_figures_is_the_same_and_of_others_is_not(kept: EvaluationReport, taxonomy: Taxonomy):
    once, again = ([svg(picture, kept) for picture in pictures(kept, taxonomy)] for _ in range(2))
    assert once == again

    bars = (replace(kept.model.reliability[0], true=0.9), *kept.model.reliability[1:])
    other = replace(kept, model=replace(kept.model, reliability=bars))
    changed = [one != svg(picture, other) for one, picture in zip(once, pictures(other, taxonomy), strict=True)]
    assert changed == [True, False, False]


@pytest.mark.parametrize("index", [0, 1, 2])
def test_plot_has_room_on_a_telephone(kept: EvaluationReport, taxonomy: Taxonomy, index: int):
    chart = pictures(kept, taxonomy)[index].draw(INK).to_dict()
    sizes = {"axis": {"titleFontSize": 14, "labelFontSize": 12}}  # those of the app's pages
    fitted = {**chart, "width": 350, "autosize": {"type": "fit-x", "contains": "padding"}, "config": sizes}

    frame = re.search(r'class="background" aria-hidden="true" d="M0\.5,0\.5h(\d+)v', vl_convert.vegalite_to_svg(fitted))
    assert frame
    assert int(frame[1]) > 140

"""The Model page: with an evaluation, without one, and with one that cannot be read."""

from pathlib import Path

import pytest

from classifier.evaluation import Agreement, Evaluation, EvaluationReport, FastFigures, Learned, Unseen
from classifier.measures import Bin, Point, Score
from classifier.persistence import SHIPPED, load_manifest
from classifier.relevance import Declined
from classifier.report import CARD, write_json
from corpus.card import sections
from tests.app_pages.conftest import visit

AGREEMENT, DECLINED = Agreement(9, 0.4, 0.7, 0.1), Declined(0, 0.0, 1, 9)


def evaluation(name: str) -> Evaluation:
    score = Score("patterns:P4", 9, 0.5, 0.6, 0.55, 0.4, 0.7, 0.6)
    bins, points = (Bin(0.2, 0.25, 30), Bin(0.8, 0.75, 10)), (Point(0.5, 0.2), Point(1.0, 0.35))
    return Evaluation(name, 0.61, (0.61,), (0.5, 0.7), 0.65, 0.04, 0.8, 0.5, 8, 9, (score,), bins, points)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "evaluation.json"
    monkeypatch.setattr("classifier.report.PATH", path)
    return path


def write(path: Path, ablations: tuple[Evaluation, ...], fast: FastFigures | None = None) -> None:
    plain, model = evaluation("keywords"), evaluation("model")
    write_json(EvaluationReport(48, 1, model, (plain,), ablations, AGREEMENT, DECLINED, fast), path)


def test_without_an_evaluation_the_command_that_writes_it_is_named(kept: Path):
    app = visit("see_model")

    assert not app.exception
    assert "faultline model evaluate --write" in app.info[0].value


def test_how_it_works_is_read_from_the_model_card():
    app = visit("see_model", section="How it works")

    assert {"Method", "Fast mode", "Data", "Limits"} <= {header.value for header in app.header}


def test_before_anything_was_decided_the_page_says_what_will_count():
    assert "No decisions yet" in visit("see_model", section="What people kept").info[0].value


def test_with_an_evaluation_numbers_ablations_and_labels_are_shown(kept: Path):
    write(kept, (evaluation("model"), evaluation("without the words")))
    app = visit("see_model")

    assert not app.exception
    assert [metric.value for metric in app.metric] == ["0.61", "0.65", "0.040", "80%"]
    ways, labels, ablations = (frame.value for frame in app.dataframe)
    assert list(ways["Way"]) == ["keywords", "model"]
    assert list(ablations["Way"]) == ["model", "without the words"]
    assert labels.iloc[0][["Label", "F1", "95 % from", "to"]].tolist() == ["patterns:P4", 0.55, 0.4, 0.7]


def test_without_ablations_their_table_is_left_out(kept: Path):
    write(kept, ())

    assert len(visit("see_model").dataframe) == 2


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"reports": "many"}'])
def test_evaluation_that_cannot_be_read_is_explained(kept: Path, content: str):
    kept.write_text(content)
    app = visit("see_model")

    assert not app.exception
    assert "faultline model evaluate --write" in app.error[0].value


def test_page_names_the_model_in_service_with_its_encoder():
    manifest, app = load_manifest(SHIPPED), visit("see_model")

    assert f"{manifest.reports} reports" in app.markdown[0].value
    assert manifest.encoder_sha256 in app.caption[0].value


def test_card_s_sections_leave_the_figures_out():
    card = sections(CARD.read_text(encoding="utf-8"))

    assert {"Method", "Data", "Limits"} <= set(card)
    assert not any("| label |" in text for text in card.values())


def test_fast_mode_stands_beside_the_model(kept: Path):
    quick = evaluation("fast mode")
    write(kept, (), FastFigures(quick, (quick, evaluation("fast mode, words alone")), AGREEMENT, DECLINED))
    app = visit("see_model")

    assert not app.exception
    assert list(app.table[0].value.columns) == ["Model", "Fast mode"]
    ways, labels, ablations = (frame.value for frame in app.dataframe)
    assert list(ways["Way"]) == ["keywords", "fast mode", "model"]
    assert labels["F1, fast mode"].tolist() == [0.55]
    assert list(ablations["Way"]) == ["fast mode", "fast mode, words alone"]


def test_what_limits_the_model_is_shown(kept: Path):
    one = evaluation("model")
    curve = (Learned(0.5, 24, 0.5, 0.6), Learned(1.0, 48, 0.61, 0.65))
    unseen = (Unseen("voice", "terse", 9, 39, 0.5, 0.6, 0.55, 0.65),)
    tuned = (evaluation("with a tuned encoder"),)
    write_json(EvaluationReport(48, 1, one, (), (one,), AGREEMENT, DECLINED, None, curve, unseen, tuned), kept)
    app = visit("see_model")

    assert not app.exception
    _, _, ablations, learned, left_out = (frame.value for frame in app.dataframe)
    assert list(ablations["Way"]) == ["model", "with a tuned encoder"]
    assert list(learned["Macro-F1"]) == [0.5, 0.61]
    assert left_out.iloc[0][["Left out", "If known"]].tolist() == ["terse", 0.55]

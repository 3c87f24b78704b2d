"""Every way to suggest runs through the same nested cross-validation, on a part of the corpus."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from classifier.encoder import Encoder
from classifier.evaluation import (
    Agreement,
    EvaluationReport,
    FastFigures,
    Learned,
    Unseen,
    deciding,
    evaluate_way,
    evidence_agreement,
)
from classifier.model import Space
from classifier.relevance import Declined
from classifier.report import differences, lines, read_report, to_json, with_kept, write_json
from classifier.service import make_space
from classifier.training import Examples, make_examples
from classifier.ways import Way, ablations, baselines
from corpus.shipped import load_corpus
from taxonomy import Taxonomy, shipped_taxonomy

REPORTS = sorted(load_corpus(), key=lambda report: report.id)[::8]


@pytest.fixture(scope="module")
def task(encoder: Encoder) -> tuple[Examples, Space]:
    space = make_space(shipped_taxonomy(), encoder)
    return deciding(make_examples(REPORTS, encoder, space.columns), space)


@pytest.mark.parametrize("way", baselines(shipped_taxonomy()), ids=lambda way: way.name)
def test_baseline_is_evaluated_like_the_model(way: Way, task: tuple[Examples, Space], taxonomy: Taxonomy):
    evaluation = evaluate_way(way, *task, taxonomy, seeds=(1,))
    assert 0 < evaluation.macro_f1 < 1
    assert evaluation.macro_interval[0] <= evaluation.macro_f1 <= evaluation.macro_interval[1] + 0.1


@pytest.mark.parametrize("way", ablations(), ids=lambda way: way.name)
def test_ablation_scores_every_label_of_every_report(way: Way, task: tuple[Examples, Space]):
    examples, space = task
    scores = way.fit(examples.take(range(30)), space)(examples.take(range(30, 40)))
    assert scores.shape[:2] == (10, len(space.columns))


def test_evidence_named_by_the_model_beats_a_draw(task: tuple[Examples, Space]):
    agreement = evidence_agreement(*task)
    assert agreement.first > 2 * agreement.chance


@pytest.fixture(scope="module")
def report(task: tuple[Examples, Space]) -> EvaluationReport:
    evaluation = evaluate_way(baselines(shipped_taxonomy())[0], *task, shipped_taxonomy(), seeds=(1,))
    agreement, declined = Agreement(9, 0.4, 0.7, 0.1), Declined(0.0, 0.0, 1.0, 9)
    return EvaluationReport(48, 1, evaluation, (), (evaluation,), agreement, declined)


def test_kept_report_agrees_with_itself_and_every_difference_is_named(report: EvaluationReport):
    kept = json.loads(json.dumps(to_json(report)))
    assert list(differences(kept, to_json(report))) == []
    assert list(differences(kept, {**kept, "reports": 26})) == ["reports: the kept report says 48, this run 26"]
    moved = {**kept, "agreement": {**kept["agreement"], "first": 0.5}}
    assert list(differences(kept, moved)) == ["agreement.first: the kept report says 0.4, this run 0.5"]


def test_fast_mode_stands_beside_the_model_in_the_markdown(report: EvaluationReport):
    fast = FastFigures(replace(report.model, name="fast mode"), report.ablations, report.agreement, report.declined)

    text = "\n".join(lines(replace(report, fast=fast)))

    assert "| fast mode | " in text
    assert "The fast mode, judged in the same way" in text
    assert text.count("`outside` is recognised") == 2


def test_markdown_names_every_measure(report: EvaluationReport):
    text = "\n".join(lines(report))
    for measure in ("macro-F1", "calibration error", "`outside`", "first three", "Declined", "Risk", "95 % interval"):
        assert measure in text


def test_contrastive_figures_are_kept_only_for_as_many_incidents_and_stand_with_the_ablations(report: EvaluationReport):
    kept = replace(report, contrastive=(replace(report.model, name="tuned"),))
    assert "| tuned | " in "\n".join(lines(with_kept(report, kept)))
    assert with_kept(replace(report, reports=49), kept).contrastive == ()
    newer = replace(report, contrastive=(replace(report.model, name="tuned anew"),))
    assert with_kept(newer, kept) == newer


def test_report_reads_back_as_it_was_written(report: EvaluationReport, tmp_path: Path):
    limits = {"curve": (Learned(0.5, 24, 0.4, 0.5),), "unseen": (Unseen("voice", "terse", 9, 39, 0.4, 0.5, 0.5, 0.6),)}
    whole = replace(report, contrastive=(report.model,), **limits)
    write_json(whole, tmp_path / "evaluation.json")
    assert list(differences(to_json(whole), to_json(read_report(tmp_path / "evaluation.json")))) == []

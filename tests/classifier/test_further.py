"""Further text is learned from only with the report it belongs to, and every further way scores every label."""

from dataclasses import replace

import numpy as np
import pytest

from classifier.encoder import Encoder
from classifier.evaluation import deciding
from classifier.further import Further, further_ways, shorter_examples, told_examples, told_text
from classifier.model import Space
from classifier.service import make_space
from classifier.training import Examples, fit_scorer, make_examples
from classifier.ways import Way
from corpus.shipped import load_corpus
from taxonomy import shipped_taxonomy

REPORTS = sorted(load_corpus(), key=lambda report: report.id)[::5]


@pytest.fixture(scope="module")
def task(encoder: Encoder) -> tuple[Examples, Space]:
    space = make_space(shipped_taxonomy(), encoder)
    return deciding(make_examples(REPORTS, encoder, space.columns), space)


def test_told_text_is_what_stands_beside_the_story():
    report = REPORTS[0]
    text = told_text(report)
    assert text.splitlines() == [report.title, report.trigger, report.root_cause, *report.chain]


def test_what_is_not_known_is_not_told():
    assert told_text(REPORTS[0].model_copy(update={"root_cause": "unknown", "trigger": "", "chain": ()})) == (
        REPORTS[0].title
    )


def test_root_cause_is_the_evidence_and_the_title_is_not(task: tuple[Examples, Space], encoder: Encoder):
    told = told_examples(REPORTS[:5], task[0].take(range(5)), encoder)
    for report, one, evidence, labels in zip(REPORTS, told.encoded, told.evidence, told.labels, strict=False):
        carrying = [span.text for span, row in zip(one.spans, evidence, strict=True) if row.any()]
        assert carrying
        assert all(sentence in report.root_cause for sentence in carrying)
        assert (evidence.max(axis=0) == labels).all()


def test_shorter_versions_are_shorter_and_keep_their_evidence(task: tuple[Examples, Space], encoder: Encoder):
    examples = task[0].take(range(8))
    ends, halves = shorter_examples(examples, encoder)
    for whole, end, half in zip(examples.encoded, ends.encoded, halves.encoded, strict=True):
        assert len(end.spans) <= 4 < len(whole.spans)
        assert {span.text for span in half.spans} < {span.text for span in whole.spans}
    assert sum(map(np.sum, halves.evidence)) > 0.9 * sum(map(np.sum, examples.evidence))


def test_seen_reports_are_joined_by_their_own_further_texts_and_no_others(task: tuple[Examples, Space]):
    examples = task[0]
    further = Further(examples, (replace(examples, texts=tuple(map(told_text, REPORTS))),))
    joined = further.join(examples.take([7, 3]))
    assert joined.texts == (REPORTS[7].text, REPORTS[3].text, told_text(REPORTS[7]), told_text(REPORTS[3]))
    assert (joined.labels == examples.labels[[7, 3, 7, 3]]).all()
    assert len(joined.encoded) == len(joined.evidence) == 4


def test_every_further_way_scores_every_label(task: tuple[Examples, Space], encoder: Encoder):
    examples, space = task
    few = [index for index, column in enumerate(space.columns) if column.facet == "sdb_parts"]
    examples, space = examples.only(few), space.only(few)
    plain, *ways = [Way("model", fit_scorer), *further_ways(REPORTS, examples, encoder)]
    seen, unseen = examples.take(range(70)), examples.take(range(70, 76))
    scores = plain.fit(seen, space)(unseen)
    for way in ways:
        found = way.fit(seen, space)(unseen)
        assert found.shape[:2] == scores.shape[:2]
        assert found.shape != scores.shape or np.abs(found - scores).max() > 0.01, way.name

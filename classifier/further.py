"""Ways that learn from more than the reports' own text, or from the scores of the other labels.

No text was paraphrased by a language model: what is added is the corpus's own fields, which the classifier never sees
when it is asked, and shorter versions of the same reports. What belongs to a report is learned from only with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from classifier.encoder import Encoded, Encoder
from classifier.evaluation import CORE
from classifier.features import Matrix
from classifier.model import Space
from classifier.training import Examples, Fit, Scorer, calibrate, fit_examples, fit_scorer, out_of_fold
from classifier.views import SEED, Indicator, Views
from classifier.ways import Way, added, once
from corpus.report import Report

ENDS = 2  # sentences
LEVEL_STRENGTH = 0.05  # inverse of the L2 penalty
CHAINS = 5
UNKNOWN = "unknown"  # what a source does not tell
Choose = Callable[[Views, Views], Views]  # from the model's views and those that learned from more


@dataclass(frozen=True)
class Further:
    """More texts that carry the labels of `reports`; `examples` are one text for each of them, in their order."""

    reports: Examples
    examples: tuple[Examples, ...]

    def join(self, seen: Examples) -> Examples:
        """Return some of the reports together with the further texts that belong to them, and no others."""
        rows = {text: row for row, text in enumerate(self.reports.texts)}
        parts = [seen, *(one.take([rows[text] for text in seen.texts]) for one in self.examples)]
        texts, encoded, evidence = (
            tuple(item for part in parts for item in getattr(part, name)) for name in ("texts", "encoded", "evidence")
        )
        return Examples(texts, encoded, np.vstack([part.labels for part in parts]), evidence)


def further_ways(reports: Sequence[Report], examples: Examples, encoder: Encoder) -> tuple[Way, ...]:
    """Return the model with further text to learn from, and with a second level; `examples` are the reports."""
    plain, whole = once(fit_examples), once(fit_scorer)
    told = _learned(plain, Further(examples, (told_examples(reports, examples, encoder),)))
    styled = _learned(plain, Further(examples, shorter_examples(examples, encoder)))
    return (
        Way("words learn from title, trigger, cause and chain too", told(_words)),
        Way("sentences learn from them too, the cause as evidence", told(_sentences)),
        Way("all three views learn from them too", told(lambda _, more: more)),
        Way("learning from shorter versions too, but for sentences", styled(_but_sentences)),
        Way("learning from shorter versions too", styled(lambda _, more: more)),
        Way("with a second level over all labels' scores", added(whole, _second_level(whole, _regressions))),
        Way("with classifier chains over the core labels' scores", added(whole, _second_level(whole, _chains, CORE))),
    )


def told_text(report: Report) -> str:
    """Return what the corpus tells of a report beside its text, a line for each field or step."""
    parts = (report.title, report.trigger, report.root_cause, *report.chain)
    return "\n".join(part.strip() for part in parts if part.strip() not in ("", UNKNOWN))


def told_examples(reports: Sequence[Report], examples: Examples, encoder: Encoder) -> Examples:
    """Return the told texts with their reports' labels; a root cause is evidence of every one of them."""
    texts = tuple(told_text(report) for report in reports)
    encoded = tuple(encoder.encode(texts))
    evidence = []
    for report, one, labels in zip(reports, encoded, examples.labels, strict=True):
        causes = [span.text in report.root_cause for span in one.spans]
        evidence.append(np.outer(causes, labels).astype(np.int8))
    return Examples(texts, encoded, examples.labels, tuple(evidence))


def shorter_examples(examples: Examples, encoder: Encoder) -> tuple[Examples, Examples]:
    """Return each report by its first and last sentences only, and by a drawn half with every evidence sentence."""
    draw = np.random.default_rng(SEED)
    ends, halves = [], []
    for one, evidence in zip(examples.encoded, examples.evidence, strict=True):
        rows = np.arange(len(one.spans))
        ends.append((rows < ENDS) | (rows >= len(rows) - ENDS))
        halves.append(evidence.any(axis=1) | (draw.random(len(rows)) < 0.5))
    return _only_rows(examples, ends, encoder), _only_rows(examples, halves, encoder)


def _only_rows(examples: Examples, kept: Sequence[Any], encoder: Encoder) -> Examples:
    sentences = [
        [span.text for span, keep in zip(one.spans, mask, strict=True) if keep]
        for one, mask in zip(examples.encoded, kept, strict=True)
    ]
    texts = tuple("\n".join(found) for found in sentences)
    encoded = tuple(encoder.encode(texts))
    evidence = tuple(map(_carried, examples.encoded, examples.evidence, encoded))
    return Examples(texts, encoded, examples.labels, evidence)


def _carried(one: Encoded, evidence: Indicator, shorter: Encoded) -> Indicator:
    """Return the evidence (sentences, columns) of a shorter version; a sentence that is cut otherwise has none."""
    rows = {span.text: row for row, span in enumerate(one.spans)}
    carried = np.zeros((len(shorter.spans), evidence.shape[1]), dtype=np.int8)
    for row, span in enumerate(shorter.spans):
        if span.text in rows:
            carried[row] = evidence[rows[span.text]]
    return carried


def _learned(plain: Callable[[Examples, Space], Views], further: Further) -> Callable[[Choose], Fit]:
    joined = once(lambda seen, space: fit_examples(further.join(seen), space))

    def of(choose: Choose) -> Fit:
        def fit(seen: Examples, space: Space) -> Scorer:
            views = choose(plain(seen, space), joined(seen, space))
            return lambda one: views.scores(one.encoded, one.texts, space.anchors)

        return fit

    return of


def _words(plain: Views, more: Views) -> Views:
    return replace(plain, words=more.words, vectorizer=more.vectorizer)


def _sentences(plain: Views, more: Views) -> Views:
    return replace(plain, sentence=more.sentence)


def _but_sentences(plain: Views, more: Views) -> Views:
    return replace(more, sentence=plain.sentence)


def _second_level(whole: Fit, learn: Callable[[Matrix, Indicator], Any], facets: Sequence[str] = ()) -> Fit:
    """Return a view of the core labels that is learned from calibrated, held-back scores; the other labels get 0."""
    held_back = once(lambda seen, space: out_of_fold(seen, space, whole))

    def fit(seen: Examples, space: Space) -> Scorer:
        scorer, scores = whole(seen, space), held_back(seen, space)
        read = [i for i, column in enumerate(space.columns) if not facets or column.facet in facets]
        core = [i for i, column in enumerate(space.columns) if column.facet in CORE]
        calibration = calibrate(scores, seen.labels, space)
        inputs = _odds(calibration.probabilities(scores, space)[:, read])
        score = learn(inputs, seen.labels[:, core])

        def second(one: Examples) -> Matrix:
            view = np.zeros((len(one.texts), len(space.columns), 1))
            view[:, core, 0] = score(_odds(calibration.probabilities(scorer(one), space)[:, read]))
            return view

        return second

    return fit


def _regressions(inputs: Matrix, labels: Indicator) -> Callable[[Matrix], Matrix]:
    from sklearn.multiclass import OneVsRestClassifier

    fitted = OneVsRestClassifier(_regression()).fit(inputs, labels)
    return lambda rows: np.asarray(_odds(fitted.predict_proba(rows)))


def _chains(inputs: Matrix, labels: Indicator) -> Callable[[Matrix], Matrix]:
    from sklearn.multioutput import ClassifierChain

    fitted = [
        ClassifierChain(_regression(), order="random", random_state=turn, cv=5).fit(inputs, labels)
        for turn in range(CHAINS)
    ]
    return lambda rows: np.mean([_odds(chain.predict_proba(rows)) for chain in fitted], axis=0)


def _regression() -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    level = LogisticRegression(C=LEVEL_STRENGTH, class_weight="balanced", max_iter=1000)
    return make_pipeline(StandardScaler(), level)


def _odds(probabilities: Matrix) -> Matrix:
    from scipy.special import logit

    return np.asarray(logit(np.clip(probabilities, 0.005, 0.995)))

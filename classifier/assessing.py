"""All figures of the model card in one run: the model, its fast companion, the plain ways, what each part is worth."""

from collections.abc import Callable, Sequence

from classifier.encoder import Encoder
from classifier.evaluation import Evaluation, EvaluationReport, FastFigures, deciding, evaluate_way, evidence_agreement
from classifier.model import Space
from classifier.relevance import Declined, declined_shares, encode_beginnings, encode_others
from classifier.service import Task, make_task
from classifier.static_encoder import load_static_encoder
from classifier.training import Examples
from classifier.views import SEED
from classifier.ways import Way, ablations, baselines, fast_ablations, model_way
from corpus.report import Report
from taxonomy import Taxonomy

Run = Callable[[Sequence[Way], Examples, Space, Sequence[int]], tuple[Evaluation, ...]]


def evaluate(
    reports: Sequence[Report],
    taxonomy: Taxonomy,
    encoder: Encoder,
    *,
    seeds: int = 1,
    compare: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> EvaluationReport:
    """Evaluate the model and its fast companion by nested cross-validation on tagged reports.

    With `compare` baselines and ablations too; `say` is told what is being evaluated.
    """

    def run(ways: Sequence[Way], one: Examples, labels: Space, seeds: Sequence[int]) -> tuple[Evaluation, ...]:
        results = []
        for way in ways:
            say(f"evaluating: {way.name}")
            results.append(evaluate_way(way, one, labels, taxonomy, seeds))
        return tuple(results)

    task, turns = make_task(reports, taxonomy, encoder), [SEED + turn for turn in range(seeds)]
    examples, space = task.examples, task.space
    return EvaluationReport(
        reports=len(task.reports),
        seeds=seeds,
        model=run([model_way()], examples, space, turns)[0],
        baselines=run(baselines(taxonomy), examples, space, turns) if compare else (),
        ablations=run(ablations(), *deciding(examples, space), turns[:1]) if compare else (),
        agreement=evidence_agreement(examples, space),
        declined=_declined(task),
        fast=_fast(make_task(reports, taxonomy, load_static_encoder()), turns, compare, run),
    )


def _fast(task: Task, turns: Sequence[int], compare: bool, run: Run) -> FastFigures:
    examples, space = task.examples, task.space
    return FastFigures(
        model=run([model_way("fast mode")], examples, space, turns)[0],
        ablations=run(fast_ablations(), *deciding(examples, space), turns[:1]) if compare else (),
        agreement=evidence_agreement(examples, space),
        declined=_declined(task),
    )


def _declined(task: Task) -> Declined:
    texts, encoder = task.examples.texts, task.encoder
    return declined_shares(encode_beginnings(encoder, texts), encode_others(encoder))

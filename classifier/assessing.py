"""All figures of the model card in one run: the model, its fast companion, the plain ways, what each part is worth."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from classifier.contrastive import contrastive_way
from classifier.encoder import SentenceEncoder
from classifier.evaluation import Evaluation, EvaluationReport, FastFigures, deciding, evaluate_way, evidence_agreement
from classifier.further import further_ways
from classifier.generalising import learning_curve, unseen_kinds
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
    encoder: SentenceEncoder,
    *,
    seeds: int = 1,
    compare: bool = True,
    contrastive: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> EvaluationReport:
    """Evaluate the model and its fast companion by nested cross-validation on tagged reports.

    With `compare` baselines, ablations, the learning curve and unseen kinds too; with `contrastive` the way whose
    encoder is tuned, which takes longest. `say` is told what is being evaluated.
    """

    def run(ways: Sequence[Way], one: Examples, labels: Space, seeds: Sequence[int]) -> tuple[Evaluation, ...]:
        results = []
        for way in ways:
            say(f"evaluating: {way.name}")
            results.append(evaluate_way(way, one, labels, taxonomy, seeds))
        return tuple(results)

    task, turns = make_task(reports, taxonomy, encoder), [SEED + turn for turn in range(seeds)]
    examples, space = task.examples, task.space
    few = deciding(examples, space)
    tuned = (contrastive_way(encoder, taxonomy),) if contrastive else ()
    report = EvaluationReport(
        reports=len(task.reports),
        seeds=seeds,
        model=run([model_way()], examples, space, turns)[0],
        baselines=run(baselines(taxonomy), examples, space, turns) if compare else (),
        ablations=run((*ablations(), *further_ways(task.reports, few[0], encoder)), *few, turns[:1]) if compare else (),
        agreement=evidence_agreement(examples, space),
        declined=_declined(task),
        fast=_fast(make_task(reports, taxonomy, load_static_encoder()), turns, compare, run),
        contrastive=run(tuned, *few, turns[:1]),
    )
    return _with_limits(report, task, taxonomy, turns, say) if compare else report


def _with_limits(
    report: EvaluationReport, task: Task, taxonomy: Taxonomy, turns: Sequence[int], say: Callable[[str], None]
) -> EvaluationReport:
    few = deciding(task.examples, task.space)
    say("evaluating: learning curve")
    curve = learning_curve(model_way(), *few, taxonomy, turns)
    say("evaluating: unseen voices and kinds of source")
    return replace(report, curve=curve, unseen=unseen_kinds(model_way(), task.reports, *few, taxonomy))


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

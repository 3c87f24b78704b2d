"""make bench: speed as ratios within one run, because machines are noisy. Prints a table; asserts nothing.

Each ratio is the median of paired repetitions: the thing measured and what it is compared with take turns.
"""

import io
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPEAT = 15
WORDS = 300
REPORTS = 10_000


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how long one call takes."""
    start = clock()
    work()
    return clock() - start


def ratio(
    work: Callable[[], object],
    yardstick: Callable[[], object],
    repeat: int = REPEAT,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, float, float]:
    """Return the median ratio of paired repetitions, and its least and greatest."""
    pairs = [(seconds(work, clock), seconds(yardstick, clock)) for _ in range(repeat)]
    ratios = sorted(one / other for one, other in pairs)
    return statistics.median(ratios), ratios[0], ratios[-1]


def suggestion_against_forward_pass(clock: Callable[[], float]) -> tuple[float, float, float]:
    """Compare a warm suggestion for a 300-word report with the encoder's forward pass on the same tokens.

    By time.process_time it is processor seconds, PyTorch held to one thread, which a busy machine spoils less.
    """
    import torch

    from classifier import load_classifier
    from corpus.shipped import load_corpus
    from taxonomy import shipped_taxonomy

    ready = load_classifier(shipped_taxonomy())
    text = " ".join(" ".join(report.text for report in load_corpus()[:5]).replace("## ", "").split()[:WORDS])
    encoder = ready.encoder
    windows = list(encoder._windows(0, encoder.encode([text])[0].spans))

    def forward() -> None:
        list(encoder.forward(windows))

    torch.set_num_threads(1 if clock is time.process_time else len(os.sched_getaffinity(0)))
    for _ in range(3):
        ready.suggest(text)
        forward()
    return ratio(lambda: ready.suggest(text), forward, clock=clock)


def replay_growth() -> tuple[float, float, float]:
    """Compare two logs of 100,000 events each with two of 10,000: 10 when the time grows with the events."""
    return ratio(_comparison(100_000), _comparison(10_000), repeat=5)


def _comparison(events: int) -> Callable[[], object]:
    from diagnostics.replay import compare, read_log

    logs = [_log(events, model) for model in ("model-1", "model-2")]
    return lambda: compare(*(read_log(io.BytesIO(log), "log") for log in logs))


def _log(events: int, model: str) -> bytes:
    """Return a synthetic log with ten events a workflow, one workflow in seven ending by the model."""
    lines = []
    for number in range(events):
        workflow, place = divmod(number, 10)
        decision = model if workflow % 7 == 0 and place > 5 else "approve"
        fields = {"workflow": f"w{workflow}", "event": f"e{place}", "consumer": f"c{place % 4}", "seq": place}
        outcome = {"decision": decision, "reason": "because of the clause " * 4}
        lines.append(json.dumps({**fields, "model_version": model, "prompt_version": "p", "outcome": outcome}))
    return "\n".join(lines).encode()


def seeding() -> float:
    """Return seconds to load the whole corpus into a fresh database."""
    from corpus.shipped import seed
    from corpus.store import Store

    with tempfile.TemporaryDirectory() as home, Store(Path(home) / "fresh.db") as store:
        return seconds(lambda: seed(store))


def engine_steps() -> tuple[int, float, float, float]:
    """Return, with the shipped reports repeated to at least 10,000: how many, and seconds of engine steps.

    The steps are those of a whole diagnosis in which every answer is yes, so that the check for contradictions, which
    costs most when nothing explains the answers, is in them: the median, the slowest; and the seconds to count once.
    """
    from corpus.report import labels_by_facet
    from corpus.shipped import load_corpus
    from diagnostics import Engine, Observed, cases_of, shipped_catalogue
    from taxonomy import shipped_taxonomy

    tags = [{**labels_by_facet(report.tags), "patterns": report.patterns} for report in load_corpus()]
    repeated = {f"{copy}-{n}": one for copy in range(REPORTS // len(tags) + 1) for n, one in enumerate(tags)}
    cases, made = cases_of(repeated), []
    counting = seconds(lambda: made.append(Engine(shipped_taxonomy(), shipped_catalogue(), cases)))
    engine, answers, taken = made[0], {}, []
    for check in engine.checks:
        observed = Observed(("hang", "destructive-action"), "autonomous", dict(answers))
        taken += [seconds(lambda observed=observed: engine.step(observed)) for _ in range(3)]
        answers[check] = "yes"
    return len(repeated), statistics.median(taken), max(taken), counting


def main() -> None:
    """Print every figure."""
    from tests.bench import batch, fast, pages

    batch.main()
    fast.main()
    for told, clock in (("by the clock", time.perf_counter), ("by processor seconds", time.process_time)):
        median, least, greatest = suggestion_against_forward_pass(clock)
        spread = f"{median:.2f} ({least:.2f} to {greatest:.2f})"
        print(f"suggestion / forward pass, {WORDS} words, warm, {told}: {spread}; aim 1.25")
    print(f"the whole corpus into a fresh database: {seeding():.1f} s; aim 5")
    median, least, greatest = replay_growth()
    print(f"replay of 100,000 / 10,000 events: {median:.1f} ({least:.1f} to {greatest:.1f}); aim 10, linear")
    print(f"replay of 100,000 events, read and compared: {seconds(_comparison(100_000)):.1f} s; aim 10")
    reports, median, slowest, counting = engine_steps()
    print(
        f"a step of the diagnosis with {reports:,} reports: median {median * 1000:.1f} ms, slowest "
        f"{slowest * 1000:.1f} ms; aim 50; counting the reports once: {counting:.1f} s"
    )
    pages.main()


if __name__ == "__main__":
    main()

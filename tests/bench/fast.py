"""The fast mode: reports a second on one core, and what each report costs as their number grows, on synthetic text."""

import os
import statistics
import tempfile
import time
from pathlib import Path

from classifier import Classifier
from tests.bench.batch import synthetic

SIZES = (100, 1_000, 10_000, 100_000)
WORDS, TEXTS, ROUNDS = 150, 300, 5


def loaded() -> Classifier:
    """Return the fast classifier."""
    from classifier import load_classifier
    from taxonomy import shipped_taxonomy

    return load_classifier(shipped_taxonomy(), fast=True)


def reports_a_second(ready: Classifier) -> list[tuple[float, float]]:
    """Return, round by round, reports a second by the clock and per processor second, on one thread.

    All that a batch does for a line is in it: reading, screening, tokens, labels, evidence, the verifier, nearest
    reports among those of the shipped corpus, the line of output.
    """
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "in.jsonl"
        given.write_bytes(synthetic(TEXTS, words=WORDS))
        for number in range(1 + ROUNDS):
            clock, processor = batch_seconds(ready, given)
            if number:
                figures.append((TEXTS / clock, TEXTS / processor))
    return sorted(figures)


def cost_by_number(ready: Classifier, sizes: tuple[int, ...] = SIZES) -> list[tuple[int, float]]:
    """Return (reports, processor seconds per report over those of the first size) of batches of 24-word reports.

    The first size is measured just before and just after each other one, since a machine's speed changes in minutes.
    """
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few.jsonl", Path(folder) / "many.jsonl"
        few.write_bytes(synthetic(sizes[0]))
        for size in sizes:
            many.write_bytes(synthetic(size))
            first = [batch_seconds(ready, few)[1] for _ in range(ROUNDS)]
            each = batch_seconds(ready, many)[1] / size
            first += [batch_seconds(ready, few)[1] for _ in range(ROUNDS)]
            figures.append((size, each / (statistics.median(first) / sizes[0])))
    return figures


def batch_seconds(ready: Classifier, given: Path) -> tuple[float, float]:
    """Run a batch on one thread, file to file; return seconds by the clock and of the processor."""
    from classifier.batch import choose_crew, read_lines, run
    from classifier.similar import build_index
    from corpus import database_path
    from corpus.opening import open_store

    with open_store(database_path()) as store:
        index = build_index(store, ready.encoder)
    with given.open("rb") as source, given.with_suffix(".out").open("wb") as out:
        clock, processor = time.perf_counter(), time.process_time()
        run(read_lines(source), out, choose_crew(ready, index, None, None), lambda count: None)
        return time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    """Print every figure about the fast mode."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["FAULTLINE_HOME"] = home
        ready = loaded()
        by_clock, by_processor = (statistics.median(column) for column in zip(*reports_a_second(ready), strict=True))
        print(f"fast mode, {WORDS} words, one thread: {by_processor:.0f} reports per processor second; aim 500")
        print(f"  by the clock, which other work on the machine slows: {by_clock:.0f} a second")
        for size, cost in cost_by_number(ready):
            print(f"fast mode, {size:,} synthetic reports: each costs {cost:.2f} of the first row's; aim 1, linear")


if __name__ == "__main__":
    main()

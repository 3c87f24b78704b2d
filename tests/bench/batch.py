"""Ratios about many reports at once: against a bare loop, two workers against one, cost by number, memory, start."""

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[2]
SIZES = (100, 400, 1600)
TEXTS, ROUNDS = 32, 5
# A process measures itself: what its parent could ask of it would hold figures of the parent too.
MEASURED = """
import atexit, pathlib, time, cli
def told():
    print(time.process_time(), pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
atexit.register(told)
cli.main()
"""


def synthetic(count: int, words: int = 24) -> bytes:
    """Return lines of synthetic text: words of the shipped corpus in their order, cut into short stories."""
    from corpus.shipped import load_corpus

    pool = cycle(" ".join(report.text for report in load_corpus()).replace("#", "").split())
    lines = ({"id": f"synthetic-{n}", "text": " ".join(islice(pool, words)) + "."} for n in range(count))
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def batch_against_bare_loop(clock: Callable[[], float]) -> list[float]:
    """Return batch throughput over that of SentenceTransformer.encode called for one text after the other.

    The same texts, none longer than a window, taking turns. By time.perf_counter both may use every processor; by
    time.process_time it is reports per processor second, PyTorch held to one thread, which a busy machine spoils less.
    """
    import torch

    from classifier import load_classifier
    from classifier.batch import choose_crew, read_lines, run
    from classifier.encoder import load_encoder
    from classifier.similar import Index
    from taxonomy import shipped_taxonomy

    ready, bare = load_classifier(shipped_taxonomy(), light=True), load_encoder().model
    index = Index((), (), ready.encoder.encode(["x"])[0].sentences[:0])
    content = synthetic(TEXTS, words=130)
    texts = [json.loads(line)["text"] for line in content.splitlines()]

    def batch() -> None:
        run(read_lines(io.BytesIO(content)), io.BytesIO(), choose_crew(ready, index, None, None), lambda count: None)

    torch.set_num_threads(1 if clock is time.process_time else len(os.sched_getaffinity(0)))
    return paired(lambda: [bare.encode(text) for text in texts], batch, clock=clock)


def two_workers_against_one() -> list[float]:
    """Return the throughput of two one-thread processes over that of one, their start left out."""
    from classifier import load_classifier
    from classifier.batch.lines import read_lines
    from classifier.batch.workers import Setup, in_order, processes
    from classifier.similar import Index
    from taxonomy import shipped_taxonomy

    ready = load_classifier(shipped_taxonomy(), light=True)
    index = Index((), (), ready.encoder.encode(["x"])[0].sentences[:0])
    lines = list(read_lines(io.BytesIO(synthetic(TEXTS, words=130))))
    chunks = [lines[start : start + 2] for start in range(0, len(lines), 2)]
    setup = Setup(ready.model.manifest, index)
    with processes(1, setup) as (one, _), processes(2, setup) as (two, _):
        return paired(lambda: list(in_order(chunks, one, 8)), lambda: list(in_order(chunks, two, 8)), warm=2)


def cost_by_number(sizes: tuple[int, ...] = SIZES) -> list[tuple[int, float, int]]:
    """Return (reports, processor seconds per report over those of the first size, most memory in MiB) of whole runs."""
    figures, first = [], None
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        processor_seconds(given, out, 1)  # a fresh home is seeded by its first run
        base = processor_seconds(given, out, 1)[0]
        for size in sizes:
            seconds, memory = processor_seconds(given, out, size)
            each = (seconds - base) / (size - 1)
            first = first or each
            figures.append((size, each / first, memory))
    return figures


def processor_seconds(given: Path, out: Path, size: int) -> tuple[float, int]:
    """Run a batch of so many synthetic reports in a process of its own; return its processor seconds and MiB."""
    given.write_bytes(synthetic(size))
    arguments = ["classify", "--batch", str(given), "--out", str(out), "--restart"]
    done = subprocess.run([sys.executable, "-c", MEASURED, *arguments], cwd=ROOT, capture_output=True, check=True)
    seconds, kibibytes = done.stdout.split()
    return float(seconds), int(kibibytes) // 1024


def start_against_plain_import() -> tuple[float, float, float]:
    """Return seconds of `faultline classify` for one report, of `import sentence_transformers`, and their ratio."""
    story = "The agent dropped two tables in production. No rule in code stood between. Nobody was asked about it."
    classify, bare = [], []
    for _ in range(ROUNDS):
        classify.append(timed([sys.executable, "-m", "cli", "classify", "-"], story))
        bare.append(timed([sys.executable, "-c", "import sentence_transformers"]))
    ratio = statistics.median(one / other for one, other in zip(classify, bare, strict=True))
    return min(classify), min(bare), ratio


def timed(command: list[str], given: str = "") -> float:
    """Return how long a command takes from its start."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, input=given, text=True, capture_output=True, check=True)
    return time.perf_counter() - start


def paired(
    yardstick: Callable[[], object],
    work: Callable[[], object],
    warm: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """Return, sorted, how many times as fast as the yardstick the work is, in rounds that take turns."""
    ratios = []
    for number in range(warm + ROUNDS):
        start = clock()
        yardstick()
        middle = clock()
        work()
        if number >= warm:
            ratios.append((middle - start) / (clock() - middle))
    return sorted(ratios)


def show(what: str, ratios: list[float], aim: float) -> None:
    """Print a ratio with its range."""
    print(f"{what}: {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}); aim {aim}")


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print every figure about batches."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["FAULTLINE_HOME"] = home
        quick, plain, ratio = start_against_plain_import()
        print(f"classify from process start {quick:.1f} s, import sentence_transformers {plain:.1f} s: {ratio:.2f}")
        show("batch / bare encode loop, by the clock", batch_against_bare_loop(time.perf_counter), 0.85)
        show("batch / bare encode loop, by processor seconds", batch_against_bare_loop(time.process_time), 0.85)
        show("two one-thread workers / one", two_workers_against_one(), 1.3)
        for size, cost, memory in cost_by_number(sizes):
            print(f"{size:,} synthetic reports: each costs {cost:.2f} of the first row's, {memory} MiB; aim 1 and flat")


if __name__ == "__main__":
    # Other sizes: python -m tests.bench.batch 100 100000
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)

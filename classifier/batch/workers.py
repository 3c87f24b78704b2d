"""Who classifies the lines of a batch: threads of this process, other processes, or a Dask cluster."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from classifier.batch.lines import Line, dump
from classifier.errors import BatchError
from classifier.light_encoder import LightEncoder
from classifier.model import Manifest
from classifier.service import load_classifier
from classifier.similar import Index
from classifier.suggest import Classifier
from taxonomy import FaultlineError, shipped_taxonomy

CLUSTER = 'pip install "distributed>=2026.1"'
GO_ON = "What was written is whole: run the same command again to go on"


class Answers(Protocol):
    """Answers that are on their way."""

    def result(self) -> list[bytes]:
        """Wait for them."""


Submit = Callable[[Sequence[Line]], Answers]


@dataclass(frozen=True)
class Setup:
    """What every worker must agree on: which model answers, and the published reports it compares with.

    `fast` says that it is the fast one.
    """

    manifest: Manifest
    index: Index
    fast: bool = False


def answer(lines: Sequence[Line], ready: Classifier, index: Index) -> list[bytes]:
    """Return one line of output for each line of input."""
    return [dump(_answer(line, ready, index)) for line in lines]


def _answer(line: Line, ready: Classifier, index: Index) -> dict[str, Any]:
    if line.error is not None:
        return line.refusal()
    try:
        return ready.suggest(line.text, index).to_json(str(line.id))
    except Exception as error:  # one line, whatever is wrong with it, must not end a batch of millions
        problem = f"cannot be classified: {type(error).__name__}: {error}."
        return Line(line.number, line.id, error=problem).refusal()


def in_order(chunks: Iterable[Sequence[Line]], submit: Submit, window: int) -> Iterator[list[bytes]]:
    """Yield the answers to each chunk in order, with never more than `window` chunks on their way."""
    waiting: deque[Answers] = deque()
    for chunk in chunks:
        waiting.append(submit(chunk))
        if len(waiting) >= window:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def threads(ready: Classifier, index: Index) -> Iterator[tuple[Submit, int]]:
    """Classify in this process, one thread for each processor, all on one encoder; yield submit and their number."""
    # A SentenceTransformer uses all processors for each report already.
    count = _processors() if isinstance(ready.encoder, LightEncoder) else 1
    executor = ThreadPoolExecutor(count)
    try:
        yield (lambda lines: executor.submit(answer, lines, ready, index)), count
    finally:
        executor.shutdown(cancel_futures=True)


@contextmanager
def processes(count: int, setup: Setup) -> Iterator[tuple[Submit, int]]:
    """Classify in new processes of one thread each, which load the encoder once; yield submit and their number."""
    from multiprocessing import get_context

    executor = ProcessPoolExecutor(count, get_context("spawn"), initializer=_begin, initargs=(setup,))
    try:
        yield (lambda lines: executor.submit(_answer_here, lines)), count
    except BrokenProcessPool:
        raise BatchError(
            f"a worker process has ended unexpectedly: killed, or out of memory. {GO_ON}, perhaps with fewer --workers."
        ) from None
    finally:
        executor.shutdown(cancel_futures=True)


@contextmanager
def cluster(url: str, setup: Setup) -> Iterator[tuple[Submit, int]]:
    """Classify on a Dask cluster, each worker loading the encoder once; yield submit and the number of threads."""
    try:
        from distributed import Client
    except ImportError:
        raise BatchError(f"--scheduler {url}: Dask is not installed. Install it with: {CLUSTER}") from None
    try:
        client = Client(url, timeout="5s", set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise BatchError(
            f"--scheduler {url}: no Dask scheduler answers there ({error}). Start one, or name it."
        ) from None
    with client:
        count = sum(client.nthreads().values())
        if not count:
            raise BatchError(f"--scheduler {url}: the cluster has no workers. Start some with: dask worker {url}")
        everywhere = client.scatter(setup, broadcast=True)
        try:
            yield (lambda lines: client.submit(_answer_there, lines, everywhere, pure=False)), count
        except FaultlineError:
            raise
        except Exception as error:
            raise BatchError(f"--scheduler {url}: a worker failed: {error}. {GO_ON}.") from error


_lock = threading.Lock()
_ready: list[Classifier] = []
_setup: list[Setup] = []


def _begin(setup: Setup) -> None:
    """Make a new process ready: it leaves interrupts to its parent, and ends when its parent has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _setup.append(setup)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _answer_here(lines: Sequence[Line]) -> list[bytes]:
    return _answer_there(lines, _setup[0])


def _answer_there(lines: Sequence[Line], setup: Setup) -> list[bytes]:
    return answer(lines, _load(setup), setup.index)


def _load(setup: Setup) -> Classifier:
    """Load this process's classifier once; raise BatchError if it is not the model that the batch began with."""
    with _lock:
        if not _ready or _ready[0].model.manifest != setup.manifest:
            ready = load_classifier(shipped_taxonomy(), light=True, fast=setup.fast)
            if (found := ready.model.manifest) != setup.manifest:
                raise BatchError(
                    f"a worker has model {found.version} of {found.created}, the batch was begun with "
                    f"{setup.manifest.version} of {setup.manifest.created}; the two differ. "
                    "Put the same Faultline and the same model on every worker."
                )
            _ready[:] = [ready]
        return _ready[0]

"""The run of a batch: chunks of lines to whoever works, their answers to the output in order, flushed one by one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import BinaryIO

from classifier.batch.lines import Line
from classifier.batch.workers import GO_ON, Setup, Submit, cluster, in_order, processes, threads
from classifier.errors import BatchError
from classifier.similar import Index
from classifier.static_encoder import StaticEncoder
from classifier.suggest import Classifier

CHUNK = 8  # lines that travel together: enough to make the way worth it, few enough to lose little
ANSWERED = b'"abstained": '  # in every answer but a refusal; within a JSON string its quotes would be escaped
AHEAD = 4  # chunks on their way for each worker

Crew = AbstractContextManager[tuple[Submit, int]]


def choose_crew(ready: Classifier, index: Index, workers: int | None, scheduler: str | None) -> Crew:
    """Return who shall do the work: a Dask cluster, a number of processes, or the threads of this process."""
    setup = Setup(ready.model.manifest, index, fast=isinstance(ready.encoder, StaticEncoder))
    if scheduler is not None:
        return cluster(scheduler, setup)
    if workers is not None:
        return processes(workers, setup)
    return threads(ready, index)


def run(lines: Iterator[Line], out: BinaryIO, crew: Crew, report: Callable[[int], None]) -> int:
    """Answer every line; return how many could not be classified. `report` is told how many more are written.

    Raises BatchError when a worker or the output fails; every line written until then is whole or the last.
    """
    refused = 0
    with crew as (submit, count):
        for answers in in_order(_chunks(lines), submit, AHEAD * count):
            _write(out, answers)
            refused += sum(ANSWERED not in answer for answer in answers)
            report(len(answers))
    return refused


def _chunks(lines: Iterator[Line]) -> Iterator[Sequence[Line]]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def _write(out: BinaryIO, answers: Sequence[bytes]) -> None:
    try:
        out.writelines(answers)
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise BatchError(f"the output cannot be written: {error.strerror}. {GO_ON}, once there is room.") from error

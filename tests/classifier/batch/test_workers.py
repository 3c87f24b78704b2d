"""Whoever does the work, the answers are the same bytes in the same order; a lost worker ends in one sentence."""

import io
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from threading import Thread

import pytest

from classifier import Classifier
from classifier.batch import choose_crew, read_lines, run
from classifier.batch.lines import Line
from classifier.batch.workers import Setup, in_order, processes
from classifier.errors import BatchError
from classifier.similar import Index
from tests.classifier.batch.conftest import BAD, Answer, batch


def test_every_line_has_its_answer_in_order(expected: bytes):
    answers = [json.loads(line) for line in expected.splitlines()]
    lines = list(read_lines(io.BytesIO(batch())))

    assert [answer["id"] for answer in answers] == [line.id for line in lines]
    assert [answer["error"] for answer in answers if "error" in answer] == [
        line.refusal()["error"] for line in lines if line.error
    ]
    assert sum("error" in answer for answer in answers) == len(BAD) - 1
    assert "german" in [answer["id"] for answer in answers if answer.get("abstained")]


def test_answer_is_the_one_that_the_report_has_alone(ready: Classifier, index: Index, expected: bytes):
    for content, line in zip(batch().splitlines(), expected.splitlines(), strict=True):
        found = json.loads(line)
        if "error" not in found:
            alone = ready.suggest(json.loads(content)["text"], index).to_json(found["id"])
            assert json.dumps(alone, ensure_ascii=False).encode() == line


def test_line_by_line_and_all_at_once_give_the_same_bytes(answer: Answer, expected: bytes):
    lines = [content + b"\n" for content in batch().splitlines()]
    alone = [answer(content).replace(b"line 1:", b"line %d:" % number) for number, content in enumerate(lines, start=1)]

    assert b"".join(alone) == expected


def test_two_processes_give_the_same_bytes(answer: Answer, expected: bytes):
    assert answer(workers=2) == expected


@pytest.mark.filterwarnings("ignore")
def test_dask_cluster_gives_the_same_bytes(answer: Answer, expected: bytes):
    from distributed import LocalCluster

    options = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": 50}
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **options) as cluster:
        assert answer(scheduler=cluster.scheduler_address) == expected


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("url", "words"),
    [("tcp://127.0.0.1:9", "no Dask scheduler answers there"), ("nonsense://x", "no Dask scheduler answers there")],
)
def test_scheduler_that_is_not_there_is_named(answer: Answer, url: str, words: str):
    with pytest.raises(BatchError, match=words):
        answer(scheduler=url)


def test_without_dask_the_message_says_how_to_install_it(answer: Answer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(BatchError, match=r'Install it with: pip install "distributed>='):
        answer(scheduler="tcp://127.0.0.1:8786")


def test_killed_worker_ends_in_one_sentence_and_what_is_written_is_whole(
    ready: Classifier, index: Index, expected: bytes
):
    out, killed = io.BytesIO(), []

    def kill_one() -> None:
        from multiprocessing import active_children

        while not (children := active_children()):
            time.sleep(0.01)
        os.kill(children[0].pid or 0, signal.SIGKILL)
        killed.append(children[0].pid)

    killer = Thread(target=kill_one)
    killer.start()
    with pytest.raises(BatchError, match=r"a worker process has ended unexpectedly.*run the same command again"):
        run(read_lines(io.BytesIO(batch())), out, choose_crew(ready, index, 2, None), lambda count: None)
    killer.join()

    assert killed
    assert expected.startswith(out.getvalue())


def test_worker_with_another_model_is_refused(ready: Classifier, index: Index):
    setup = Setup(replace(ready.model.manifest, version="0.9"), index)

    with pytest.raises(BatchError, match=r"a worker has model .*begun with 0\.9 .*the same model on every worker"):
        run(read_lines(io.BytesIO(batch())), io.BytesIO(), processes(1, setup), lambda count: None)


def test_no_more_is_on_its_way_than_the_window_holds():
    waiting: list[int] = []

    def submit(lines: Sequence[Line]) -> Future[list[bytes]]:
        waiting.append(lines[0].number)
        future: Future[list[bytes]] = Future()
        future.set_result([str(lines[0].number).encode()])
        return future

    def chunks() -> Iterator[Sequence[Line]]:
        for number in range(20):
            yield [Line(number, "x")]

    for number, found in enumerate(in_order(chunks(), submit, window=3)):
        assert found == [str(number).encode()]
        assert len(waiting) <= number + 3


def test_full_disk_ends_in_one_sentence(ready: Classifier, index: Index):
    with (
        open("/dev/full", "wb", buffering=0) as full,
        pytest.raises(BatchError, match="the output cannot be written: No space left"),
    ):
        run(read_lines(io.BytesIO(batch())), full, choose_crew(ready, index, None, None), lambda count: None)

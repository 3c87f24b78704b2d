"""A batch of real reports with bad lines between them, and the classifier that answers it."""

import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from classifier import Classifier, load_classifier
from classifier.batch import choose_crew, read_lines, run
from classifier.similar import Index
from corpus.shipped import load_corpus
from taxonomy import shipped_taxonomy

BAD = [b"{", b"[1]", b'{"id": "no-text"}', b"", b'{"id": "german", "text": "' + b"Der Agent war nicht da. " * 5 + b'"}']


@pytest.fixture(scope="session")
def ready() -> Classifier:
    return load_classifier(shipped_taxonomy(), light=True)


@pytest.fixture(scope="session")
def index(ready: Classifier) -> Index:
    reports = load_corpus()[:3]
    vectors = np.array([one.document for one in ready.encoder.encode([report.text for report in reports])])
    return Index(tuple(report.id for report in reports), tuple(report.title for report in reports), vectors)


@cache
def batch() -> bytes:
    """Twenty lines of many lengths, five of them not to be classified."""
    good = [
        json.dumps({"id": report.id, "text": report.text[: 150 * (1 + number % 9)]}).encode()
        for number, report in enumerate(load_corpus()[40:55])
    ]
    return b"".join(line + b"\n" for line in [*good[:9], *BAD, *good[9:]])


Answer = Callable[..., bytes]


@pytest.fixture(scope="session")
def answer(ready: Classifier, index: Index) -> Answer:
    def run_batch(content: bytes = batch(), workers: int | None = None, scheduler: str | None = None) -> bytes:
        out = io.BytesIO()
        crew = choose_crew(ready, index, workers, scheduler)
        run(read_lines(io.BytesIO(content)), out, crew, lambda count: None)
        return out.getvalue()

    return run_batch


@pytest.fixture(scope="session")
def expected(answer: Answer) -> bytes:
    return answer()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"

"""A database of many synthetic reports: variations of the shipped incidents, called synthetic in title and text."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

REPORTS, WAITING, DRAFTS = 10_000, 300, 300
SPREAD = 0.02  # how far, in each direction of the encoder, a variation lies from its incident


def make(path: Path, reports: int = REPORTS) -> float:
    """Fill a fresh database up to `reports` published ones, with reviews that wait and drafts; return seconds.

    Everything filed here has a stored suggestion, and every published report the vector that it would have got.
    """
    from corpus.opening import open_store
    from corpus.shipped import load_corpus

    begun = time.perf_counter()
    shipped = load_corpus()
    with open_store(path) as store:
        changes = list(islice(_changes(shipped), reports - len(shipped) + WAITING + DRAFTS))
        states = ["in review"] * WAITING + ["draft"] * DRAFTS
        waiting = [replace(one, state=state) for one, state in zip(changes, states, strict=False)]
        with store.write_tx():
            for change in [*waiting, *changes[len(waiting) :]]:
                store.write_within(change, based_on=0)
        _keep_vectors(store, shipped)
    return time.perf_counter() - begun


def _changes(shipped: list[Any]) -> Iterator[Any]:
    from corpus.store import Change

    begun = datetime.now(UTC) - timedelta(days=30)
    for number, report in enumerate(cycle(shipped), start=1):
        text = f"{report.text}\n\nSynthetic variation number {number}, made to measure speed; it never happened."
        made = {"id": f"synthetic-{number:06}", "title": f"Synthetic {number}: {report.title}"[:200], "text": text}
        made |= {"date": report.date + timedelta(days=number % 29), "same_event": None}
        varied = report.model_copy(update=made)
        at = begun + timedelta(seconds=number)
        yield Change(varied, "published", "synthetic", at, note="made to measure speed", suggestion=_suggestion(varied))


def _suggestion(report: Any) -> dict[str, Any]:
    """Return a made-up suggestion of the size of a real one: the report's own labels but the last of each facet."""
    from taxonomy import shipped_taxonomy

    taxonomy = shipped_taxonomy()
    facets = ("locus", "runtime", "sdb_parts", "patterns", "weaknesses", "symptoms")
    given = {facet: (report.patterns if facet == "patterns" else report.labels(facet)) for facet in facets}
    scores = {
        facet: {label.id: 0.9 if label.id in given[facet] else 0.05 for label in taxonomy.labels(facet)}
        for facet in facets
    }
    kept = {facet: list(labels[: max(1, len(labels) - 1)]) for facet, labels in given.items()}
    suggested = {facet: kept[facet][0] if facet in facets[:2] and kept[facet] else kept[facet] for facet in facets}
    model = {"version": "synthetic", "taxonomy_version": taxonomy.version, "encoder_sha256": "synthetic"}
    evidence = {
        label: [{"start": 0, "end": len(sentence), "text": sentence}]
        for facet in facets
        for label, sentence in report.tags.get(facet, {}).items()
        if sentence and label in kept[facet]
    }
    begin = {"id": report.id, "model": model, "abstained": False, "reason": None, **scores}
    return {**begin, "suggested": suggested, "sure": {}, "evidence": evidence, "similar": []}


def _keep_vectors(store: Any, shipped: list[Any]) -> None:
    """Keep for every published report its incident's vector, moved a little, so that nothing need be encoded."""
    from classifier.persistence import shipped_vectors
    from classifier.similar import text_sha256
    from classifier.weights import SHA256

    known, chance = shipped_vectors(SHA256), np.random.default_rng(0)
    vectors = [known[text_sha256(report.text)] for report in shipped]
    own = {report.id: vector for report, vector in zip(shipped, vectors, strict=True)}
    rows = []
    for stored in store.all("published"):
        vector = own.get(stored.report.id)
        if vector is None:
            begun = vectors[(int(stored.report.id.rsplit("-", 1)[1]) - 1) % len(vectors)]
            vector = begun + chance.normal(0, SPREAD, begun.shape)
            vector /= np.linalg.norm(vector)
        rows.append((stored.report.id, text_sha256(stored.report.text), vector.astype("<f4").tobytes()))
    store.save_embeddings(SHA256, rows)

"""Seeding a database from the shipped corpus: once, all or nothing, never over a user's own words."""

from pathlib import Path

import pytest

from corpus import Report, ReportError, commit, format_report
from corpus.shipped import load_corpus, seed
from corpus.store import Filter, Store, count
from taxonomy import Taxonomy


@pytest.fixture
def folder(tmp_path: Path, report: Report) -> Path:
    for number in range(3):
        one = report.model_copy(update={"id": f"2025-07-freeze-{number}"})
        path = tmp_path / "corpus" / "2025" / f"{one.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(format_report(one), encoding="utf-8")
    return tmp_path / "corpus"


def test_corpus_is_seeded_once(store: Store, folder: Path):
    assert seed(store, folder) == 3
    assert seed(store, folder) == 0
    assert count(store, Filter()) == 3


def test_changed_incident_is_brought_up_to_date_as_a_new_version(store: Store, folder: Path):
    seed(store, folder)
    path = folder / "2025" / "2025-07-freeze-1.md"
    path.write_text(path.read_text().replace("Agent drops tables", "Agent drops two tables"))

    assert seed(store, folder) == 1
    assert store.get("2025-07-freeze-1").version == 2


def test_user_s_own_words_are_kept(store: Store, folder: Path, taxonomy: Taxonomy):
    seed(store, folder)
    mine = store.get("2025-07-freeze-1").report.model_copy(update={"title": "Mine"})
    commit(mine, store, taxonomy, actor="ann", state="published", based_on=1)
    path = folder / "2025" / "2025-07-freeze-1.md"
    path.write_text(path.read_text().replace("Agent drops tables", "Agent drops two tables"))

    assert seed(store, folder) == 0
    assert store.get("2025-07-freeze-1").report.title == "Mine"


def test_incident_that_the_verifier_refuses_seeds_nothing(store: Store, folder: Path):
    path = folder / "2025" / "2025-07-freeze-2.md"
    path.write_text(path.read_text().replace("P4.no-gate: No rule", "P4.no-gate: No such rule"))

    with pytest.raises(ReportError, match=r"2025-07-freeze-2: weaknesses\.P4\.no-gate: the evidence"):
        seed(store, folder)

    assert count(store, Filter(columns={})) == 0


def test_whole_shipped_corpus_is_seeded(store: Store):
    assert seed(store) == len(load_corpus())
    assert count(store, Filter()) == len(load_corpus())

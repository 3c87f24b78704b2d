"""P1 and P2: four sources at once, merged by code; what was written for a gathering that fails is undone in reverse."""

import threading
from itertools import permutations
from pathlib import Path

import pytest

from diagnostics.renewal import Settings, Steps, start_run
from diagnostics.renewal.engine import Run
from diagnostics.renewal.facts import recorded
from diagnostics.renewal.saga import BELIEVED, WRITES, Saga, merge
from diagnostics.renewal.world import SOURCES, SourceFailed, World

READINGS = {
    "usage": {"usage": 0.1},
    "network": {"incidents": 4},
    "billing": {"late_payments": 1, "merger": False},
    "support": {"tickets": 2, "incidents": 1},
}


def answers(source: str, workflow: str, attempt: int) -> dict:
    return READINGS[source]


def down(source: str, workflow: str, attempt: int) -> dict:
    if source == "network":
        raise SourceFailed(source)
    return READINGS[source]


class Unlucky(World):
    """A world in which nothing can be undone."""

    def undo_fails(self, key: str, tries: int) -> bool:
        return True


def saga_of(run: Run, world: World | None = None, sources=answers) -> Saga:
    tools = type(run.tools)(run.db, run.steps, world or World(1), sources)
    return Saga("contract-x/signals/v1", "contract-x", "tenant-a", tools, run.policy)


def written(run: Run) -> list[tuple[str, str]]:
    return [(row["system"], row["action"]) for row in run.db.query("SELECT * FROM outside ORDER BY rowid")]


def test_sources_are_read_at_the_same_time(run: Run):
    """Each source waits until all four are being read: one after the other, they would wait in vain."""
    together = threading.Barrier(len(SOURCES), timeout=20)

    def read(source: str, workflow: str, attempt: int) -> dict:
        together.wait()
        return READINGS[source]

    assert saga_of(run, sources=read).gather(1) == merge(READINGS)


def test_merge_does_not_depend_on_who_answers_first_and_believes_by_rank():
    merged = [merge({source: READINGS[source] for source in order}) for order in permutations(SOURCES)]

    assert all(one == merged[0] for one in merged)
    assert BELIEVED.index("network") < BELIEVED.index("support")
    assert merged[0]["incidents"] == READINGS["network"]["incidents"]


def test_failed_source_undoes_what_all_wrote_in_reverse_of_the_order_begun(run: Run):
    outcome = saga_of(run, sources=down).gather(1)

    assert outcome == {"failed": ["network"], "compensated": sorted(WRITES), "stuck": [], "attempt": 1}
    steps = run.db.query("SELECT * FROM saga WHERE undone IS NOT NULL ORDER BY number")
    assert [step["undone"] for step in steps] == [3, 2, 1]
    begun = [step["source"] for step in steps]
    undos = [row["key"].split("/")[-2] for row in run.db.query("SELECT key FROM outside WHERE key LIKE '%/undo'")]
    ordered = "SELECT key FROM outside WHERE key LIKE '%/undo' ORDER BY rowid DESC"
    assert sorted(undos) == sorted(begun)
    assert [row["key"].split("/")[-2] for row in run.db.query(ordered)] == begun


def test_undoing_twice_undoes_once(run: Run):
    saga = saga_of(run, sources=down)
    saga.gather(1)
    before = written(run)

    saga.compensate()
    saga.tools.undo("contract-x/signals/v1/billing", "contract-x", 9)

    assert written(run) == before
    assert len(before) == 2 * len(WRITES)


def test_undoing_what_was_never_written_writes_nothing(run: Run):
    saga_of(run).tools.undo("contract-x/signals/v1/billing", "contract-x", 9)

    assert written(run) == []


def test_once_undoing_has_begun_a_source_that_is_back_changes_nothing(run: Run):
    saga_of(run, sources=down).gather(1)

    again = saga_of(run, sources=answers).gather(1)

    assert again["failed"] == ["network"]


def test_compensation_that_fails_is_tried_again_and_its_tries_are_kept(run: Run):
    class FailsOnce(World):
        def undo_fails(self, key: str, tries: int) -> bool:
            return tries == 1

    outcome = saga_of(run, FailsOnce(1), down).gather(1)

    assert outcome["compensated"] == sorted(WRITES)
    assert [row["tries"] for row in run.db.query("SELECT tries FROM saga WHERE undone IS NOT NULL")] == [1, 1, 1]


def test_compensation_that_keeps_failing_ends_at_a_person(tmp_path: Path):
    with start_run(tmp_path / "run.db", Settings(1), Steps(), sources=down) as run:
        object.__setattr__(run.tools, "world", Unlucky(1))
        run.go()
        row = run.spine.row("contract-1", 0)
        outcomes = [line["outcome"] for line in recorded(run.db) if line["consumer"] == "signals"]

    assert [outcome["stuck"] for outcome in outcomes] == [sorted(WRITES)]
    assert row.data["ended"] == "escalated"


def test_sources_that_stay_down_are_asked_twice_and_then_a_person_is(tmp_path: Path):
    asked = []

    def read(source: str, workflow: str, attempt: int) -> dict:
        asked.append((source, attempt))
        return down(source, workflow, attempt)

    with start_run(tmp_path / "run.db", Settings(1), Steps(), sources=read) as run:
        run.go()
        row = run.spine.row("contract-1", 0)

    assert sorted(asked) == sorted((source, attempt) for source in SOURCES for attempt in (1, 2))
    assert row.data["ended"] == "escalated"


@pytest.mark.parametrize("source", SOURCES)
def test_whichever_source_fails_nothing_written_stays(run: Run, source: str):
    def read(name: str, workflow: str, attempt: int) -> dict:
        if name == source:
            raise SourceFailed(name)
        return READINGS[name]

    saga_of(run, sources=read).gather(1)

    kinds = {undo for _, undo in written(run)}
    assert kinds == {"probe-line", "hold-price", "open-ticket", "cancel-probe", "release-price", "close-ticket"}

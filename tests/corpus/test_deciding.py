"""Decisions: which are legal, what they must say, that they can be taken back, and that nothing is ever lost."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Commit, Reject, Report, UnknownReport, commit
from corpus.deciding import MAX_NOTE, bring_back, decide, undo
from corpus.states import DECISIONS, NEXT_STATES, STATES, State
from corpus.store import Store, history, version_of, waiting
from taxonomy import Taxonomy, shipped_taxonomy
from tests.conftest import STORY, TAGS


def rules_of(outcome: Commit | Reject) -> list[str]:
    assert isinstance(outcome, Reject)
    return [problem.rule for problem in outcome.problems]


@pytest.fixture
def submitted(store: Store, taxonomy: Taxonomy, report: Report) -> Report:
    commit(report, store, taxonomy, actor="ann", state="in review")
    return report


def test_decision_is_a_version_with_who_what_and_why(store: Store, taxonomy: Taxonomy, submitted: Report):
    outcome = decide(submitted.id, "send back", store, taxonomy, actor=" bob ", based_on=1, reason=" Who noticed? ")

    assert outcome == Commit(submitted.id, 2, "draft")
    last = history(store, submitted.id)[-1]
    assert (last.number, last.state, last.author, last.action, last.note) == (
        2, "draft", "bob", "send back", "Who noticed?",
    )  # fmt: skip
    assert version_of(store, submitted.id, 2) == submitted


@pytest.mark.parametrize(
    ("action", "state"),
    [(action, state) for action in DECISIONS for state in STATES if state not in DECISIONS[action].before],
)
def test_decision_that_the_state_does_not_allow_is_rejected(
    store: Store, taxonomy: Taxonomy, report: Report, action: str, state: State
):
    commit(report, store, taxonomy, actor="ann", state="draft" if state == "withdrawn" else state)
    if state == "withdrawn":
        decide(report.id, "withdraw", store, taxonomy, actor="ann", based_on=1, reason="Told twice.")
    before = history(store, report.id)

    outcome = decide(report.id, action, store, taxonomy, actor="bob", based_on=len(before), reason="So.")

    assert rules_of(outcome) == ["illegal-transition"]
    assert history(store, report.id) == before


@pytest.mark.parametrize(("action", "needed"), [("publish", False), ("send back", True), ("withdraw", True)])
def test_reason_is_needed_for_everything_but_publishing(
    store: Store, taxonomy: Taxonomy, submitted: Report, action: str, needed: bool
):
    outcome = decide(submitted.id, action, store, taxonomy, actor="bob", based_on=1, reason="  ")

    assert isinstance(outcome, Reject) == needed
    assert not needed or rules_of(outcome) == ["no-reason"]


def test_secret_in_a_reason_is_refused_and_not_told(store: Store, taxonomy: Taxonomy, submitted: Report):
    leak = "DB_PASS" + "WORD=Tr0ub4dor&3"

    outcome = decide(submitted.id, "send back", store, taxonomy, actor="bob", based_on=1, reason=f"Take {leak} out.")

    assert rules_of(outcome) == ["no-secret"]
    assert leak not in str(outcome)
    assert leak not in "\n".join(store.db.conn.iterdump())


def test_every_problem_of_a_decision_is_named_at_once(store: Store, taxonomy: Taxonomy, submitted: Report):
    outcome = decide(submitted.id, "submit", store, taxonomy, actor=" ", based_on=1, reason="\x00" * (MAX_NOTE + 1))

    assert rules_of(outcome) == ["no-name", "long-note", "unprintable", "illegal-transition"]


def test_second_reviewer_is_told_that_the_first_has_decided(store: Store, taxonomy: Taxonomy, submitted: Report):
    decide(submitted.id, "publish", store, taxonomy, actor="bob", based_on=1)

    outcome = decide(submitted.id, "send back", store, taxonomy, actor="eve", based_on=1, reason="No.")

    assert rules_of(outcome) == ["stale-write"]
    assert isinstance(outcome, Reject)
    assert outcome.retryable
    assert store.get(submitted.id).state == "published"


@pytest.mark.parametrize("action", ["publish", "send back", "withdraw"])
def test_decision_is_taken_back_by_a_new_version(store: Store, taxonomy: Taxonomy, submitted: Report, action: str):
    decide(submitted.id, action, store, taxonomy, actor="bob", based_on=1, reason="So.")

    outcome = undo(submitted.id, store, taxonomy, actor="bob", based_on=2)

    assert outcome == Commit(submitted.id, 3, "in review")
    assert store.get(submitted.id).report == submitted
    assert history(store, submitted.id)[-1].note == f'takes back "{action}", version 2'


def test_withdrawal_of_a_published_report_is_taken_back(store: Store, taxonomy: Taxonomy, report: Report):
    commit(report, store, taxonomy, actor="ann", state="published")
    decide(report.id, "withdraw", store, taxonomy, actor="bob", based_on=1, reason="Told twice.")

    assert undo(report.id, store, taxonomy, actor="bob", based_on=2) == Commit(report.id, 3, "published")


def test_only_the_last_decision_can_be_taken_back_and_only_once(store: Store, taxonomy: Taxonomy, submitted: Report):
    assert rules_of(undo(submitted.id, store, taxonomy, actor="bob", based_on=1)) == ["nothing-to-undo"]
    decide(submitted.id, "publish", store, taxonomy, actor="bob", based_on=1)
    assert rules_of(undo(submitted.id, store, taxonomy, actor="bob", based_on=1)) == ["stale-write"]
    undo(submitted.id, store, taxonomy, actor="bob", based_on=2)

    assert rules_of(undo(submitted.id, store, taxonomy, actor="bob", based_on=3)) == ["nothing-to-undo"]


def test_undo_by_another_road_is_rejected(store: Store, taxonomy: Taxonomy, report: Report):
    commit(report, store, taxonomy, actor="ann", state="published")

    outcome = commit(report, store, taxonomy, actor="ann", state="draft", based_on=1, action="undo")

    assert rules_of(outcome) == ["illegal-transition"]


def test_earlier_version_is_brought_back_as_a_new_one(store: Store, taxonomy: Taxonomy, submitted: Report):
    edited = submitted.model_copy(update={"title": "Edited"})
    commit(edited, store, taxonomy, actor="bob", state="in review", based_on=1)

    assert rules_of(bring_back(submitted.id, 2, store, taxonomy, actor="ann", based_on=2)) == ["no-change"]
    outcome = bring_back(submitted.id, 1, store, taxonomy, actor="ann", based_on=2, reason="The first was right.")

    assert outcome == Commit(submitted.id, 3, "in review")
    assert store.get(submitted.id).report == submitted
    assert history(store, submitted.id)[-1].note == "version 1: The first was right."


def test_version_without_complete_tags_does_not_come_back_as_published(
    store: Store, taxonomy: Taxonomy, report: Report
):
    commit(report.model_copy(update={"tags": {}}), store, taxonomy, actor="ann", state="draft")
    commit(report, store, taxonomy, actor="ann", state="published", based_on=1)

    assert len(rules_of(bring_back(report.id, 1, store, taxonomy, actor="ann", based_on=2))) == 6
    assert store.get(report.id).report == report


def test_version_or_report_that_does_not_exist_is_explained(store: Store, taxonomy: Taxonomy, submitted: Report):
    with pytest.raises(UnknownReport, match="version 9"):
        bring_back(submitted.id, 9, store, taxonomy, actor="ann", based_on=1)
    with pytest.raises(UnknownReport, match="not in the database"):
        decide("nobody", "publish", store, taxonomy, actor="ann", based_on=1)


def test_queue_has_the_longest_waiting_first(store: Store, taxonomy: Taxonomy, report: Report):
    for name in ("2025-07-b", "2025-07-a"):
        commit(report.model_copy(update={"id": name}), store, taxonomy, actor="ann", state="in review")
    commit(report, store, taxonomy, actor="ann", state="draft")
    store.db.execute("UPDATE versions SET at = '2020-01-01T00:00:00+00:00' WHERE report_id = '2025-07-a'")
    store.db.conn.commit()
    edited = report.model_copy(update={"id": "2025-07-a", "title": "Edited"})
    commit(edited, store, taxonomy, actor="ann", state="in review", based_on=1)

    first, second = waiting(store, "in review")

    assert (first.report.title, first.version, first.since) == ("Edited", 2, "2020-01-01T00:00:00+00:00")
    assert second.report.id == "2025-07-b"
    assert [one.report.id for one in waiting(store, "draft")] == [report.id]


ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["edit", *DECISIONS, "undo"]), st.integers(0, 1)),
    st.tuples(st.just("bring back"), st.integers(1, 4)),
)


def act(store: Store, taxonomy: Taxonomy, action: str, number: int, step: int) -> Commit | Reject:
    stored = store.get("2025-07-freeze")
    read = stored.version - (0 if action == "bring back" else number)
    if action == "edit":
        edited = stored.report.model_copy(update={"title": f"Edit {step}"})
        state = next(one for one in STATES if one == stored.state)
        return commit(edited, store, taxonomy, actor="ann", state=state, based_on=read)
    if action == "undo":
        return undo(stored.report.id, store, taxonomy, actor="ann", based_on=read)
    if action == "bring back":
        wanted = min(number, stored.version)
        return bring_back(stored.report.id, wanted, store, taxonomy, actor="ann", based_on=read)
    return decide(stored.report.id, action, store, taxonomy, actor="bob", based_on=read, reason=f"Reason {step}")


@settings(max_examples=60, deadline=None)
@given(actions=st.lists(ACTIONS, max_size=12))
def test_no_sequence_of_actions_loses_anything(actions: list[tuple[str, int]]):
    taxonomy = shipped_taxonomy()
    fields = {"id": "2025-07-freeze", "title": "First", "date": "2025-07-18", "tags": TAGS, "text": STORY.strip()}
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "one.db") as store:
        commit(Report.model_validate(fields), store, taxonomy, actor="ann", state="draft")
        for step, (action, number) in enumerate(actions):
            before, documents = history(store, "2025-07-freeze"), store.versions("2025-07-freeze")
            outcome = act(store, taxonomy, action, number, step)
            after = history(store, "2025-07-freeze")

            assert after[: len(before)] == before, "the past was changed"
            assert store.versions("2025-07-freeze")[: len(documents)] == documents
            assert len(after) - len(before) == isinstance(outcome, Commit), "a refusal wrote, or a receipt did not"
            assert [version.number for version in after] == list(range(1, len(after) + 1))
            assert (store.get("2025-07-freeze").version, store.get("2025-07-freeze").state) == (
                len(after), after[-1].state,
            )  # fmt: skip
            if isinstance(outcome, Commit) and action != "undo":
                assert after[-1].state in NEXT_STATES[before[-1].state]
            assert isinstance(outcome, Commit) or (outcome.problems and all(one.text for one in outcome.problems))

"""The boundary: what is refused, why, and that a refusal writes nothing."""

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from corpus import Commit, Proposal, Reject, Report, commit, verify
from corpus.boundary import State
from corpus.store import Store
from corpus.unconfirmed import unconfirmed
from taxonomy import Taxonomy, shipped_taxonomy
from tests.conftest import STORY, TAGS


def with_tags(report: Report, **tags: dict[str, str | None]) -> Report:
    return report.model_copy(update={"tags": {**report.tags, **tags}})


def rules_of(outcome: Commit | Reject) -> list[str]:
    assert isinstance(outcome, Reject)
    return [problem.rule for problem in outcome.problems]


LEAK = "DB_PASS" + "WORD=Tr0ub4dor&3"  # made up; in two pieces, so that no scanner takes this file for a leak


def test_complete_report_is_committed_once(store: Store, taxonomy: Taxonomy, report: Report):
    outcome = commit(report, store, taxonomy, actor="ann", state="published")

    assert outcome == Commit(report.id, 1, "published")
    assert store.get(report.id).author == "ann"


@pytest.mark.parametrize(
    ("tags", "rule"),
    [
        ({"weaknesses": {"P4.no-gates": "It dropped two tables in the production database."}}, "unknown-label"),
        ({"weakness": {"P4.no-gate": "It dropped two tables in the production database."}}, "unknown-facet"),
        ({"weaknesses": {"P4.no-gate": "It never happened."}}, "evidence-not-found"),
        ({"weaknesses": {"P4.no-gate": None}}, "no-evidence"),
        ({"locus": {}}, "choose-one"),
        ({"sdb_parts": {}}, "sdb-has-a-part"),
    ],
)
def test_report_is_rejected_by_rule_and_nothing_is_written(
    store: Store, taxonomy: Taxonomy, report: Report, tags: dict[str, dict[str, str | None]], rule: str
):
    outcome = commit(with_tags(report, **tags), store, taxonomy, actor="ann", state="published")

    assert rules_of(outcome) == [rule]
    assert store.find(report.id) is None


def test_draft_may_be_incomplete_but_not_wrong(store: Store, taxonomy: Taxonomy, report: Report):
    empty = report.model_copy(update={"tags": {}})
    wrong = with_tags(report, weaknesses={"P4.no-gate": "It never happened."})

    assert isinstance(commit(empty, store, taxonomy, actor="ann", state="draft"), Commit)
    assert rules_of(commit(wrong, store, taxonomy, actor="ann", state="draft", based_on=1)) == ["evidence-not-found"]


@pytest.mark.parametrize("state", ["in review", "published"])
def test_what_a_diagnosis_wrote_is_published_by_nobody_unread(
    store: Store, taxonomy: Taxonomy, report: Report, state: State
):
    echoing = report.model_copy(update={"text": f"{report.text}\n\n{unconfirmed('No gate (91%).')}"})

    assert isinstance(commit(echoing, store, taxonomy, actor="ann", state="draft"), Commit)
    outcome = commit(echoing, store, taxonomy, actor="ann", state=state, based_on=1)

    assert rules_of(outcome) == ["unconfirmed"]
    assert store.get(report.id).state == "draft"


def test_all_problems_are_named_at_once(store: Store, taxonomy: Taxonomy, report: Report):
    outcome = commit(report.model_copy(update={"tags": {}}), store, taxonomy, actor="ann", state="in review")

    assert len(rules_of(outcome)) == 6


def test_same_submission_sent_twice_is_one_report(store: Store, taxonomy: Taxonomy, report: Report):
    again = report.model_copy(update={"id": "2025-07-freeze-2"})
    commit(report, store, taxonomy, actor="ann", state="published", key="one-click")

    outcome = commit(again, store, taxonomy, actor="ann", state="published", key="one-click")

    assert outcome == Commit(report.id, 1, "published", created=False)
    assert store.find(again.id) is None


def test_second_writer_is_told_to_read_again(store: Store, taxonomy: Taxonomy, report: Report):
    commit(report, store, taxonomy, actor="ann", state="draft")
    commit(report, store, taxonomy, actor="ann", state="draft", based_on=1)

    outcome = commit(report, store, taxonomy, actor="bob", state="draft", based_on=1)

    assert rules_of(outcome) == ["stale-write"]
    assert isinstance(outcome, Reject)
    assert outcome.retryable


def test_published_report_cannot_silently_become_a_draft(store: Store, taxonomy: Taxonomy, report: Report):
    commit(report, store, taxonomy, actor="ann", state="published")

    outcome = commit(report, store, taxonomy, actor="ann", state="draft", based_on=1)

    assert rules_of(outcome) == ["illegal-transition"]


def test_suggestion_is_kept_beside_the_version_it_was_made_for(store: Store, taxonomy: Taxonomy, report: Report):
    suggestion = {"model": {"version": "m1", "encoder_sha256": "e", "taxonomy_version": "2.0.0"}, "suggested": {}}

    commit(report, store, taxonomy, actor="ann", state="published", suggestion=suggestion)

    assert store.suggestion(report.id, 1) == suggestion


def test_warning_does_not_stop_a_commit(store: Store, taxonomy: Taxonomy, report: Report):
    tags = {
        "locus": {"proposer": "It dropped two tables in the production database."},
        "sdb_parts": {},
        "weaknesses": TAGS["weaknesses"],
    }

    outcome = commit(with_tags(report, **tags), store, taxonomy, actor="ann", state="published")

    assert isinstance(outcome, Commit)
    assert "proposer-seldom-has-weaknesses" in [warning.rule for warning in outcome.warnings]


def test_label_that_needs_no_evidence_may_go_without(taxonomy: Taxonomy):
    assert verify(Proposal(STORY, {"fix_strengthens_sdb": {"unknown": None}}, "ann"), taxonomy) == ()


def submit(path: Path, report: Report) -> tuple[str, bool]:
    with Store(path) as store:
        own = report.model_copy(update={"id": f"{report.id}-{os.getpid()}"})
        outcome = commit(own, store, shipped_taxonomy(), actor="ann", state="published", key="one-click")
        assert isinstance(outcome, Commit)
        return outcome.report_id, outcome.created


def test_same_submission_sent_at_once_by_many_is_one_report(tmp_path: Path, report: Report):
    Store(tmp_path / "shared.db").close()
    with ProcessPoolExecutor(4) as pool:
        outcomes = list(pool.map(submit, [tmp_path / "shared.db"] * 12, [report] * 12))

    assert len({report_id for report_id, _ in outcomes}) == 1
    assert sum(created for _, created in outcomes) == 1


@pytest.mark.parametrize("state", ["draft", "in review", "published"])
def test_secret_is_refused_in_every_state_and_named_without_being_told(
    report: Report, store: Store, taxonomy: Taxonomy, state: State
):
    leaky = report.model_copy(update={"text": f"{report.text}\n\nIt used {LEAK} for it."})

    outcome = commit(leaky, store, taxonomy, actor="ann", state=state)

    assert isinstance(outcome, Reject)
    assert [(problem.rule, problem.where) for problem in outcome.problems] == [("no-secret", "text, line 13")]
    assert "password" in str(outcome)
    assert LEAK not in str(outcome)
    assert store.find(report.id) is None


def test_link_to_an_unknown_event_is_a_warning(store: Store, taxonomy: Taxonomy, report: Report):
    outcome = commit(
        report.model_copy(update={"same_event": "nowhere"}), store, taxonomy, actor="ann", state="published"
    )

    assert isinstance(outcome, Commit)
    assert "unknown-event" in [warning.rule for warning in outcome.warnings]

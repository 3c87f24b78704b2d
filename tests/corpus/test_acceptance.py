"""What became of suggestions: counted against the tags finally published, and nothing claimed where nothing is."""

import pytest

from corpus import Report, commit
from corpus.acceptance import NO_DECISIONS, measure_use, use_lines
from corpus.deciding import decide
from corpus.store import Store, decided_suggestions, latest_suggestion
from taxonomy import Taxonomy

SUGGESTION = {
    "model": {"version": "m1"},
    "abstained": False,
    "suggested": {
        "locus": "sdb",
        "sdb_parts": ["verifier", "commit"],
        "patterns": ["P4", "P6"],
        "weaknesses": ["P4.no-gate"],
        "symptoms": [],
    },
}


def test_nothing_decided_is_said_and_no_rate_is_made_up(store: Store, taxonomy: Taxonomy, report: Report):
    commit(report, store, taxonomy, actor="ann", state="in review", suggestion=SUGGESTION)

    use = measure_use(decided_suggestions(store), taxonomy)

    assert use.reports == 0
    assert use.total.accepted is None
    assert use_lines(use) == [NO_DECISIONS]


def test_each_label_is_counted_as_accepted_rejected_or_added(store: Store, taxonomy: Taxonomy, report: Report):
    commit(report, store, taxonomy, actor="ann", state="in review", suggestion=SUGGESTION)
    decide(report.id, "publish", store, taxonomy, actor="bob", based_on=1)

    use = measure_use(decided_suggestions(store), taxonomy)
    rows = {(one.facet, one.label): one for one in use.labels}

    accepted = rows["sdb_parts", "verifier"].accepted
    assert accepted is not None
    assert (accepted.count, accepted.total, accepted.high) == (1, 1, 1.0)
    assert accepted.low == pytest.approx(0.2065, abs=1e-4)  # Wilson's lower bound for 1 of 1
    rejected, added = rows["sdb_parts", "commit"].rejected, rows["symptoms", "destructive-action"].added
    assert rejected is not None
    assert added is not None
    assert (rejected.count, added.count) == (1, 1)
    assert rows["patterns", "P6"].accepted is not None
    assert ("severity", "sev2") not in rows, "the suggestion does not speak of severity"
    assert use.total.accepted is not None
    assert (use.total.accepted.count, use.total.accepted.total) == (3, 4)
    assert use.models == {"m1": 1}


def test_the_last_suggestion_counts_once_and_a_withdrawn_report_no_more(
    store: Store, taxonomy: Taxonomy, report: Report
):
    later = {**SUGGESTION, "model": {"version": "m2"}}
    commit(report, store, taxonomy, actor="ann", state="draft", suggestion=SUGGESTION)
    commit(report, store, taxonomy, actor="ann", state="published", based_on=1, suggestion=later)

    assert latest_suggestion(store, report.id) == later
    assert measure_use(decided_suggestions(store), taxonomy).models == {"m2": 1}

    decide(report.id, "withdraw", store, taxonomy, actor="bob", based_on=2, reason="Told twice.")
    assert measure_use(decided_suggestions(store), taxonomy).reports == 0


def test_text_that_was_declined_counts_for_no_label(taxonomy: Taxonomy, report: Report):
    use = measure_use([({"model": {}, "abstained": True, "suggested": {}}, report)], taxonomy)

    assert (use.reports, use.declined, use.labels, use.models) == (1, 1, (), {"unknown": 1})
    assert "declined: 1" in use_lines(use)[0]

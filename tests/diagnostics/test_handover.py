"""What a diagnosis leaves behind: a report with everything in it, and a draft that claims nothing that was not done."""

from datetime import UTC, datetime

import pytest

from corpus.store import SavedAnswer, SavedDiagnosis
from corpus.unconfirmed import MARK
from diagnostics import Engine, cases_of, shipped_catalogue
from diagnostics.handover import Diagnosis, diagnosis_of, doubts, draft, report
from taxonomy import Taxonomy
from tests.diagnostics.test_engine import CASES

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
TEXT = "The agent dropped two tables."


@pytest.fixture
def engine(taxonomy: Taxonomy) -> Engine:
    return Engine(taxonomy, shipped_catalogue(), cases_of(CASES))


def about(engine: Engine, reference: str) -> str:
    return next(check.id for check in engine.checks.values() if check.about == (reference,))


def saved(*answers: tuple[str, str, str]) -> SavedDiagnosis:
    rows = [SavedAnswer(seq, *one, AT.isoformat()) for seq, one in enumerate(answers, start=1)]  # type: ignore[arg-type]
    return SavedDiagnosis(
        "0" * 32, AT.isoformat(), "Ann", ("destructive-action",), "autonomous", TEXT, "open", tuple(rows)
    )


def found(engine: Engine, taxonomy: Taxonomy, *answers: tuple[str, str, str]) -> Diagnosis:
    return diagnosis_of(saved(*answers), engine, taxonomy, shipped_catalogue())


def test_report_holds_verdict_evidence_containment_fix_proof_cases_and_timeline(engine: Engine, taxonomy: Taxonomy):
    one = found(engine, taxonomy, (about(engine, "weaknesses:P4.no-gate"), "yes", "Bo"))

    text = report(one, {"gate-0": "Tables dropped"}, at=AT)

    for words in ("P4.no-gate No gate", "bits: symptom: Destructive action", "**Contain.**", "**Fix.**", "**Prove.**"):
        assert words in text
    assert "- This cause: Tables dropped (gate-0)" in text
    assert "**What would change this.** " in text
    assert text.startswith("# Diagnosis of 2026-03-04 05:06 UTC\n\nSeen: Destructive action, Autonomous")
    assert "- 2026-03-04 05:06:07 UTC Bo: " in text.partition("## Timeline")[2]


def test_report_of_contradictory_answers_names_both_and_gives_no_verdict(engine: Engine, taxonomy: Taxonomy):
    one = found(engine, taxonomy, *((check, "yes", "") for check in engine.checks))

    text = report(one, {}, at=AT)

    assert "The answers contradict each other: cannot tell" in text
    assert "Most likely cause" not in text
    assert one.step.clash is not None
    assert all(engine.checks[check].question in doubts(one)[0] for check in one.step.clash.checks)


def test_disagreement_of_responders_is_told(engine: Engine, taxonomy: Taxonomy):
    check = about(engine, "weaknesses:P4.no-gate")

    text = report(found(engine, taxonomy, (check, "yes", "Ann"), (check, "no", "Bo")), {}, at=AT)

    assert "Answered both yes and no" in text


def test_draft_has_text_timeline_evidence_and_advice_marked_as_advice(engine: Engine, taxonomy: Taxonomy):
    check = about(engine, "weaknesses:P4.no-gate")

    what, _, rest = draft(found(engine, taxonomy, (check, "yes", "Bo"))).partition("## Why")
    why, _, done = rest.partition("## What was done")

    assert what.startswith("## What happened\n\n" + TEXT)
    assert "Bo: " in what
    assert "P4.no-gate No gate" in why
    assert f"- {engine.checks[check].question} yes" in why
    assert done.strip().startswith(f"{MARK} Advised while the incident ran.")
    assert [line for line in why.splitlines() if "P4.no-gate" in line and not line.startswith(MARK)] == []
    assert shipped_catalogue().of("P4.no-gate")[0].contain in done


def test_draft_of_nothing_answered_says_that_nothing_is_decided(engine: Engine, taxonomy: Taxonomy):
    text = draft(found(engine, taxonomy))

    assert "Not decided yet" in text
    assert "What was looked at" not in text

"""The contract at the boundary: a proposal is verified by rules, then committed once, or rejected with reasons.

Everything that puts a tag on a report comes through here: the web app, the command line, imports, batches,
and the classifier, whose suggestions pass the same verifier before anybody sees them.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from corpus.report import Report, Tags, labels_by_facet, tag_rows
from corpus.secrets import find_secrets, shown, texts_of
from corpus.sentences import locate
from corpus.states import DECISIONS, NEXT_STATES, STATES, UNDO
from corpus.states import State as State
from corpus.store import Change, Store, Version, history
from corpus.templates import find_unanswered
from corpus.unconfirmed import find_unconfirmed
from taxonomy import Finding, Taxonomy, check_choice, check_labels, check_rules

LEAK_RULE = "no-secret"  # the rule that no text with a secret in it is saved, whatever its way in


@dataclass(frozen=True)
class Proposal:
    """Tags that a person or a model wants to put on a text.

    `complete` asks for an answer in every facet, as a report needs before it is reviewed.
    """

    text: str
    tags: Tags
    proposer: str
    complete: bool = False


@dataclass(frozen=True)
class Reject:
    """A refusal: every problem at once, and whether the same proposal may be tried again after a fresh read."""

    problems: tuple[Finding, ...]
    retryable: bool = False

    def __str__(self) -> str:
        return "\n".join(f"{problem.where}: {problem.text}" for problem in self.problems)


@dataclass(frozen=True)
class Commit:
    """The receipt of a durable change. `created` is False when the same submission had been made before."""

    report_id: str
    version: int
    state: State
    created: bool = True
    warnings: tuple[Finding, ...] = ()


def verify(proposal: Proposal, taxonomy: Taxonomy) -> tuple[Finding, ...]:
    """Return what the rules say against a proposal: findings of level error forbid it, warnings do not.

    Checked are known labels, evidence that really stands in the text, the consistency rules and,
    for a complete proposal, the number of labels in every facet.
    """
    tags = labels_by_facet(proposal.tags)
    findings = check_labels(tags, taxonomy)
    if findings:
        return tuple(findings)
    findings += _check_evidence(proposal, taxonomy)
    if proposal.complete:
        findings += check_choice(tags, taxonomy)
        findings += check_rules(tags, taxonomy)
    return tuple(findings)


def examine(
    report: Report, state: State, store: Store, taxonomy: Taxonomy, *, actor: str, action: str = "change"
) -> tuple[Finding, ...]:
    """Return what stands against bringing a report into a state by an action, writing nothing."""
    proposal = Proposal(report.text, report.tags, actor, complete=state in ("in review", "published"))
    transition = _check_transition(report.id, state, store, action)
    secrets = _check_secrets(report) if state != "withdrawn" else ()
    left = (*find_unconfirmed(report.text), *find_unanswered(report.text)) if proposal.complete else ()
    return (*verify(proposal, taxonomy), *transition, *secrets, *left, *_check_event(report, store))


def commit(
    report: Report,
    store: Store,
    taxonomy: Taxonomy,
    *,
    actor: str,
    state: State,
    based_on: int = 0,
    action: str = "change",
    note: str = "",
    key: str | None = None,
    suggestion: Mapping[str, Any] | None = None,
) -> Commit | Reject:
    """Verify a report and write it as one new version with its audit row, or reject it with every reason.

    `based_on` is the version that the author has read (0 for a new report): if another has been written since,
    nothing is overwritten and the Reject is retryable. `action` is what the audit row calls the change.
    `key` names the submission: the same key counts once.
    """
    current = store.find(report.id)
    if before := _submitted(store, key):
        return before
    if based_on != (current.version if current else 0):
        return Reject((_conflict(report.id, based_on),), retryable=True)
    findings = examine(report, state, store, taxonomy, actor=actor, action=action)
    if errors := errors_of((*findings, *_leaks("reason", note))):
        return Reject(errors)
    now = datetime.now(UTC)
    change = Change(report, state, actor, now, action=action, note=note, key=key, suggestion=suggestion)
    try:
        version = store.write(change, based_on=based_on)
    except sqlite3.OperationalError as error:
        return Reject((_busy(error),), retryable=True)
    except sqlite3.IntegrityError:  # the same submission, sent twice at once, has just been written by its twin
        version = None
    if version is None:
        return _submitted(store, key) or Reject((_conflict(report.id, based_on),), retryable=True)
    return Commit(report.id, version, state, warnings=_warnings_of(findings))


def commit_all(
    reports: Sequence[tuple[Report, State]], store: Store, taxonomy: Taxonomy, *, actor: str, note: str = ""
) -> list[Commit] | Reject:
    """Verify new reports, each with the state it shall have, and write all of them in one transaction, or none.

    A Reject names every problem, each with the id of its report.
    """
    findings = [examine(report, state, store, taxonomy, actor=actor) for report, state in reports]
    errors = [
        replace(error, where=f"{report.id}: {error.where}")
        for (report, _), found in zip(reports, findings, strict=True)
        for error in errors_of(found)
    ]
    if errors:
        return Reject(tuple(errors))
    now = datetime.now(UTC)
    try:
        with store.write_tx():
            for report, state in reports:
                if store.write_within(Change(report, state, actor, now, note=note), based_on=0) is None:
                    raise _TakenMeanwhile(report.id)
    except _TakenMeanwhile as taken:
        return Reject((_conflict(str(taken), 0),), retryable=True)
    except sqlite3.OperationalError as error:
        return Reject((_busy(error),), retryable=True)
    written = zip(reports, findings, strict=True)
    return [Commit(report.id, 1, state, warnings=_warnings_of(found)) for (report, state), found in written]


def errors_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that forbid a commit."""
    return tuple(finding for finding in findings if finding.level == "error")


def _submitted(store: Store, key: str | None) -> Commit | None:
    """Return the receipt of the submission with that key, if it has been made before."""
    before = store.submission(key) if key is not None else None
    return Commit(before.report.id, before.version, _state(before.state), created=False) if before else None


def _warnings_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.level == "warning")


class _TakenMeanwhile(Exception):
    """Another process has written a report with this id since it was looked for."""


def _check_evidence(proposal: Proposal, taxonomy: Taxonomy) -> Iterable[Finding]:
    for facet, label_id, evidence in tag_rows(proposal.tags):
        label = taxonomy.label(facet, label_id)
        if evidence is None:
            if label is not None and label.needs_evidence:
                text = f'"{label_id}" has no evidence. Point to the sentence of the report that carries it.'
                yield Finding("no-evidence", f"{facet}.{label_id}", text)
        elif not _stands(proposal.text, evidence):
            text = f"the evidence {evidence[:80]!r} does not stand in the report. Copy the sentence as it stands there."
            yield Finding("evidence-not-found", f"{facet}.{label_id}", text)


def _stands(text: str, evidence: str) -> bool:
    # Almost all evidence stands in the text letter by letter, which is seen at once; only white space may differ.
    return bool(evidence.strip() and evidence in text) or locate(text, evidence) is not None


def _check_transition(report_id: str, state: State, store: Store, action: str) -> Iterable[Finding]:
    past = history(store, report_id)
    current = past[-1].state if past else None
    allowed = _undone(past) if action == UNDO else NEXT_STATES[current]
    if state not in allowed:
        text = f'a report that is {current or "new"} cannot become "{state}". Possible: {", ".join(allowed)}.'
        yield Finding("illegal-transition", "state", text)


def _undone(past: Sequence[Version]) -> tuple[str, ...]:
    """Return the state that undoing the last change leads to: the one before it, if that change was a decision."""
    return (past[-2].state,) if len(past) > 1 and past[-1].action in DECISIONS else ()


def _check_event(report: Report, store: Store) -> Iterable[Finding]:
    if report.same_event is not None and store.find(report.same_event) is None:
        text = f'"{report.same_event}" is not in the database. It may come later; if not, correct the id.'
        yield Finding("unknown-event", "same_event", text, "warning")


def _check_secrets(report: Report) -> Iterable[Finding]:
    for field, text in texts_of(report):
        yield from _leaks(field, text)


def _leaks(field: str, text: str) -> Iterable[Finding]:
    for secret in find_secrets(text):
        where = f"{field}, line {secret.line(text)}" if field == "text" else field
        found = f"looks like a secret ({secret.kind}): {shown(text, secret)}. Take it out."
        yield Finding(LEAK_RULE, where, found)


def _busy(error: sqlite3.OperationalError) -> Finding:
    return Finding("busy", "database", f"{error}. Nothing was written; try again.")


def _conflict(report_id: str, based_on: int) -> Finding:
    found = "already exists" if based_on == 0 else f"has changed since version {based_on}"
    return Finding("stale-write", report_id, f"this report {found}. Read it again and merge; nothing was overwritten.")


def _state(value: str) -> State:
    return next(state for state in STATES if state == value)

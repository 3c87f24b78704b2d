"""Decisions on a report, taking them back, and bringing an earlier version back: each a new version by the boundary."""

from corpus.boundary import Commit, Reject, commit
from corpus.states import DECISIONS, STATES, UNDO, state_after_edit
from corpus.store import Store, history, version_of
from taxonomy import Finding, Taxonomy

BRING_BACK = "bring back"
MAX_NOTE = 2000  # characters: a reason is a few sentences; more belongs into the report


def decide(
    report_id: str, action: str, store: Store, taxonomy: Taxonomy, *, actor: str, based_on: int, reason: str = ""
) -> Commit | Reject:
    """Make one of DECISIONS on the version that was read, or return a Reject with every reason against it.

    Raises UnknownReport for a report that does not exist.
    """
    stored, decision = store.get(report_id), DECISIONS[action]
    problems = _unsigned(actor, reason)
    if decision.reason and not reason.strip():
        text = f'"{action}" needs a reason. Say in a sentence what the submitter should know.'
        problems.append(Finding("no-reason", "reason", text))
    if stored.version == based_on and stored.state not in decision.before:
        text = f'"{action}" is for a report that is {" or ".join(decision.before)}; this one is {stored.state}.'
        problems.append(Finding("illegal-transition", "state", text))
    if problems:
        return Reject(tuple(problems))
    state, note = decision.after, reason.strip()
    return commit(
        stored.report, store, taxonomy, actor=actor.strip(), state=state, based_on=based_on, action=action, note=note
    )


def undo(report_id: str, store: Store, taxonomy: Taxonomy, *, actor: str, based_on: int) -> Commit | Reject:
    """Take the last decision back: a new version in the state from before it.

    Raises UnknownReport for a report that does not exist.
    """
    stored, past = store.get(report_id), history(store, report_id)
    problems, last = _unsigned(actor, ""), past[-1]
    if last.number == based_on and (last.action not in DECISIONS or len(past) == 1):
        text = f'the last change, "{last.action}", is no decision. Bring an earlier version back instead.'
        problems.append(Finding("nothing-to-undo", "state", text))
    if problems:
        return Reject(tuple(problems))
    before = past[-2] if len(past) > 1 else last  # a stale read of a report with one version: the boundary refuses it
    former = next(state for state in STATES if state == before.state)
    note = f'takes back "{last.action}", version {last.number}'
    return commit(
        stored.report, store, taxonomy, actor=actor.strip(), state=former, based_on=based_on, action=UNDO, note=note
    )


def bring_back(
    report_id: str, number: int, store: Store, taxonomy: Taxonomy, *, actor: str, based_on: int, reason: str = ""
) -> Commit | Reject:
    """Write what an earlier version said as the newest one; the state stays, but a withdrawn report becomes a draft.

    Raises UnknownReport for a report or a version that does not exist.
    """
    stored, earlier = store.get(report_id), version_of(store, report_id, number)
    problems = _unsigned(actor, reason)
    if stored.report == earlier:
        problems.append(Finding("no-change", "version", f"version {number} says what the report says now."))
    if problems:
        return Reject(tuple(problems))
    note = ": ".join(filter(None, (f"version {number}", reason.strip())))
    state = state_after_edit(stored.state)
    return commit(
        earlier, store, taxonomy, actor=actor.strip(), state=state, based_on=based_on, action=BRING_BACK, note=note
    )


def _unsigned(actor: str, note: str) -> list[Finding]:
    problems = []
    if not actor.strip():
        problems.append(Finding("no-name", "name", "nobody is named. Give the name that the history shall show."))
    if len(note) > MAX_NOTE:
        text = f"{len(note):,} characters, more than {MAX_NOTE:,}. Shorten the reason."
        problems.append(Finding("long-note", "reason", text))
    if any(not one.isprintable() and one not in "\n\t" for one in actor + note):
        problems.append(Finding("unprintable", "reason", "holds a character that cannot be shown. Type it anew."))
    return problems

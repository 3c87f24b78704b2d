"""Action items: what is to be done after an incident, by whom, and every change of state with who made it and when."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from corpus.errors import CorpusError
from corpus.secrets import find_secrets, told
from corpus.store.connection import write_tx
from corpus.store.reports import Store

ActionState = Literal["open", "done", "dropped"]

TEXT_LENGTH = 500
NAME_LENGTH = 60


@dataclass(frozen=True)
class ActionItem:
    """An action item as it stands; `actor` and `at` (ISO 8601, UTC) tell of its last change."""

    id: int
    text: str
    owner: str
    state: ActionState
    actor: str
    at: str


def add_action(store: Store, report_id: str, text: str, owner: str, *, actor: str, at: datetime) -> int:
    """Add an open action item to a report and return its id.

    Raises UnknownReport, and CorpusError for an item that says nothing or belongs to nobody.
    """
    row = {"report_id": report_id, "text": _line(text, TEXT_LENGTH), "owner": _line(owner, NAME_LENGTH)}
    if not row["text"] or not row["owner"]:
        missing = "what is to be done" if not row["text"] else "who will do it"
        raise CorpusError(f"action item: {missing} is missing. Write it down; an item without it gets lost.")
    if secrets := find_secrets(f"{row['text']}\n{row['owner']}"):
        raise CorpusError(f"action item: looks like a secret ({told(secrets)}). Take it out; nothing was saved.")
    with write_tx(store.db):
        store.get(report_id)
        item_id = int(store.db.table("action_items").insert(row).last_pk)  # type: ignore[arg-type]
        _note(store, item_id, "open", actor, at)
    return item_id


def set_action(store: Store, item_id: int, state: ActionState, *, actor: str, at: datetime) -> bool:
    """Bring an action item into a state; return False, and write nothing, if it is in that state already.

    Raises CorpusError for an item that does not exist.
    """
    with write_tx(store.db):
        sql = "SELECT state FROM action_audit WHERE item_id = ? ORDER BY id DESC LIMIT 1"
        before = next((row["state"] for row in store.db.query(sql, [item_id])), None)
        if before is None:
            raise CorpusError(f"action item {item_id}: not in the database. Open its report again.")
        if before != state:
            _note(store, item_id, state, actor, at)
    return bool(before != state)


def action_items(store: Store, report_id: str) -> list[ActionItem]:
    """Return the action items of a report, the open ones first, then in the order they were added."""
    sql = (
        "SELECT i.id, i.text, i.owner, a.state, a.actor, a.at FROM action_items i JOIN action_audit a ON a.id = "
        "(SELECT max(id) FROM action_audit WHERE item_id = i.id) WHERE i.report_id = ? ORDER BY a.state <> 'open', i.id"
    )
    return [ActionItem(**row) for row in store.db.query(sql, [report_id])]


def action_audit(store: Store, item_id: int) -> list[tuple[str, str, str]]:
    """Return (time, who, state) of every change of an action item, oldest first."""
    sql = "SELECT at, actor, state FROM action_audit WHERE item_id = ? ORDER BY id"
    return [(row["at"], row["actor"], row["state"]) for row in store.db.query(sql, [item_id])]


def _note(store: Store, item_id: int, state: str, actor: str, at: datetime) -> None:
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    name = _line(actor, NAME_LENGTH) or "somebody"
    store.db.table("action_audit").insert({"item_id": item_id, "state": state, "actor": name, "at": moment})


def _line(text: str, length: int) -> str:
    storable = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return " ".join(storable.split())[:length]

"""Writes that are committed together with the row, and sent afterwards: a lost race or a crash sends nothing twice."""

from collections.abc import Iterator

from diagnostics.renewal.database import Database
from diagnostics.renewal.facts import Fact
from diagnostics.renewal.gate import Permit, unpacked
from diagnostics.renewal.row import Row


def put(db: Database, fact: Fact, permit: Permit) -> None:
    """Keep a permitted write until it is sent; its key is the same however often it is tried."""
    kind, tenant = permit.action.kind, permit.action.tenant
    sql = "INSERT INTO outbox (key, workflow, tenant, day, action, permit) VALUES (?, ?, ?, ?, ?, ?)"
    db.change(sql, f"{fact.workflow}/{fact.event}/{kind}", fact.workflow, tenant, fact.day, kind, permit.packed())


def pending(db: Database) -> Iterator[tuple[str, int, Permit]]:
    """Yield key, day and permit of what is still to be sent, oldest first."""
    for row in db.query("SELECT * FROM outbox WHERE status = 'pending' ORDER BY rowid"):
        yield row["key"], row["day"], unpacked(row["permit"])


def mark(db: Database, key: str, status: str) -> bool:
    """Note that a write was sent, or withheld; return False if another worker has done so."""
    return bool(db.change("UPDATE outbox SET status = ? WHERE key = ? AND status = 'pending'", status, key))


def offers_of_tenant(db: Database, row: Row, day: int) -> int:
    """Return how many offers a tenant has had on a day: what the gate's rate is checked against."""
    sql = "SELECT count(*) AS n FROM outbox WHERE action = 'send-offer' AND day = ? AND tenant = ?"
    return int(db.query(sql, day, row.data["tenant"])[0]["n"])

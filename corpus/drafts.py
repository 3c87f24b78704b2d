"""Drafts on their way to a report: what is saved of them never holds a secret."""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.errors import CorpusError
from corpus.secrets import redact
from corpus.store import Store
from corpus.store.drafts import Draft, write_draft

FIELDS = ("title", "product", "date", "text", "same_event", "decisions", "diagnosis", "evidence", "rest")
OF_AN_EDIT = ("report", "base", "merged", "tags")  # of a report that exists: its id, and the version that was edited


def save_draft(store: Store, draft_id: str, fields: Mapping[str, Any], *, based_on: int) -> Draft | None:
    """Save the fields of a draft with every secret taken out; None when another window has saved it since.

    Half of a surrogate pair, which no database holds, becomes a question mark. Raises CorpusError when the database
    is busy.
    """
    kept = {name: without_secrets(value) for name, value in fields.items() if name in (*FIELDS, *OF_AN_EDIT)}
    try:
        return write_draft(store, draft_id, kept, based_on=based_on)
    except sqlite3.OperationalError as error:
        raise CorpusError(f"draft: {error}. Nothing was saved; leave this page open and change a word.") from error


def is_blank(fields: Mapping[str, Any]) -> bool:
    """Tell whether a draft holds nothing yet that a person would miss."""
    return not any(str(fields.get(name) or "").strip() for name in ("title", "product", "text"))


def name_of(fields: Mapping[str, Any], length: int = 60) -> str:
    """Return what a draft is called in a list: its title, or how its text begins."""
    words = str(fields.get("title") or "").split() or str(fields.get("text") or "").replace("#", "").split()
    name = " ".join(words)
    return name if len(name) <= length else name[: length - 1].rstrip() + "…"


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a field of a draft, however deep it stands in lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


def without_secrets(value: Any) -> Any:
    """Return a field of a draft with every secret taken out of its texts, however deep they stand."""
    if isinstance(value, dict):
        return {key: without_secrets(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(one) for one in value]
    return redact(value.encode("utf-8", "replace").decode("utf-8")) if isinstance(value, str) else value

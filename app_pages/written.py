"""What a person is writing in a tab: a new postmortem, or an edit of a report; both save themselves as drafts."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.boundary import Commit
from corpus.report import Report
from corpus.store import Stored

if TYPE_CHECKING:  # imported where it is used, so that the first page after a start does not wait for it
    from classifier.suggest import Suggestion


def fresh() -> str:
    """Return an id that nobody has and nobody can guess."""
    return uuid.uuid4().hex


@dataclass(kw_only=True)
class Drafted:
    """Something that is being written and saves itself.

    `fields` is what stands in the form, `kept` what of it was last saved, at `saved` (UTC, ISO 8601), as `version` of
    the draft `id`; `discarded` is the draft that was put aside just before this was begun.
    """

    id: str = field(default_factory=fresh)
    fields: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    saved: str = ""
    notice: str = ""
    discarded: str = ""


@dataclass(kw_only=True)
class Filing(Drafted):
    """A postmortem being filed. `id` names also its submission, so that one sent twice counts once.

    `compared` tells whether the suggestion was made with the index of reports at hand; `form` names the fields, anew
    for a draft that is opened again, because a browser shows fields that it has seen go as empty when they come back.
    """

    suggestion: "Suggestion | None" = None
    compared: bool = False
    problem: str = ""
    receipt: Commit | None = None
    form: str = field(default_factory=fresh)


@dataclass(kw_only=True)
class Editing(Drafted):
    """A report being edited: the version it began from, and what the form, named `form`, begins with.

    When somebody has saved meanwhile, `rival` is their version, and `mine` what one had wanted to save.
    """

    base: Stored
    begin: Mapping[str, Any]
    merged: bool = False
    rival: Stored | None = None
    mine: Report | None = None
    receipt: Commit | None = None
    form: str = field(default_factory=fresh)

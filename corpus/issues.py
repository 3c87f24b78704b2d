"""Issues as `gh issue list --json number,title,body,url,createdAt` prints them, and the drafts they become."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from corpus.documents import make_report, report_id
from corpus.report import Report

FIELDS = "number,title,body,url,createdAt"
_TITLE = 200
_URL = re.compile(r"https?://[^/\s]+/([\w.-]+/[\w.-]+)/(?:issues|pull)/\d+")


class Issue(BaseModel):
    """One issue; further fields that `gh` was asked for are passed over."""

    model_config = ConfigDict(frozen=True, strict=True)

    number: int = Field(ge=1)
    title: str = Field(min_length=1)
    body: str | None
    url: str = Field(pattern=f"^{_URL.pattern}$")
    created: str = Field(alias="createdAt", pattern=r"^\d{4}-\d\d-\d\dT")

    @property
    def report_id(self) -> str:
        """The id that date and title give, which several issues may share."""
        return report_id(self.title, self.created)


def first_numbers(issues: Iterable[Issue]) -> dict[str, int]:
    """Return id by date and title -> the lowest number among the issues that share it."""
    first: dict[str, int] = {}
    for issue in issues:
        first[issue.report_id] = min(issue.number, first.get(issue.report_id, issue.number))
    return first


def draft_of(issue: Issue, first: Mapping[str, int]) -> Report:
    """Return the report of an issue: its title, its body as text, the issue itself as the source.

    Of issues that share date and title, the one in `first` gets the id as it is, the others their number behind it.
    Raises ReportError with one line per problem.
    """
    title = issue.title if len(issue.title) <= _TITLE else issue.title[: _TITLE - 1] + "…"
    suffix = "" if issue.number == first[issue.report_id] else f"-{issue.number}"
    address = _URL.fullmatch(issue.url)
    fields: dict[str, Any] = {
        "id": issue.report_id + suffix,
        "title": title,
        "date": issue.created[:10],
        "repository": address[1] if address else None,
        "kind": "issue",
        "sources": [{"url": issue.url, "title": title, "grade": "A"}],
        "text": (issue.body or "").replace("\r\n", "\n").replace("\r", "\n").strip() or issue.title,
    }
    return make_report(fields)

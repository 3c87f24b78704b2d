"""The report: its fields, and the Markdown file it is read from and written to."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from corpus.errors import ReportError
from taxonomy.errors import NotYaml
from taxonomy.files import describe
from taxonomy.model import Strict

Tags = Mapping[str, Mapping[str, str | None]]
Grade = Literal["A", "B", "C"]
GRADES: dict[Grade, str] = {"A": "primary", "B": "a reporter with named sources", "C": "second-hand"}
SINGLE_LINE = r"^[^\r\n]*$"
REPORT_ID = r"^[a-z0-9][a-z0-9-]{0,99}$"


class Source(Strict):
    """Where a report's facts come from. A is primary, B a reporter with named sources, C second-hand."""

    url: str = Field(pattern=r"^https?://\S+$")
    title: str = Field(min_length=1, pattern=SINGLE_LINE)
    grade: Grade


class Coding(Strict):
    """How a report came by its tags: by which edition of the taxonomy, when, and in what way."""

    taxonomy_version: str
    date: date
    method: str


class Report(Strict):
    """A postmortem: the story, what is known of its origin, and its tags with their evidence.

    `tags` maps facet -> label -> the sentence of `text` that carries the tag (None where the label needs none).
    `same_event` is the id of another report that tells of the same incident.
    """

    id: str = Field(pattern=REPORT_ID)
    title: str = Field(min_length=1, max_length=200, pattern=SINGLE_LINE)
    date: date
    product: str = Field(default="", max_length=100, pattern=SINGLE_LINE)
    repository: str | None = Field(default=None, pattern=r"^[\w.-]+/[\w.-]+$")
    kind: Literal["issue", "postmortem", "blog", "advisory", "court", "news"] = "postmortem"
    voice: Literal["terse", "timeline", "manager", "on-call", "narrative"] | None = None
    sources: tuple[Source, ...] = ()
    source_row: int | None = None
    trigger: str = ""
    root_cause: str = ""
    chain: tuple[str, ...] = Field(default=(), max_length=5)
    same_event: str | None = Field(default=None, pattern=REPORT_ID)
    tags: dict[str, dict[str, str | None]] = Field(default_factory=dict)
    coding: Coding | None = None
    text: str = Field(min_length=1)

    @field_validator("text", "title", "trigger", "root_cause")
    @classmethod
    def _storable(cls, value: str) -> str:
        if "\x00" in value:
            raise ValueError("contains a NUL byte; this is binary, not text")
        return value

    @model_validator(mode="after")
    def _links_to_another(self) -> Self:
        if self.same_event == self.id:
            raise ValueError("same_event names this very report; name the other one, or leave it out")
        return self

    @property
    def source_grade(self) -> Grade | None:
        """The best grade among the sources."""
        return min((source.grade for source in self.sources), default=None)

    def labels(self, facet: str) -> tuple[str, ...]:
        """Return the labels the report carries in a facet."""
        return tuple(self.tags.get(facet, {}))

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns that were weak: the first parts of the weaknesses, sorted."""
        return tuple(sorted({weakness.split(".")[0] for weakness in self.labels("weaknesses")}))


FIELDS = tuple(name for name in Report.model_fields if name != "text")


def parse_report(document: str, *, defaults: Mapping[str, Any] | None = None) -> Report:
    """Read a report from Markdown with YAML front matter.

    `defaults` fill fields the front matter lacks. Raises ReportError with one line per problem.
    """
    fields, text = split_front_matter(document)
    merged = {**(defaults or {}), **fields}
    try:
        return Report.model_validate({**merged, "text": text.strip()})
    except ValidationError as error:
        raise ReportError([_line_of(document, problem) for problem in error.errors()]) from None


def split_front_matter(document: str) -> tuple[dict[str, Any], str]:
    """Split a Markdown document into its front matter and its body.

    A document without front matter has none and is all body. Raises ReportError for broken front matter.
    """
    from taxonomy.strict_yaml import parse_yaml

    if not document.startswith("---\n"):
        return {}, document
    header, closing, body = (document[4:] + "\n").partition("\n---\n")
    if not closing:
        raise ReportError(['line 1: front matter opens with "---" but never closes. Add a closing "---" line.'])
    try:
        fields = parse_yaml(header)
    except NotYaml as error:
        line = error.line + 1 if error.line else 1  # the first line of the document opens the front matter
        raise ReportError([f"line {line}: front matter is not valid YAML: {error.problem}."]) from None
    if not isinstance(fields, dict):
        raise ReportError([f"line 2: front matter must be a list of fields, found {type(fields).__name__}."])
    return {str(key): value for key, value in fields.items()}, body


def format_report(report: Report) -> str:
    """Write a report as the Markdown it can be read from again, fields that are empty left out."""
    import yaml

    fields = report.model_dump(mode="json", exclude={"text"}, exclude_defaults=True)
    fields = {name: fields[name] for name in FIELDS if name in fields}
    fields["date"] = report.date
    if report.coding:
        fields["coding"]["date"] = report.coding.date
    # The fast dumper is twenty times as fast, but writes an emoji as an escape.
    dumper = yaml.SafeDumper if max(str(fields)) > "\uffff" else yaml.CSafeDumper
    header = yaml.dump(fields, Dumper=dumper, sort_keys=False, allow_unicode=True, width=10_000)
    return f"---\n{header}---\n\n{report.text.strip()}\n"


def labels_by_facet(tags: Tags) -> dict[str, tuple[str, ...]]:
    """Return the labels of each facet without their evidence."""
    return {facet: tuple(labels) for facet, labels in tags.items()}


def tag_rows(tags: Tags) -> Iterable[tuple[str, str, str | None]]:
    """Yield (facet, label, evidence) for every tag."""
    for facet, labels in tags.items():
        for label, evidence in labels.items():
            yield facet, label, evidence


def _line_of(document: str, problem: Any) -> str:
    key = str(problem["loc"][0]) if problem["loc"] else ""
    for number, line in enumerate(document.splitlines(), start=1):
        if line.startswith(f"{key}:"):
            return f"line {number}: {describe(problem)}"
    return describe(problem)

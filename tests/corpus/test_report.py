"""The report file: what goes in comes out, and what is broken is named by line."""

import pytest
from pydantic import ValidationError

from corpus import Report, ReportError, format_report, parse_report
from corpus.documents import make_report
from corpus.report import split_front_matter


def test_report_survives_being_written_and_read(report: Report):
    assert parse_report(format_report(report)) == report


def test_text_that_looks_like_front_matter_survives(report: Report):
    tricky = report.model_copy(update={"text": "First: a line.\n\n---\n\nid: not a field\n\n---\nLast."})

    assert parse_report(format_report(tricky)) == tricky


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("id: 2025-07-freeze|id: NOT AN ID", "line 2: id: string should match"),
        ("date: 2025-07-18|date: someday", "line 4: date: input should be a valid date"),
        ("title: Agent|titel: Agent", "titel: unknown key"),
        ("product: Agent|product: [", "front matter is not valid YAML"),
        ("product: Agent|title: again", "key 'title' stands twice"),
    ],
)
def test_broken_front_matter_is_named_by_line(report: Report, change: str, words: str):
    found, put = change.split("|")

    with pytest.raises(ReportError) as refusal:
        parse_report(format_report(report).replace(found, put, 1))

    assert words in str(refusal.value)


def test_front_matter_that_never_closes_is_refused():
    with pytest.raises(ReportError, match="never closes"):
        split_front_matter("---\nid: x\n\nStory.")


def test_front_matter_that_is_a_list_is_refused():
    with pytest.raises(ReportError, match="must be a list of fields, found list"):
        split_front_matter("---\n- a\n---\nStory.")


@pytest.mark.parametrize(("text", "words"), [("half \ud800 pair", "surrogate"), ("nul \x00 byte", "binary")])
def test_text_that_no_database_can_hold_is_refused(text: str, words: str):
    with pytest.raises(ReportError, match=words):
        make_report({"title": "A title", "text": text})


def test_patterns_are_the_first_parts_of_the_weaknesses(report: Report):
    tags = {"weaknesses": {"P6.kill-switch": "x", "P4.no-gate": "x", "P4.no-budget": "x"}}

    assert report.model_copy(update={"tags": tags}).patterns == ("P4", "P6")


@pytest.mark.parametrize(
    "header",
    [
        "date: 2025-13-45",
        "? [a, b]\n: c",
        "a: &x 1\nb: *x",
        "a: " + "[" * 5000,
        "a: !!python/object:os.system x",
        "\x01: y",
    ],
)
def test_hostile_front_matter_is_a_refusal_not_a_crash(header: str):
    with pytest.raises(ReportError, match="not valid YAML"):
        split_front_matter(f"---\n{header}\n---\nStory.")


def test_link_to_the_same_event_comes_back_from_markdown(report: Report):
    linked = report.model_copy(update={"same_event": "2025-07-other-account"})

    assert "same_event: 2025-07-other-account\n" in format_report(linked)
    assert parse_report(format_report(linked)) == linked


@pytest.mark.parametrize("event", ["2025-07-freeze", "No Id", "../x"])
def test_link_that_leads_nowhere_is_refused(report: Report, event: str):
    with pytest.raises(ValidationError, match="same_event"):
        Report.model_validate({**report.model_dump(), "same_event": event})


@pytest.mark.parametrize("title", ["Ein Fehler \N{BUG} im Agenten", "Größe, naïve, 数据"])
def test_title_is_written_as_it_is(report: Report, title: str):
    document = format_report(report.model_copy(update={"title": title}))

    assert parse_report(document).title == title
    assert f"title: {title}\n" in document.replace("'", "")

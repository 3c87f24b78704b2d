"""The Atom feed: well formed whatever the reports say, its ids permanent, its length limited."""

import re
import xml.etree.ElementTree as xml
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import CorpusError, Report, commit
from corpus.feed import ATOM, LIMIT, SUMMARY, atom, feed_id
from corpus.report import Source
from corpus.store import Store, Stored, latest
from taxonomy import Taxonomy

MOMENT = "2026-01-02T03:04:05+00:00"


def stored(report: Report, updated: str = MOMENT) -> Stored:
    return Stored(report, "published", 1, "filed", "ann", MOMENT, updated)


def read(feed: bytes) -> tuple[xml.Element, list[xml.Element]]:
    root = xml.fromstring(feed)
    return root, root.findall(f"{{{ATOM}}}entry")


def text(element: xml.Element, name: str) -> str:
    return element.findtext(f"{{{ATOM}}}{name}") or ""


def test_entry_tells_title_times_sources_and_address(report: Report):
    source = Source(url="https://example.org/a?b=1&c=2", title='A "source"', grade="A")

    root, [entry] = read(atom([stored(report.model_copy(update={"sources": (source,)}))], "https://f.example/app"))

    links = {link.get("rel"): link.get("href") for link in entry.findall(f"{{{ATOM}}}link")}
    assert links == {"alternate": f"https://f.example/app/read_report?id={report.id}", "via": source.url}
    assert text(entry, "title") == report.title
    assert text(root, "updated") == text(entry, "updated") == MOMENT
    assert datetime.fromisoformat(text(entry, "published")).tzinfo
    assert "weaknesses:P4.no-gate" in [one.get("term") for one in entry.findall(f"{{{ATOM}}}category")]


def test_address_of_a_source_is_one_that_may_stand_in_a_feed(report: Report):
    source = Source(url='https://example.org/a<b>"c`d\\{e}|^é?f=[g]&h=%20', title="Odd", grade="C")

    _, [entry] = read(atom([stored(report.model_copy(update={"sources": (source,)}))]))

    (href,) = (link.get("href") for link in entry.findall(f"{{{ATOM}}}link") if link.get("rel") == "via")
    assert href == "https://example.org/a%3Cb%3E%22c%60d%5C%7Be%7D%7C%5E%C3%A9?f=[g]&h=%20"


def test_id_of_an_entry_is_a_uuid_that_a_new_version_and_another_server_keep(report: Report):
    _, [first] = read(atom([stored(report)]))
    _, [second] = read(
        atom([stored(report.model_copy(update={"title": "New"}), "2027-01-01T00:00:00+00:00")], "https://x.y")
    )

    assert text(first, "id") == text(second, "id")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text(first, "id"))


def test_id_of_a_feed_is_its_database_s_wherever_it_is_served(store: Store, tmp_path: Path):
    root, _ = read(atom([], "https://a.example", name=feed_id(store)))
    moved, _ = read(atom([], "https://b.example", name=feed_id(store)))

    assert text(root, "id") == text(moved, "id")
    with Store(tmp_path / "other.db") as other:
        assert feed_id(other) != text(root, "id")


def test_ids_of_two_reports_differ(report: Report):
    root, entries = read(atom([stored(report), stored(report.model_copy(update={"id": "other"}))]))

    assert len({text(root, "id"), *(text(entry, "id") for entry in entries)}) == 3


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n\x00"), min_size=1, max_size=60))
def test_feed_is_well_formed_whatever_a_report_says(words: str):
    one = Report.model_validate({"id": "a", "date": "2025-01-01", "title": words, "text": f"{words} ]]> <b> & \x01"})

    _, [entry] = read(atom([stored(one)]))

    assert text(entry, "title") == re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", words)


def test_feed_has_at_most_a_hundred_entries_and_short_summaries(report: Report):
    long = report.model_copy(update={"text": "## Why\n\n" + "word " * 1000})

    _, entries = read(atom([stored(long.model_copy(update={"id": f"r{number}"})) for number in range(LIMIT + 5)]))

    assert len(entries) == LIMIT == 100
    assert all(len(text(entry, "summary")) <= SUMMARY + 2 for entry in entries)
    assert not text(entries[0], "summary").startswith("#")


def test_feed_of_nothing_is_a_feed():
    root, entries = read(atom([]))

    assert entries == []
    assert datetime.fromisoformat(text(root, "updated")).tzinfo


def test_only_what_is_published_is_told_and_the_newest_first(store: Store, taxonomy: Taxonomy, report: Report):
    for number, state in enumerate(("published", "draft", "withdrawn", "published", "in review")):
        one = report.model_copy(update={"id": f"r{number}", "date": report.date.replace(day=1 + number)})
        commit(one, store, taxonomy, actor="ann", state=state)

    assert {one.report.id for one in latest(store, 100)} == {"r0", "r3"}
    assert len(latest(store, 1)) == 1
    moments = [one.updated for one in latest(store, 100)]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "http://", "https://a b/", "http://a/?q=1"])
def test_address_that_is_none_is_refused(address: str):
    with pytest.raises(CorpusError, match="not an address"):
        atom([], address)

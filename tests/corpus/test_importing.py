"""The import: exactly what was exported comes back, all of it or nothing."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Commit, Reject, Report, commit, format_report
from corpus.boundary import commit_all
from corpus.exporting import export
from corpus.importing import Imported, import_reports
from corpus.shipped import load_corpus
from corpus.store import Store
from taxonomy import Taxonomy, shipped_taxonomy
from tests.conftest import STORY, TAGS
from tests.corpus.test_exporting import tree

ISSUE = {
    "number": 7,
    "title": "Agent wiped the staging table",
    "body": "It ran DROP TABLE.\r\nNobody asked.",
    "url": "https://github.com/acme/agent/issues/7",
    "createdAt": "2026-03-04T05:06:07Z",
}


def export_three(report: Report, folder: Path) -> Path:
    """Export a report under three ids into a folder below `folder`; return that."""
    with Store(folder / "source.db") as source:
        for number in range(3):
            one = report.model_copy(update={"id": f"2025-07-freeze-{number}"})
            commit(one, source, shipped_taxonomy(), actor="ann", state="published")
        export(source, folder / "out")
    return folder / "out"


@pytest.fixture
def exported(tmp_path: Path, report: Report) -> Path:
    return export_three(report, tmp_path)


def write_lines(path: Path, *reports: dict[str, Any] | str) -> Path:
    lines = (one if isinstance(one, str) else json.dumps(one) for one in reports)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def round_trip(reports: list[Report], folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    taxonomy = shipped_taxonomy()
    with Store(folder / "one.db") as one, Store(folder / "two.db") as two:
        for report in reports:
            assert isinstance(commit(report, one, taxonomy, actor="ann", state="published"), Commit)
        export(one, folder / "one")
        assert import_reports(folder / "one", two, taxonomy) == Imported(len(reports), 0, 0)
        assert import_reports(folder / "one", two, taxonomy) == Imported(0, 0, len(reports))
        export(two, folder / "two")
    return tree(folder / "one"), tree(folder / "two")


def test_shipped_incidents_come_back_byte_for_byte(tmp_path: Path):
    first, second = round_trip(load_corpus()[:15], tmp_path)

    assert first == second
    assert len(first) > 12


any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
one_line = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\n"), min_size=1, max_size=60)


@st.composite
def published_reports(draw: st.DrawFn) -> list[Report]:
    reports = []
    for number in range(draw(st.integers(1, 3))):
        fields = {
            "id": f"{number}-made",
            "title": draw(one_line),
            "product": draw(one_line),
            "date": draw(st.dates()),
            "trigger": draw(any_text),
            "chain": draw(st.lists(any_text, max_size=5)),
            "sources": [{"url": "https://example.org/", "title": draw(one_line), "grade": "B"}],
            "text": draw(any_text) + "\n" + STORY + draw(any_text),
        }
        reports.append(Report.model_validate({**fields, "tags": TAGS}))
    return reports


@settings(max_examples=25, deadline=None)
@given(reports=published_reports())
def test_any_report_comes_back_byte_for_byte(reports: list[Report]):
    with TemporaryDirectory() as folder:
        first, second = round_trip(reports, Path(folder))

    assert first == second


def test_export_comes_back_published_and_counts_what_is_there(exported: Path, store: Store, taxonomy: Taxonomy):
    first = json.loads((exported / "reports.jsonl").read_text().splitlines()[0])
    commit(Report.model_validate(first), store, taxonomy, actor="ann", state="draft")

    assert import_reports(exported, store, taxonomy) == Imported(written=2, drafts=0, already=1)
    assert [stored.state for stored in store.all("draft", "published")] == ["draft", "published", "published"]


@pytest.mark.parametrize(("publish", "state"), [(False, "draft"), (True, "published")])
def test_lines_without_a_manifest_are_published_only_on_demand(
    exported: Path, tmp_path: Path, store: Store, taxonomy: Taxonomy, publish: bool, state: str
):
    (exported / "reports.jsonl").rename(tmp_path / "alone.jsonl")

    import_reports(tmp_path / "alone.jsonl", store, taxonomy, publish=publish)

    assert {stored.state for stored in store.all("draft", "published")} == {state}


def test_incomplete_report_is_a_draft_even_with_publish(tmp_path: Path, store: Store, taxonomy: Taxonomy):
    path = write_lines(tmp_path / "one.jsonl", {"id": "a", "title": "A", "date": "2026-01-01", "text": "It failed."})

    assert import_reports(path, store, taxonomy, publish=True) == Imported(1, 1, 0)


def test_every_import_is_audited(exported: Path, store: Store, taxonomy: Taxonomy):
    import_reports(exported, store, taxonomy, actor="ann")

    assert [(entry.actor, entry.note) for entry in store.audit("2025-07-freeze-0")] == [("ann", "imported from out")]


def test_folder_of_markdown_becomes_drafts(tmp_path: Path, store: Store, taxonomy: Taxonomy, report: Report):
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "tagged.md").write_text(format_report(report), encoding="utf-8")
    (folder / "deep" / "plain.MD").write_bytes(b"\xef\xbb\xbf# Bot looped all night\r\n\r\nIt called itself.\r\n")
    (folder / "other.txt").write_text("not read")

    assert import_reports(folder, store, taxonomy) == Imported(2, 2, 0)
    assert store.get(report.id).report == report
    assert {stored.report.title for stored in store.all("draft")} == {report.title, "Bot looped all night"}


def test_issue_becomes_a_draft_with_its_address_as_source(tmp_path: Path, store: Store, taxonomy: Taxonomy):
    path = tmp_path / "issues.json"
    path.write_text(json.dumps([{**ISSUE, "labels": []}]), encoding="utf-8")

    assert import_reports(path, store, taxonomy, publish=True) == Imported(1, 1, 0)

    draft = store.get("2026-03-agent-wiped-the-staging-table").report
    assert draft.text == "It ran DROP TABLE.\nNobody asked."
    assert (draft.repository, draft.kind, str(draft.date)) == ("acme/agent", "issue", "2026-03-04")
    assert [(source.url, source.title, source.grade) for source in draft.sources] == [
        (ISSUE["url"], ISSUE["title"], "A")
    ]
    assert import_reports(path, store, taxonomy) == Imported(0, 0, 1)


def test_issues_with_one_title_are_told_apart_by_number(tmp_path: Path, store: Store, taxonomy: Taxonomy):
    later = {**ISSUE, "number": 9, "url": ISSUE["url"].replace("7", "9"), "body": "", "title": ISSUE["title"]}
    path = tmp_path / "issues.json"
    path.write_text(json.dumps([later, ISSUE]), encoding="utf-8")

    import_reports(path, store, taxonomy)

    ids = [stored.report.id for stored in store.all("draft")]
    assert ids == ["2026-03-agent-wiped-the-staging-table", "2026-03-agent-wiped-the-staging-table-9"]
    assert store.get(ids[1]).report.text == ISSUE["title"]


def test_long_title_of_an_issue_is_cut(tmp_path: Path, store: Store, taxonomy: Taxonomy):
    (tmp_path / "issues.json").write_text(json.dumps([{**ISSUE, "title": "x" * 256}]), encoding="utf-8")

    import_reports(tmp_path / "issues.json", store, taxonomy)

    assert next(store.all("draft")).report.title == "x" * 199 + "…"


def test_many_are_committed_together_or_not_at_all(store: Store, taxonomy: Taxonomy, report: Report):
    bare = report.model_copy(update={"id": "bare", "tags": {}})

    outcome = commit_all([(report, "published"), (bare, "published")], store, taxonomy, actor="ann")

    assert isinstance(outcome, Reject)
    assert all(problem.where.startswith("bare: ") for problem in outcome.problems)
    assert store.revision() == 0


def test_id_taken_while_writing_undoes_the_whole_import(store: Store, taxonomy: Taxonomy, report: Report):
    other = report.model_copy(update={"id": "other"})

    outcome = commit_all([(other, "draft"), (report, "draft"), (report, "draft")], store, taxonomy, actor="ann")

    assert isinstance(outcome, Reject)
    assert outcome.retryable
    assert store.revision() == 0


def test_database_that_is_busy_is_a_retryable_reject(store: Store, taxonomy: Taxonomy, report: Report):
    with Store(store.path) as rival, rival.write_tx():
        store.db.execute("PRAGMA busy_timeout=10")
        outcome = commit_all([(report, "draft")], store, taxonomy, actor="ann")

    assert isinstance(outcome, Reject)
    assert outcome.retryable

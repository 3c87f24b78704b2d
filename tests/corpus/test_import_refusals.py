"""What an import refuses: every problem is named by file and line, and nothing is written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus import Report, ReportError, commit, format_report
from corpus.importing import import_reports
from corpus.manifest import write_manifest
from corpus.store import Store
from taxonomy import Taxonomy
from tests.corpus.test_importing import ISSUE, export_three, write_lines


@pytest.fixture
def exported(tmp_path: Path, report: Report) -> Path:
    return export_three(report, tmp_path)


@pytest.fixture
def refused(store: Store, taxonomy: Taxonomy) -> Callable[[Path], str]:
    """Import what must be refused; return the refusal after seeing that nothing was written."""

    def refuse(path: Path) -> str:
        before = store.revision()
        with pytest.raises(ReportError) as refusal:
            import_reports(path, store, taxonomy)
        assert store.revision() == before
        return str(refusal.value)

    return refuse


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (lambda out: append(out / "reports.csv"), ["reports.csv: changed since it was exported"]),
        (lambda out: append(out / "incidents/2025/2025-07-freeze-1.md"), ["2025-07-freeze-1.md: changed"]),
        (lambda out: (out / "reports.csv").unlink(), ["reports.csv stands in MANIFEST.sha256 but is missing"]),
        (lambda out: (out / "more.md").write_text("# More"), ["more.md: not in MANIFEST.sha256"]),
        (lambda out: (out / "MANIFEST.sha256").unlink(), ["MANIFEST.sha256: missing"]),
        (lambda out: (out / "MANIFEST.sha256").write_bytes(b"\xff"), ["MANIFEST.sha256: cannot be read"]),
        (lambda out: append(out / "MANIFEST.sha256"), ['MANIFEST.sha256:6: expected "<sha256>  <path>"']),
        (
            lambda out: (append(out / "reports.jsonl"), (out / "reports.csv").unlink()),
            ["reports.jsonl: changed", "reports.csv stands in"],
        ),
    ],
)
def test_tampered_export_is_refused_by_file(
    exported: Path, refused: Callable[[Path], str], tamper: Callable[[Path], object], words: list[str]
):
    tamper(exported)

    refusal = refused(exported)

    assert len(refusal.splitlines()) == len(words)
    assert all(word in refusal for word in words), refusal


def test_export_without_its_lines_is_refused(exported: Path, refused: Callable[[Path], str]):
    (exported / "reports.jsonl").unlink()
    write_manifest(exported)

    assert "reports.jsonl: is not a file" in refused(exported)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "b", "title": "B", "da', ":2: not valid JSON: Unterminated string"),
        ('["b"]', ":2: expected an object, found list"),
        ("null", ":2: expected an object, found NoneType"),
        ('{"id": "b", "id": "c"}', ":2: not valid JSON: key 'id' stands twice"),
        ("[" * 100_000, ":2: not valid JSON"),
        (
            '{"id": "b", "title": "B", "date": "2026-01-01", "text": "\\ud800"}',
            ":2: text: contains half of a surrogate",
        ),
        (
            '{"id": "b", "title": "B", "date": "2026-01-01", "text": "x", "\\ud800": 1}',
            ":2: the file: contains half of a surrogate",
        ),
        (
            '{"id": "b", "title": "B", "date": "2026-01-01", "text": "a \\u0000"}',
            ":2: text: contains a NUL",
        ),
        ('{"id": "../b", "title": "B", "date": "2026-01-01", "text": "x"}', ":2: id: string should match"),
        ('{"title": "B", "date": "2026-01-01", "text": "x"}', ":2: id: missing"),
    ],
)
def test_broken_line_is_named_and_the_good_ones_are_not_written(
    tmp_path: Path, report: Report, refused: Callable[[Path], str], line: str, words: str
):
    path = write_lines(tmp_path / "reports.jsonl", report.model_dump(mode="json"), line)

    assert f"{path}{words}" in refused(path)


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ({"weaknesses": {"P4.no-gates": "It failed."}}, 'weaknesses: "P4.no-gates" is not a label of weaknesses'),
        (
            {"weaknesses": {"P4.no-gate": "It never was."}},
            "weaknesses.P4.no-gate: the evidence 'It never was.' does not",
        ),
        ({"weaknesses": {"P4.no-gate": None}}, 'weaknesses.P4.no-gate: "P4.no-gate" has no evidence'),
    ],
)
def test_tag_that_does_not_hold_is_refused_by_line(
    tmp_path: Path, report: Report, refused: Callable[[Path], str], tags: dict[str, Any], words: str
):
    wrong = {"id": "wrong", "title": "W", "date": "2026-01-01", "text": "It failed.", "tags": tags}
    path = write_lines(tmp_path / "reports.jsonl", report.model_dump(mode="json"), "", wrong)

    assert refused(path).startswith(f"{path}:3: wrong: {words}")


def test_all_problems_are_named_at_once(tmp_path: Path, refused: Callable[[Path], str]):
    wrong = {"id": "wrong", "title": "W", "date": "2026-01-01", "text": "It failed.", "tags": {"locus": {"x": None}}}
    path = write_lines(tmp_path / "reports.jsonl", "{", wrong, wrong)

    refusal = refused(path)

    assert f"{path}:1: not valid JSON" in refusal
    assert f'{path}:3: id "wrong" also stands at {path}:2' in refusal
    assert f"{path}:2: wrong: locus" in refusal


def test_report_that_differs_from_the_stored_one_is_a_problem(
    tmp_path: Path, store: Store, taxonomy: Taxonomy, report: Report, refused: Callable[[Path], str]
):
    commit(report, store, taxonomy, actor="ann", state="published")
    other = report.model_copy(update={"title": "Other"}).model_dump(mode="json")
    path = write_lines(tmp_path / "reports.jsonl", {**other, "id": "new"}, other)

    assert f'{path}:2: report "{report.id}" is in the database with other content' in refused(path)
    assert store.find("new") is None


@pytest.mark.parametrize(
    ("name", "limit"), [("big.jsonl", "20,000,000"), ("big.json", "20,000,000"), ("big.md", "1,000,0")]
)
def test_file_that_is_too_big_is_refused_unread(
    tmp_path: Path, refused: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch, name: str, limit: str
):
    with (tmp_path / name).open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))

    assert f"{name}: 50,000,000 bytes, more than {limit}" in refused(tmp_path / name)


@pytest.mark.parametrize("name", ["bad.jsonl", "bad.json", "bad.md"])
@pytest.mark.parametrize(
    ("content", "words"), [(b"\x89PNG\x00\x1a", "binary"), (b"caf\xe9", "byte 3 is not UTF-8"), (b"", "")]
)
def test_file_that_is_no_text_is_refused_by_name(
    tmp_path: Path, refused: Callable[[Path], str], name: str, content: bytes, words: str
):
    (tmp_path / name).write_bytes(content)

    refusal = refused(tmp_path / name)

    assert name in refusal
    assert words in refusal
    assert len(refusal.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "words"), [("nothing", "no such file"), ("notes.docx", "cannot be imported"), ("empty", "holds no report")]
)
def test_path_that_cannot_be_imported_says_what_can(
    tmp_path: Path, refused: Callable[[Path], str], name: str, words: str
):
    (tmp_path / "notes.docx").write_bytes(b"PK")
    (tmp_path / "empty").mkdir()

    assert words in refused(tmp_path / name)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("date: 2025-07-18|date: someday", ":4: date: input should be a valid date"),
        ("date: 2025-07-18|date: 2025-13-45", ": line 1: front matter is not valid YAML: month must be in 1..12"),
        ("product: Agent|? [a]\n: b", ": line 1: front matter is not valid YAML"),
        ("product: Agent|products: Agent", ": unknown field products"),
        ("    P4.no-gate: No|    P4.no-gate: Not", ":12: 2025-07-freeze: weaknesses.P4.no-gate: the evidence"),
        ("  weaknesses:|  weakness:", ':11: 2025-07-freeze: weakness: "weakness" is not a facet'),
    ],
)
def test_problem_of_a_markdown_file_is_named_by_line(
    tmp_path: Path, report: Report, refused: Callable[[Path], str], change: str, words: str
):
    found, put = change.split("|")
    path = tmp_path / "notes" / "one.md"
    path.parent.mkdir()
    path.write_text(format_report(report).replace(found, put, 1), encoding="utf-8")

    assert refused(path.parent).startswith(f"{path}{words}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (json.dumps([ISSUE, ISSUE], indent=1)[:-20], ":14: not valid JSON"),
        (json.dumps({"title": "T"}), ":1: expected the list that gh issue list"),
        (json.dumps([ISSUE, {"number": 8}], indent=1), ":9: issue 8: title: missing"),
        (json.dumps([{**ISSUE, "createdAt": "2026-02-30T00:00:00Z"}], indent=1), ":2: issue 7: date: "),
        (json.dumps([{**ISSUE, "url": "https://example.org"}]), ":1: issue 7: url: string should match"),
        (json.dumps([{**ISSUE, "body": "\ud800"}]), ":1: issue 7: text: contains half of a surrogate pair"),
        (json.dumps([ISSUE, ISSUE], indent=1), ":9: id "),
        ("[3]", ":1: the file: input should be a valid dictionary"),
    ],
)
def test_broken_list_of_issues_is_named_by_line(tmp_path: Path, refused: Callable[[Path], str], text: str, words: str):
    path = tmp_path / "issues.json"
    path.write_text(text, encoding="utf-8")

    assert f"{path}{words}" in refused(path)


def test_manifest_that_names_a_file_twice_is_refused(exported: Path, refused: Callable[[Path], str]):
    manifest = exported / "MANIFEST.sha256"
    manifest.write_text(manifest.read_text() + manifest.read_text().splitlines(True)[0])

    assert "MANIFEST.sha256:6: incidents/2025/2025-07-freeze-0.md stands twice" in refused(exported)


def test_manifest_that_is_too_big_is_refused_unread(exported: Path, refused: Callable[[Path], str]):
    with (exported / "MANIFEST.sha256").open("wb") as file:
        file.truncate(50_000_000)

    assert "MANIFEST.sha256: more than 20,000,000 bytes" in refused(exported)


def test_busy_database_says_that_nothing_was_written(exported: Path, store: Store, refused: Callable[[Path], str]):
    store.db.execute("PRAGMA busy_timeout=10")

    with Store(store.path) as rival, rival.write_tx():
        assert "Nothing was written; try again." in refused(exported)

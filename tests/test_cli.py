"""The command line: what it does on good input, and that bad input ends in one line, exit code 2, and no change."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import Report, commit, database_path, format_report, open_store
from corpus.store import Store
from taxonomy import Taxonomy
from tests.conftest import ROOT


def faultline(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments], cwd=ROOT, input=given, capture_output=True, timeout=120
    )


def dump() -> str:
    with Store(database_path()) as store:
        return "\n".join(store.db.conn.iterdump())


def refusal(*arguments: str, given: bytes = b"") -> str:
    """Run a command that must refuse, with the database there before, and return what it says."""
    open_store(database_path()).close()
    before = dump()
    result = faultline(*arguments, given=given)
    message = result.stderr.decode()
    assert result.returncode == 2, message
    assert "Traceback" not in message
    assert result.stdout == b""
    assert dump() == before, "something was changed"
    return message


@pytest.fixture
def written(tmp_path: Path, report: Report) -> Path:
    path = tmp_path / "freeze.md"
    path.write_text(format_report(report), encoding="utf-8")
    return path


def test_filed_report_is_found_counted_and_named_as_a_case(written: Path, report: Report):
    filed = faultline("file", str(written), "--publish", "--json")
    assert json.loads(filed.stdout) == {"id": report.id, "version": 1, "state": "published"}

    found = faultline("search", "code freeze tables", "--label", "weaknesses:P4.no-gate", "--json")
    assert report.id in [json.loads(line)["id"] for line in found.stdout.splitlines()]

    counted = json.loads(faultline("stats", "--by", "locus", "--json").stdout)
    shipped = len(list((ROOT / "corpus" / "incidents").glob("*/*.md")))
    assert {share["total"] for share in counted["shares"]} == {shipped + 1}

    diagnosis = json.loads(faultline("diagnose", "--symptom", "destructive-action", "--json").stdout)
    first = diagnosis["candidates"][0]
    assert first["cause"] == "P4.no-gate"
    assert first["cases"][0] == {"id": report.id, "title": report.title}
    assert diagnosis["status"] == "asking"


def test_draft_from_standard_input_gets_an_id_by_date_and_title():
    result = faultline("file", "-", given=b"# Agent loops\n\nThe agent called the same tool two hundred times.")

    assert result.returncode == 0
    assert result.stdout.decode().strip().endswith("agent-loops version 1 draft")


def test_classify_gives_the_documented_line_and_declines_another_language(tmp_path: Path):
    english, german = tmp_path / "one.txt", tmp_path / "zwei.txt"
    english.write_text(
        "The agent dropped two tables in production. No rule in code stood between. Nobody was asked about it."
    )
    german.write_text(
        "Der Agent hat zwei Tabellen gelöscht, obwohl ein Einfrieren galt. Niemand wurde vorher gefragt, was er tut."
    )

    result = faultline("classify", str(english), str(german), "--json")
    good, declined = (json.loads(line) for line in result.stdout.splitlines())

    assert list(good) == [
        "id", "model", "abstained", "reason", "locus", "runtime", "sdb_parts", "patterns", "weaknesses", "symptoms",
        "suggested", "sure", "evidence", "similar",
    ]  # fmt: skip
    assert good["id"] == "one"
    assert isinstance(good["suggested"]["locus"], str)
    text = english.read_text()
    assert all(text[one["start"] : one["end"]] == one["text"] for spans in good["evidence"].values() for one in spans)
    assert declined["abstained"]
    assert 'the language "de"' in declined["reason"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.md", b"", "the report is empty"),
        ("blank.txt", b" \n\n ", "the report is empty"),
        ("big.md", b"word " * 400_000, "2,000,000 bytes, more than 1,000,000"),
        ("binary.txt", b"ELF\x00\x01\x02", "this is a binary file"),
        ("wide.txt", "Der Agent".encode("utf-16"), "the text is UTF-16. Save the file as UTF-8."),
        ("words.json", b'{"text": {"a": 1}}', "text: expected words"),
        ("latin.txt", "Der Agent löschte.".encode("latin-1"), "byte 11 is not UTF-8"),
        ("broken.md", b"---\nid: [\n---\nStory.", "line 2: front matter is not valid YAML"),
        ("open.md", b"---\nid: x\nStory.", "never closes"),
        ("field.md", b"---\nseverty: sev1\n---\nStory.", "unknown field severty"),
        ("date.md", b"---\ndate: 2025-13-45\n---\nStory.", "month must be in 1..12"),
        ("label.md", b"---\ntags:\n  weaknesses:\n    P4.no-gates: Story.\n---\nStory.", 'Closest match: "P4.no-gate"'),
        ("evidence.md", b"---\ntags:\n  weaknesses:\n    P4.no-gate: No.\n---\nStory.", "does not stand in the report"),
        ("half.json", b'{"title": "A", "text": "half \\ud800 pair"}', "surrogate"),
        ("cut.json", b'{"title": "A", "te', "not valid JSON"),
        ("list.json", b"[1, 2]", "expected an object"),
        ("deep.json", b"[" * 100_000, "not valid JSON"),
        ("page.pdf", b"%PDF-1.4", "files of kind .pdf are not read"),
    ],
)  # fmt: skip
def test_bad_document_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes, words: str):
    path = tmp_path / name
    path.write_bytes(content)

    message = refusal("file", str(path))

    assert words in message
    assert len(message.strip().splitlines()) == 1


def test_incomplete_report_is_not_published_and_every_gap_is_named(tmp_path: Path):
    path = tmp_path / "bare.md"
    path.write_text("The agent dropped two tables. Nobody was asked.")

    message = refusal("file", str(path), "--publish")

    assert len(message.strip().splitlines()) == 6
    assert "locus takes exactly one label" in message


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", '"'], "Type at least one word"),
        (["search", "*"], "Type at least one word"),
        (["search", "x", "--label", "weaknesses:P9"], "not a FACET:LABEL"),
        (["stats", "--by", "colour"], "colour: not a facet"),
        (["diagnose", "--json"], "no symptom is given"),
        (["diagnose", "--symptom", "hangs", "--json"], 'Closest match: "hang"'),
        (["diagnose", "--answers", "nowhere.json"], "No such file"),
        (["diagnose", "--continue", "nobody"], "is not the id of a diagnosis"),
        (["diagnose", "--continue", "", "--json"], "is not the id of a diagnosis"),
        (["diagnose", "--continue", "0" * 32], "not saved in this installation"),
        (["diagnose", "--continue", "0" * 32, "--text", "x.md"], "Give only one of them"),
        (["diagnose", "--answers", "x.json", "--symptom", "hang"], "Give nothing else with it"),
        (["diagnose", "--text", "nowhere.md", "--json"], "nowhere.md: No such file"),
        (["diagnose", "--symptom", "hang", "--json", "--draft"], "give only one of them"),
        (["diagnose", "--runtime", "autonomous"], "goes with --symptom"),
        (["diagnose", "--symptom", "hang", "--end"], "go with --continue ID"),
        (["file", "nowhere.md"], "nowhere.md: No such file"),
        (["evaluate", "diagnosis", "--cases", "nowhere.jsonl"], "no such file"),
    ],
)
def test_bad_argument_is_refused_in_one_line(arguments: list[str], words: str):
    message = refusal(*arguments)

    assert words in message
    assert len(message.strip().splitlines()) == 1


def test_help_is_quick_because_it_imports_nothing_heavy():
    heavy = ("torch", "sklearn", "pandas", "streamlit", "numpy", "pydantic")
    code = f"import sys, cli; print([name for name in {heavy} if name in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout.strip() == "[]"


def test_use_of_suggestions_is_told_once_there_is_a_decision(report: Report, taxonomy: Taxonomy):
    assert faultline("model", "show", "--use").stdout.decode().startswith("No decisions yet")
    suggestion = {"model": {"version": "m1"}, "suggested": {"sdb_parts": ["verifier", "commit"]}}
    with Store(database_path()) as store:
        commit(report, store, taxonomy, actor="ann", state="published", suggestion=suggestion)

    assert (
        "| sdb_parts | verifier | 1 of 1, 100% | 21% to 100% |" in faultline("model", "show", "--use").stdout.decode()
    )
    use = json.loads(faultline("model", "show", "--use", "--json").stdout)
    assert use["models"] == {"m1": 1}
    assert (use["total"]["accepted"]["count"], use["total"]["accepted"]["total"]) == (1, 2)


def test_home_that_cannot_be_written_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("FAULTLINE_HOME", str(tmp_path / "file"))

    result = faultline("stats")

    assert result.returncode == 2
    assert b"Set FAULTLINE_HOME to a folder you can write to" in result.stderr
    assert b"Traceback" not in result.stderr


def test_secret_in_a_file_is_named_by_kind_and_line_and_taken_out_on_request(tmp_path: Path):
    path = tmp_path / "leak.md"
    path.write_text("# Agent loops\n\nThe agent called a tool.\nIt sent x-api-" + "key: 9f8e7d6c5b4a39281706 along.")

    message = refusal("file", str(path))
    assert message.startswith(f"{path}:4: looks like a secret (key or token): It sent x-api-key: 9f8e…")
    assert "9f8e7d" not in message
    assert len(message.strip().splitlines()) == 1

    assert faultline("file", str(path), "--redact").returncode == 0
    assert "It sent x-api-key: [secret removed: key or token] along." in dump()
    assert "9f8e7d" not in dump()


def test_backup_is_proved_restored_and_the_installation_is_well(tmp_path: Path):
    copy = tmp_path / "copy.db"

    faultline("file", "-", given=b"# Agent loops\n\nThe agent called the same tool two hundred times.")
    saved = faultline("backup", str(copy))
    again = faultline("backup", str(copy))
    restored = faultline("restore", str(copy))
    health = faultline("doctor", "--json")

    assert "proved to restore" in saved.stdout.decode()
    assert (again.returncode, restored.returncode, health.returncode) == (2, 0, 0)
    assert {one["what"]: one["level"] for one in json.loads(health.stdout)}["database"] == "ok"

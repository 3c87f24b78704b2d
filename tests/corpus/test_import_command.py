"""The import from the terminal: what it says, and that no secret comes in unasked."""

import json
import sys
from pathlib import Path

import pytest

import cli
from corpus import Report, format_report
from corpus.errors import ReportError
from corpus.importing import import_reports
from corpus.store import Store
from taxonomy import Taxonomy
from tests.corpus.test_importing import ISSUE


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["faultline", "corpus", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_commands_tell_what_they_did_and_fail_with_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "issues.json").write_text(json.dumps([ISSUE]), encoding="utf-8")

    assert run(monkeypatch, "import", tmp_path / "issues.json") == 0
    assert capsys.readouterr().out == "1 imported, 0 already there\n"
    assert run(monkeypatch, "export", tmp_path / "out") == 0
    assert f"reports in {tmp_path / 'out'}" in capsys.readouterr().out
    assert run(monkeypatch, "export", tmp_path / "out") == 2
    assert "--force" in capsys.readouterr().err
    assert run(monkeypatch, "import", tmp_path / "out") == 0
    assert capsys.readouterr().out.startswith("0 imported, ")
    (tmp_path / "issues.json").write_text("[", encoding="utf-8")
    assert run(monkeypatch, "import", tmp_path / "issues.json") == 2
    assert "not valid JSON" in capsys.readouterr().err


LEAK = "DB_PASS" + "WORD=Tr0ub4dor&3"


@pytest.mark.parametrize("suffix", [".md", ".jsonl"])
def test_import_names_a_secret_by_its_line_and_takes_it_out_only_when_asked(
    tmp_path: Path, store: Store, taxonomy: Taxonomy, report: Report, suffix: str
):
    leaky = report.model_copy(update={"text": f"{report.text}\n\nIt used {LEAK} for it."})
    path = tmp_path / f"leaky{suffix}"
    path.write_text(format_report(leaky) if suffix == ".md" else leaky.model_dump_json())

    with pytest.raises(ReportError) as refused:
        import_reports(path, store, taxonomy)
    line = path.read_text().count("\n", 0, path.read_text().index(LEAK)) + 1
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert "(password)" in str(refused.value)
    assert LEAK not in str(refused.value)

    assert import_reports(path, store, taxonomy, redact=True).written == 1
    assert LEAK not in store.get(report.id).report.text

"""The documents are kept true: their commands exist, their code runs, their words stay about Faultline."""

import re
import tomllib
from pathlib import Path

import pytest
import typer

import cli
from tests.conftest import ROOT

DOCUMENTS = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "corpus/README.md",
    "classifier/README.md",
]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> dict[str, str]:
    """Return every command of the terminal with its help."""
    group = typer.main.get_command(cli.app)
    found: dict[str, str] = {}
    for name, command in group.commands.items():
        children = getattr(command, "commands", None)
        for child, leaf in (children or {"": command}).items():
            found[f"{name} {child}".strip()] = leaf.help or ""
    return found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_named_in_a_document_exists(document: str):
    known = commands()
    for named in re.findall(r"`faultline ([a-z]+(?: [a-z]+)?)", read(document)):
        first = named.split()[0]
        assert named in known or first in known, f"{document}: faultline {named}"


@pytest.mark.parametrize("name", sorted(commands()))
def test_command_says_what_it_does_with_an_example(name: str):
    assert f"Example: faultline {name}" in " ".join(commands()[name].split())


def test_make_targets_named_in_documents_exist():
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    for document in DOCUMENTS:
        assert set(re.findall(r"`?make ([a-z]+)`?", read(document))) <= targets | {"of"}, document


def test_readme_s_python_runs(capsys: pytest.CaptureFixture[str]):
    code = re.search(r"```python\n(.*?)```", read("README.md"), re.DOTALL)
    assert code is not None

    exec(compile(code[1], "README.md", "exec"), {})

    assert "outside-has-no-parts" in capsys.readouterr().out


def test_every_dependency_is_explained():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    text = read("ARCHITECTURE.md")
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=\[]", requirement)[0]
        assert re.search(rf"\b{re.escape(name)}\b", text), name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_document_names_no_path_of_a_machine(document: str):
    assert not re.search(r"(?<![\w.])/(work|tmp|home|root|usr)/", read(document))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_to_files(document: str):
    for target in re.findall(r"\]\(([^)#]+)\)", read(document)):
        if "://" not in target:
            assert (Path(ROOT / document).parent / target).exists(), target

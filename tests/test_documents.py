"""The documents are kept true: their commands exist, their code runs, their words stay about Faultline."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

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
    "diagnostics/renewal/README.md",
]
MACHINE_PATH = re.compile(r"(?:^|[\s`(\"'=<])(/[A-Za-z][\w.-]*)", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> dict[str, Any]:
    """Return every command of the terminal by its words."""
    group = typer.main.get_command(cli.app)
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        for child, leaf in (getattr(command, "commands", None) or {"": command}).items():
            found[f"{name} {child}".strip()] = leaf
    return found


def code_in(text: str) -> Iterator[str]:
    """Yield the lines of fenced blocks, and every stretch between backticks."""
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        yield from block.splitlines()
    yield from re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def unknown_in(line: str) -> list[str]:
    """Return what a line of shell names that the command line does not have: a command, or a command's option."""
    words = line.split("#")[0].split()
    if words[:1] != ["faultline"]:
        return []
    name = next((name for name in (" ".join(words[1:3]), " ".join(words[1:2])) if name in commands()), None)
    if name is None:
        return [line]
    known = {option for parameter in commands()[name].params for option in parameter.opts}
    return [word for word in words if word.startswith("--") and word.split("=")[0] not in known]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_named_in_a_document_exists(document: str):
    assert [unknown for line in code_in(read(document)) for unknown in unknown_in(line)] == []


@pytest.mark.parametrize("line", ["faultline nonsense", "faultline corpus nonsense", "faultline corpus check --nearby"])
def test_command_that_does_not_exist_is_noticed(line: str):
    assert unknown_in(line)


def test_the_readme_shows_commands():
    assert sum(line.startswith("faultline ") for line in code_in(read("README.md"))) >= 5


@pytest.mark.parametrize("name", sorted(commands()))
def test_command_says_what_it_does_with_an_example(name: str):
    example = re.search(r"Example: (faultline .+?)\.?$", " ".join((commands()[name].help or "").split()))

    assert example, f"faultline {name} has no example"
    assert example[1].startswith(f"faultline {name}")
    assert unknown_in(example[1]) == []


def test_the_readme_s_two_commands_are_targets_of_the_makefile():
    section = read("README.md").partition("## Two commands")[2].partition("\n## ")[0]
    named = [line.split()[1] for line in code_in(section) if line.startswith("make ")]

    assert {"run", "test"} <= set(named)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_named_in_a_document_exist(document: str):
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))

    assert {line.split()[1] for line in code_in(read(document)) if re.match(r"make [a-z]", line)} <= targets


def test_readme_s_python_runs(capsys: pytest.CaptureFixture[str]):
    code = re.search(r"```python\n(.*?)```", read("README.md"), re.DOTALL)
    assert code is not None

    exec(compile(code[1], "README.md", "exec"), {})

    assert "outside-has-no-parts" in capsys.readouterr().out


def test_every_dependency_is_explained():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    table = read("ARCHITECTURE.md").partition("## What we build on")[2].partition("Not used on purpose")[0]
    explained = {
        name.strip().lower() for row in re.findall(r"^\|([^|]+)\|", table, re.MULTILINE) for name in row.split(",")
    }
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]

    assert {re.split(r"[<>=\[]", one)[0].lower() for one in needed} <= explained


@pytest.mark.parametrize("document", [*DOCUMENTS, "LICENSE", "corpus/LICENSE"])
def test_document_names_no_path_of_a_machine(document: str):
    assert MACHINE_PATH.findall(read(document)) == []


@pytest.mark.parametrize("text", ["see /work", "`/tmp/x`", "/home/ann/faultline", "HOME=/opt/f"])
def test_path_of_a_machine_is_noticed(text: str):
    assert MACHINE_PATH.findall(text)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_to_files(document: str):
    for target in re.findall(r"\]\(([^)#]+)\)", read(document)):
        if "://" not in target:
            assert ((ROOT / document).parent / target).exists(), target

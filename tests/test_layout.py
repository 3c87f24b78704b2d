"""The architecture's rules, read from the source: which way imports run, where SQL and Streamlit may stand."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

ORDER = ["taxonomy", "corpus", "classifier", "diagnostics", "app_pages"]
FRONT = ["app.py", "cli.py"]


def sources() -> list[Path]:
    return [ROOT / name for name in FRONT] + [
        path for package in [*ORDER, "commands"] for path in (ROOT / package).rglob("*.py")
    ]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("package", ORDER)
def test_package_imports_only_what_lies_below_it(package: str):
    above = set(ORDER[ORDER.index(package) + 1 :]) | {"app", "cli", "commands"}
    for path in (ROOT / package).rglob("*.py"):
        assert not imported(path) & above, path


def test_only_the_pages_import_streamlit():
    users = {path.relative_to(ROOT).parts[0] for path in sources() if "streamlit" in imported(path)}

    assert users == {"app.py", "app_pages", "cli.py"}


def test_sql_stands_in_the_store_alone():
    # The worked example is the one exception: a program of its own, on a file of its own, that is to be read whole.
    for path in sources():
        if "store" not in path.parts and path.parent != ROOT / "diagnostics" / "renewal":
            text = path.read_text(encoding="utf-8")
            assert not any(f"{verb} " in text for verb in ("SELECT", "INSERT INTO", "UPDATE ", "DELETE FROM")), path


@pytest.mark.parametrize(("call", "home"), [("st.session_state", "session.py"), ("st.cache_", "cached")])
def test_state_and_caching_have_one_home(call: str, home: str):
    users = [path for path in sources() if call in path.read_text(encoding="utf-8")]

    assert {path.relative_to(ROOT / "app_pages").parts[0] for path in users} == {home}


def test_no_file_is_longer_than_it_may_be():
    for path in (*sources(), *(ROOT / "tests").rglob("*.py")):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 250, path


def test_no_function_is_longer_than_thirty_lines():
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                start = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.body[0].lineno
                assert (node.end_lineno or 0) - start < 30, f"{path}: {node.name}"


def test_pages_are_short():
    listed = re.findall(r'"app_pages/(\w+)\.py"', (ROOT / "app_pages" / "addresses.py").read_text(encoding="utf-8"))
    assert "home" in listed
    for name in listed:
        assert len((ROOT / "app_pages" / f"{name}.py").read_text(encoding="utf-8").splitlines()) <= 60, name


def test_nothing_unpickles():
    for path in sources():
        assert not imported(path) & {"pickle", "joblib", "dill", "shelve"}, path

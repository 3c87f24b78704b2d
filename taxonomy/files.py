"""Reading YAML data files into typed records, with every problem named by file and place."""

from pathlib import Path
from reprlib import repr as shorten
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from taxonomy.errors import NotYaml

T = TypeVar("T")


def read_records(path: Path, kind: type[T] | Any, problems: list[str]) -> T | None:
    """Read one YAML file as `kind`; on failure add one line per problem to `problems` and return None."""
    from taxonomy.strict_yaml import parse_yaml

    try:
        data = parse_yaml(path.read_text(encoding="utf-8"))
        record: T = TypeAdapter(kind).validate_python(data)
        return record
    except FileNotFoundError:
        problems.append(f"{path}: no such file. Restore it from the repository.")
    except UnicodeDecodeError as error:
        problems.append(f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8.")
    except NotYaml as error:
        problems.append(f"{path}:{error.line or 1}: not valid YAML: {error.problem}.")
    except ValidationError as error:
        problems.extend(f"{path}: {describe(problem)}" for problem in error.errors())
    return None


def describe(problem: Any) -> str:
    """Return one pydantic error as a line: where, what was expected, what was found."""
    where = ".".join(str(step) for step in problem["loc"]) or "the file"
    if problem["type"] == "extra_forbidden":
        return f"{where}: unknown key. Remove it or correct its spelling."
    if problem["type"] == "missing":
        return f"{where}: missing. Add it."
    if problem["type"] == "string_unicode":
        return f"{where}: contains half of a surrogate pair. Paste the text again as UTF-8."
    told = problem["msg"].removeprefix("Value error, ")
    return f"{where}: {told[:1].lower()}{told[1:]}, found {shorten(problem['input'])}."

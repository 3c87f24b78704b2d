"""Reading YAML data files into typed records, with every problem named by file and place."""

from pathlib import Path
from reprlib import repr as shorten
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class _StrictLoader(yaml.SafeLoader):
    """PyYAML's safe loader, less what has no place in a data file.

    A key that stands twice would lose its first value in silence; aliases let a small file grow without limit.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases are not read; write the value out", problem_mark=mark)
        return super().compose_node(parent, index)


def _mapping_with_unique_keys(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"key {key!r} stands twice", problem_mark=key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_with_unique_keys)


def parse_yaml(text: str) -> Any:
    """Return the data of a YAML text; raise yaml.MarkedYAMLError for anything that cannot be read."""
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError:
        raise
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        # PyYAML lets through what its constructors raise, such as for the date 2025-13-45.
        raise yaml.MarkedYAMLError(problem=str(error)[:200]) from error


def read_records(path: Path, kind: type[T] | Any, problems: list[str]) -> T | None:
    """Read one YAML file as `kind`; on failure add one line per problem to `problems` and return None."""
    try:
        data = parse_yaml(path.read_text(encoding="utf-8"))
        record: T = TypeAdapter(kind).validate_python(data)
        return record
    except FileNotFoundError:
        problems.append(f"{path}: no such file. Restore it from the repository.")
    except UnicodeDecodeError as error:
        problems.append(f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8.")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(f"{path}:{line}: not valid YAML: {error.problem}.")
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

"""YAML without what has no place in a data file; apart from what reads it, because PyYAML is slow to import."""

from typing import Any

import yaml

from taxonomy.errors import NotYaml


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
    """Return the data of a YAML text; raise NotYaml for anything that cannot be read."""
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise NotYaml(str(error.problem), line) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        # PyYAML lets through what its constructors raise, such as for the date 2025-13-45.
        raise NotYaml(str(error)[:200]) from error

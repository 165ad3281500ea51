"""Strict YAML: duplicate and unknown keys are errors that name the line or the path, and yes/no stay texts."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from .errors import InputError


class _Loader(yaml.SafeLoader):
    """Answers such as yes and no, and dates, are texts here; a key that stands twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} stands twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


OPEN = "CHECK"  # what stands in a draft where a person must fill in a value
_NAMED = 6  # so many of them an error names
_TEXTS = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"}
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag not in _TEXTS]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _letter in "tf":
    _Loader.yaml_implicit_resolvers[_letter] = [
        ("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$")),
        *_Loader.yaml_implicit_resolvers.get(_letter, []),
    ]


def load(path: Path) -> dict[str, Any]:
    """The mapping a YAML file holds. Raises InputError that names the file and the line."""
    try:
        value = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8; save the file as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise InputError(f"{path.name} line {line}: {error.problem or error.context}; correct the YAML") from None
    except yaml.YAMLError as error:
        raise InputError(f"{path.name}: {str(error).splitlines()[0]}; correct the YAML") from None
    except (ValueError, TypeError, RecursionError):  # a number of 5,000 digits, a list as a key, an alias of itself
        raise InputError(f"{path.name}: holds what no codebook needs; write plain keys, texts and numbers") from None
    if not isinstance(value, dict):
        raise InputError(f"{path.name}: expected keys and values; see corpus_builders/README.md")
    try:
        still_open = list(_open(value))
    except RecursionError:
        raise InputError(f"{path.name}: nested without end; take out aliases such as *name") from None
    if still_open:
        more = f" and {len(still_open) - _NAMED} more" if len(still_open) > _NAMED else ""
        raise InputError(f"{path.name}: still {OPEN}: {', '.join(still_open[:_NAMED])}{more}; fill in what is open")
    return value


def _open(value: Any) -> Iterator[str]:
    """The paths of the values that are still open."""
    items = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        if inner == OPEN:
            yield str(key)
        yield from (f"{key}.{below}" for below in _open(inner))


def known(value: Any, allowed: set[str], where: str) -> dict[str, Any]:
    """`value` as a mapping that holds only allowed keys. Raises InputError naming the path."""
    if not isinstance(value, Mapping):
        raise InputError(f"{where}: expected keys and values, found {value!r}")
    unknown = [str(key) for key in value if key not in allowed]
    if unknown:
        raise InputError(f"{where}: unknown key {unknown[0]!r}; allowed are {', '.join(sorted(allowed))}")
    return dict(value)


def merge(base: Any, changes: Any) -> Any:
    """`base` with the changes of a wave or a file: mappings merge key by key, null removes a key, all else replaces."""
    if not isinstance(base, Mapping) or not isinstance(changes, Mapping):
        return changes
    merged = dict(base)
    for key, value in changes.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged

"""Strict YAML: duplicate and unknown keys are errors that name the line or the path, and yes/no stay texts."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from .errors import InputError
from .texts import read_text


class _Loader(yaml.SafeLoader):
    """Answers such as yes and no, and dates, are texts here; a duplicate key is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"duplicate key {key!r}", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


OPEN = "CHECK"  # in a draft, the value of what a person must fill in
MOST_BYTES = 4 * 2**20  # of a YAML file; the codebook of a survey of 1,000 questions has .3 MB
MOST_NODES = 1_000_000  # of a YAML file whose aliases are written out
_NAMED = 6  # open values that an error names
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


def load(path: Path, advice: str = "check the path", secret: bool = False) -> dict[str, Any]:
    """The mapping that a YAML file holds, with nothing left open.

    Args:
        path: The file, in UTF-8.
        advice: What to do where it cannot be read.
        secret: It may hold a key by mistake, so a message quotes nothing of it.

    Raises:
        InputError: It cannot be read, is no strict YAML, holds something other than keys and values, or a value that a
            person must still fill in; the message names the file and the line.
    """
    value = mapping(read_text(path, MOST_BYTES, advice), path.name, secret=secret)
    still_open = list(_open(value))
    if still_open:
        more = f" and {len(still_open) - _NAMED} more" if len(still_open) > _NAMED else ""
        raise InputError(f"{path.name}: still {OPEN}: {', '.join(still_open[:_NAMED])}{more}; fill in what is open")
    return value


def mapping(text: str, where: str, first_line: int = 1, secret: bool = False) -> dict[str, Any]:
    """The mapping that a YAML text holds; arguments and errors as in `parse_yaml`."""
    value = parse_yaml(text, where, first_line, secret)
    if not isinstance(value, dict):
        raise InputError(f"{where}: expected keys and values; write `key: value` lines")
    return value


def parse_yaml(text: str, where: str, first_line: int = 1, secret: bool = False) -> Any:
    """The value of a YAML text.

    Args:
        text: The text.
        where: What a message calls it, such as the file's name.
        first_line: Line of the file on which the text begins.
        secret: A message quotes nothing of the text.

    Raises:
        InputError: It is no strict YAML, or is larger or nested deeper than anything that people write.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        if _expanded(node, {}) > MOST_NODES:
            raise InputError(f"{where}: aliases such as *name unfold into too much; write out what is meant")
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else "?"
        raise InputError(f"{where} line {line}: {_problem(error, secret)}; correct it") from None
    except yaml.YAMLError as error:
        raise InputError(f"{where}: {_problem(error, secret)}; correct it") from None
    except InputError:
        raise
    except (ValueError, TypeError):  # a number of 5,000 digits, a list as a key
        raise InputError(f"{where}: holds what no codebook needs; write plain keys, texts and numbers") from None
    except RecursionError:
        raise InputError(f"{where}: nested without end; take out aliases such as *name") from None


def _problem(error: yaml.YAMLError, secret: bool) -> str:
    if secret:
        return "no valid YAML"
    said = getattr(error, "problem", None) or str(error).splitlines()[0]
    return said if said.startswith("duplicate key") else f"no valid YAML ({said})"


def _expanded(node: yaml.Node, sizes: dict[int, int]) -> int:
    """How many nodes there are once aliases are written out: a few lines can unfold into billions."""
    if id(node) not in sizes:
        inner = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
        sizes[id(node)] = 1 + (sum(_expanded(part, sizes) for part in inner) if isinstance(inner, list) else 0)
    return sizes[id(node)]


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

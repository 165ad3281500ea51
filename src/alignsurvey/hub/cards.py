"""Cards: YAML front matter, and a body rendered from cards/<kind>.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..files.errors import InputError
from ..files.texts import read_text
from ..files.yaml import mapping
from ..project import project_root

_FRONT = re.compile(r"\A---\r?\n(.*?)^---\r?\n?(.*)\Z", re.DOTALL | re.MULTILINE)


def render(kind: str, **facts: Any) -> str:
    """Body of a card. `kind` is a file of cards/ without its suffix.

    Raises InputError where the template asks for a fact that was not given, so that no card has a gap.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound

    environment = Environment(
        loader=FileSystemLoader(project_root() / "cards"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters |= {"flat": lambda value: list(flat(value)), "cell": cell}
    try:
        text = environment.get_template(f"{kind}.md").render(**facts)
    except TemplateNotFound:
        raise InputError(f"cards/{kind}.md is not there; a card of this kind cannot be written") from None
    except TemplateError as error:
        raise InputError(f"cards/{kind}.md: {error.message}; give this fact or take it out of the card") from None
    return re.sub(r"\n{3,}", "\n\n", text)


def rows(value: Any, *levels: str) -> list[dict[str, Any]]:
    """Rows of mappings nested as deep as there are `levels`: the key of each level, then the innermost values.

    Raises InputError where the nesting is not so.
    """
    if not isinstance(value, Mapping):
        raise InputError(f"privacy.json: expected a mapping by {', '.join(levels) or 'measure'}; build again")
    if not levels:
        return [dict(value)]
    return [{levels[0]: key, **row} for key, inner in value.items() for row in rows(inner, *levels[1:])]


def flat(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """("a / b", scalar) for every scalar in nested mappings; a list of scalars is one text."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from flat(inner, (*path, str(key)))
    elif isinstance(value, list):
        if any(isinstance(inner, Mapping | list) for inner in value):
            for position, inner in enumerate(value, start=1):
                yield from flat(inner, (*path, str(position)))
        elif value:
            yield " / ".join(path), ", ".join(map(str, value))
    elif value is not None:
        yield " / ".join(path), value


def cell(value: Any) -> str:
    """A value inside a Markdown table: floats to four figures, no bars or line breaks."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return " ".join(text.split()).replace("|", "\\|")


def split(text: str, name: str) -> tuple[dict[str, Any], str]:
    """Front matter and body of a README. Raises InputError naming the file `name` where the YAML cannot be read."""
    match = _FRONT.match(text)
    if match is None:
        raise InputError(f"{name}: no front matter; begin the file with --- and YAML, and close it with ---")
    return mapping(match.group(1), name, first_line=2), match.group(2).strip()


def read(path: Path) -> tuple[dict[str, Any], str]:
    """`split` of a file."""
    return split(read_text(path, advice="write it"), f"{path.parent.name}/{path.name}")


def join(front: Mapping[str, Any], body: str) -> str:
    """A README: front matter, blank line, body."""
    import yaml

    head = yaml.safe_dump(dict(front), sort_keys=False, allow_unicode=True, width=120)
    return f"---\n{head}---\n\n{body.strip()}\n"

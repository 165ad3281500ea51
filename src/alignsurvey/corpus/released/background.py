"""The background that a released prompt shows: attributes and values, read and put back."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...privacy.languages.zh.places import generalise
from ...schema import Record, profile_items

# "name: value" at the start of a line. A value may run over several lines; a line that starts with a bracket, as
# "（1）...", continues it even if it has a colon.
_LINE = re.compile(
    r"^(?P<name>(?![（(])[^:\n]{1,80}): ?(?P<value>.*?)(?=\n(?![（(])[^:\n]{1,80}: |\Z)", re.DOTALL | re.MULTILINE
)
SEPARATOR = ", "  # between the values of a list, as the released prompts have it


@dataclass(frozen=True)
class Background:
    """Attributes in their order. `values` are of the types that the prompt shows; `literal`: it is Python's own way of
    writing a mapping, else a line for each attribute."""

    values: Mapping[str, Any]
    literal: bool

    def texts(self) -> dict[str, str]:
        """The values as texts: a list is its items with a comma between."""
        return {name: _text(value) for name, value in self.values.items()}

    def render(self, profile: Sequence[Mapping[str, str]]) -> str:
        """The background as the prompt shows it, with the values of this profile; what it lacks is left out."""
        own = {item["attribute"]: item["value"] for item in profile}
        if not self.literal:
            return "\n".join(f"{name}: {own[name]}" for name in self.values if name in own)
        kept = {name: value for name, value in self.values.items() if name in own}
        return repr({name: value if _text(value) == own[name] else own[name] for name, value in kept.items()})


def read_background(text: str) -> Background | None:
    """The background of a prompt; None where it cannot be put back as it was."""
    if text.startswith("{"):
        try:
            values = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None
        background = Background(values, True) if isinstance(values, dict) else None
    else:
        background = Background({match["name"]: match["value"] for match in _LINE.finditer(text)}, False)
    same = background is not None and background.render(profile_items(list(background.texts().items()))) == text
    return background if same else None


def _text(value: Any) -> str:
    return SEPARATOR.join(map(str, value)) if isinstance(value, list) else str(value)


def to_prefecture(place: str) -> str:
    """A Chinese home town as it may be published: province and prefecture."""
    return generalise(place, "city")


def narrower_places(place: str) -> list[str]:
    """What of a place must go wherever it is said: its narrower part, alone and after the names above it; a county's
    name also without its ending."""
    wide = to_prefecture(place) if place else ""
    start = next((size for size in range(len(place), 0, -1) if wide.startswith(place[:size])), 0)
    rest = place[start:] if place != wide else ""
    if not re.fullmatch(r"[一-鿿]{2,}", rest):
        return []
    above = [part for part in re.split("(?<=[省市])", place[:start]) if part]
    chains = ["".join(above[first:]) + rest for first in range(len(above) + 1)]
    chains += [above[-1].rstrip("省市") + rest] if above else []
    return [*chains, *([rest[:-1]] if rest[-1] in "县市" and len(rest) > 2 else [])]


def profile_of(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return profile_items(list(texts.items()))


def list_values(background: Background) -> dict[str, list[str]]:
    """Attributes that hold several values, in whichever way the prompt writes them."""
    return {name: [str(item) for item in value] for name, value in background.values.items() if isinstance(value, list)}


def messages(prompt: str, reply: str) -> Record:
    return {
        "prompt": [{"role": "user", "content": prompt}],
        "completion": [{"role": "assistant", "content": reply}],
    }

"""Which models judge, from a file that people write: judges.yaml.

    reference: true            # show the judges the respondent's real reply (default)
    judges:
      - name: first            # as it stands in the results
        model: some-model      # as its endpoint calls it
        base_url: https://...  # of an OpenAI-compatible endpoint
        key_env: FIRST_KEY     # name of the environment variable that holds the key; none for a server without keys
        requests_per_minute: 60

The file holds no key, and no message quotes a value of it: somebody will write a key in the wrong place.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ...files.errors import InputError
from ...files.yaml import load
from ..endpoints.client import RETRIES, address_fault, clean_key, host
from . import prompt as judging

FORMAT = {
    "type": "json_schema",
    "json_schema": {"name": "judgement", "strict": True, "schema": judging.SCHEMA},
}
_NO_KEY = "a key never stands in the file: set an environment variable and give its name as key_env"


@dataclass(frozen=True)
class Judge:
    """One model that judges, and how it is asked. `timeout` is in seconds, `max_tokens` bounds a reply and the thoughts
    before it."""

    name: str
    model: str
    base_url: str
    key_env: str | None = None
    concurrency: int = 4
    requests_per_minute: float | None = None
    retries: int = RETRIES
    timeout: float = 120.0
    max_tokens: int = 2048
    temperature: float = 0.0
    json_schema: bool = True

    def settings(self) -> dict[str, Any]:
        """The parameters that it is asked with, unless it refuses them."""
        shape = {"response_format": FORMAT} if self.json_schema else {}
        return {"max_tokens": self.max_tokens, "temperature": self.temperature, **shape}

    def facts(self) -> dict[str, Any]:
        """What judge.json says of it: nothing that changes with speed or place alone."""
        return {"name": self.name, "model": self.model, "endpoint": host(self.base_url), "settings": self.settings()}

    def key(self) -> str:
        """Its key. Raises InputError when the variable is not set, or holds what is no key."""
        key = os.environ.get(self.key_env, "") if self.key_env else "none"
        if not key.strip():
            raise InputError(f"judge {self.name}: the environment variable that its key_env names is not set; set it")
        return clean_key(key, f"judge {self.name}: the key in the environment variable that its key_env names")


@dataclass(frozen=True)
class Panel:
    """The judges, and whether they see the respondent's real reply."""

    judges: tuple[Judge, ...]
    reference: bool = True


_KINDS: dict[str, tuple[type, ...]] = {
    "name": (str,), "model": (str,), "base_url": (str,), "key_env": (str,),
    "concurrency": (int,), "requests_per_minute": (int, float), "retries": (int,), "timeout": (int, float),
    "max_tokens": (int,), "temperature": (int, float), "json_schema": (bool,),
}  # fmt: skip
_WORDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
_MAY_BE_ZERO = ("retries", "temperature")


def read_panel(path: Path) -> Panel:
    """Read judges.yaml. Raises InputError that names the field, never its value."""
    declared = load(path, secret=True)
    if not isinstance(declared.get("judges"), list) or not declared["judges"]:
        raise InputError(f"{path.name}: it needs a list `judges` with name, model and base_url of each")
    if not set(declared) <= {"judges", "reference"} or not isinstance(declared.get("reference", True), bool):
        raise InputError(f"{path.name}: beside `judges` there may be `reference`, true or false, and nothing else")
    judges = tuple(_judge(item, f"{path.name} judges[{place}]") for place, item in enumerate(declared["judges"]))
    if len({judge.name for judge in judges}) < len(judges):
        raise InputError(f"{path.name}: two judges have the same name; give each its own")
    return Panel(judges, declared.get("reference", True))


def _judge(item: Any, where: str) -> Judge:
    if not isinstance(item, dict):
        raise InputError(f"{where}: expected fields, at least name, model and base_url")
    for name, value in item.items():
        if name not in _KINDS:
            raise InputError(f"{where}: unknown field; allowed are {', '.join(_KINDS)}; {_NO_KEY}")
        _check(name, value, where)
    item = {name: value.strip() if isinstance(value, str) else value for name, value in item.items()}
    missing = [name for name in ("name", "model", "base_url") if not item.get(name)]
    if missing:
        raise InputError(f"{where}: {missing[0]} is missing")
    fault = address_fault(item["base_url"])
    if fault:
        raise InputError(f"{where}: base_url {fault}{f'; {_NO_KEY}' if 'credentials' in fault else ''}")
    given = {each.name: item[each.name] for each in fields(Judge) if item.get(each.name) is not None}
    return Judge(**given | {"base_url": item["base_url"].rstrip("/")})


def _check(name: str, value: Any, where: str) -> None:
    kinds = _KINDS[name]
    if value is None and name in ("key_env", "requests_per_minute"):
        return
    if type(value) not in kinds:
        raise InputError(f"{where}: {name} must be {_WORDS[kinds[-1]]}")
    if isinstance(value, str) and not value.strip().isprintable():
        raise InputError(f"{where}: {name} must be one line")
    if isinstance(value, int | float) and not isinstance(value, bool) and not 0 <= value < 1e9:
        raise InputError(f"{where}: {name} must not be negative or endless")
    if value == 0 and not isinstance(value, bool) and name not in _MAY_BE_ZERO:
        raise InputError(f"{where}: {name} must be more than 0")

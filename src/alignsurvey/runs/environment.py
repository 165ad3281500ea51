"""What a run was, so that it can be repeated: package versions and the hash of its prompts."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from typing import Any

from .. import __version__


def packages(*names: str) -> dict[str, str]:
    """Installed version of each package and of alignsurvey; one that is not installed is left out."""
    found = {"alignsurvey": __version__}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def prompt_hash(asked: Any) -> str:
    """SHA-256 (hex) of prompts and candidates as JSON: it changes when one character of one prompt does."""
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

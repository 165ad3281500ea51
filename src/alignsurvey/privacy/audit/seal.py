"""The seal of an audit report: only the holder of the key can write a report that passes."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any

from ..keys import load_key


def seal_of(report: Mapping[str, Any], key: bytes) -> str:
    """The keyed hash (hex) of a report without its own seal."""
    body = json.dumps({name: value for name, value in report.items() if name != "seal"}, sort_keys=True)
    return hmac.digest(key, b"audit\x1f" + body.encode(), "sha256").hex()


def sealed(report: Mapping[str, Any], key: bytes | None = None) -> bool:
    """Whether `audit` wrote this report, with the same key, and nobody changed it since.

    Args:
        report: The content of audit.json.
        key: The key of pseudonyms; by default that of this checkout.
    """
    return hmac.compare_digest(str(report.get("seal")).encode(), seal_of(report, key or load_key()).encode())

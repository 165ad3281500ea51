"""Presidio without what it would import for nothing."""

from __future__ import annotations

import sys
from typing import Any

from ...files.errors import require


def presidio() -> Any:
    """presidio_analyzer, imported as if transformers were not installed.

    It would import all of transformers for recognisers of its own that are not used here, which is half of its time.

    Raises:
        InputError: The privacy extra is missing.
    """
    if "transformers" in sys.modules:
        return require("presidio_analyzer", "privacy")
    sys.modules["transformers"] = None  # type: ignore[assignment]
    try:
        return require("presidio_analyzer", "privacy")
    finally:
        del sys.modules["transformers"]

"""Numbers and accounts that mean the same in every language: `RULES`, of a module for each kind or country."""

from __future__ import annotations

from ..rules import collect

RULES = collect(f"{__name__}.numbers", f"{__name__}.documents")

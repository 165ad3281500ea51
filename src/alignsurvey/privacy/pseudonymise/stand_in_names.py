"""Names that stand in for real ones: rare, so that nobody real is seen behind them, and known to the audit."""

from __future__ import annotations

from ..languages.lists import listed

FEMALE = listed("en/pseudonyms_female")
MALE = listed("en/pseudonyms_male")
SURNAMES = listed("en/pseudonyms_surnames")
# Compound surnames that hardly anyone bears: 老 and 小, a title or 某 reads with them as with any other surname.
CHINESE = listed("zh/pseudonyms_surnames")


def is_pseudonym(name: str) -> bool:
    """Whether every part of a name comes from the pools."""
    parts = name.split()
    if not parts:
        return False
    return all(part in _ENGLISH for part in parts) or name.lstrip("老小").startswith(CHINESE)


_ENGLISH = frozenset((*FEMALE, *MALE, *SURNAMES))

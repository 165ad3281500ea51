"""Columns that are no answers: ids, times, addresses, by the names that platforms give or by their values."""

from __future__ import annotations

import re

from ..rawfiles import exports
from ..rawfiles.table import Table

# A mail address, an address on the internet, a moment, a place in degrees with many digits, an id of 32 digits.
_VALUES = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+|\d{1,3}(\.\d{1,3}){3}|([0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}|"
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d\d.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{4},? \d{1,2}:\d\d.*|"
    r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}",
    re.IGNORECASE,
)
_SEEN = 200  # values that are looked at
_MOST = 0.9


def is_metadata_column(table: Table, name: str) -> bool:
    """Whether a column is an id, a time or an address and no answer."""
    bare = re.sub(r"\.\d+$", "", name)
    label = table.labels.get(name, "")
    if exports.is_metadata(bare, table.export) or (table.export and label and exports.is_metadata(label, table.export)):
        return True
    if name in table.value_labels:
        return False
    values = table.codes(name).drop_nulls().unique(maintain_order=True).head(_SEEN).to_list()
    return bool(values) and sum(bool(_VALUES.fullmatch(value)) for value in values) >= _MOST * len(values)


def key_columns(export: str) -> tuple[str, ...]:
    """The columns in which a platform tells respondents apart, the best first."""
    module = exports.platform_of(export)
    return tuple(module.KEY) if module else ()


def missing_texts(export: str) -> frozenset[str]:
    """What a platform writes where there is no answer."""
    module = exports.platform_of(export)
    return frozenset(module.MISSING) if module else frozenset()

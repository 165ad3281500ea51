"""Survey files to records: codebooks, readers, shuffling, splits, group distributions, manifest."""

from .build import build_dataset
from .codebook import Codebook, read_codebook
from .context import Context
from .draft import write_draft
from .inspection import describe, inspect
from .manifest import build_summary
from .sources import fetch_dataset
from .spread import build_spread
from .survey import read_survey

__all__ = [
    "Codebook",
    "Context",
    "build_dataset",
    "build_spread",
    "build_summary",
    "describe",
    "fetch_dataset",
    "inspect",
    "read_codebook",
    "read_survey",
    "write_draft",
]

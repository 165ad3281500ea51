"""Survey files to records: codebooks, readers, shuffling, splits, group distributions, manifest."""

from .assemble.build import build_dataset
from .assemble.cluster import build_on_cluster
from .assemble.earlier_release import EarlierRelease
from .assemble.manifest import build_summary
from .codebook.codebook import Codebook, read_codebook
from .codebook.sources import fetch_dataset
from .context import Context
from .draft.codebook_draft import write_draft
from .draft.describe import describe
from .draft.inspection import inspect
from .survey.survey import read_survey

__all__ = [
    "Codebook",
    "Context",
    "EarlierRelease",
    "build_dataset",
    "build_on_cluster",
    "build_summary",
    "describe",
    "fetch_dataset",
    "inspect",
    "read_codebook",
    "read_survey",
    "write_draft",
]

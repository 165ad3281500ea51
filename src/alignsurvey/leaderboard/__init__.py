"""Validate, score, store and rank submissions."""

from .board import COLUMNS, Track, table, track, tracks
from .mirror import Progress, follow
from .store import Store, Submission
from .submit import submit

__all__ = ["COLUMNS", "Progress", "Store", "Submission", "Track", "follow", "submit", "table", "track", "tracks"]

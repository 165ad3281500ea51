"""Validate, score, store and rank submissions: what the Space and `alignsurvey score` share."""

from .board import COLUMNS, Track, table, track, tracks
from .store import Store, Submission
from .submit import submit

__all__ = ["COLUMNS", "Store", "Submission", "Track", "submit", "table", "track", "tracks"]

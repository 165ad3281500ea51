"""Validate, score, store and rank submissions."""

from .board import INTERVAL, Track, columns, scores_of, table, track, tracks
from .mirror import Progress, follow
from .store import Store, Submission
from .submit import submit

__all__ = [
    "INTERVAL",
    "Progress",
    "Store",
    "Submission",
    "Track",
    "columns",
    "follow",
    "scores_of",
    "submit",
    "table",
    "track",
    "tracks",
]

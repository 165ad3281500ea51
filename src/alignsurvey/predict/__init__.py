"""Predict records with a model: back ends behind one small interface (`backends`), and a resumable run."""

from __future__ import annotations

from .backends import Backend, Options, connect
from .facts import packages
from .judges import read_panel
from .judging import judge
from .origin import read_again, read_split, repository
from .runs import reply_length, run, store_baseline, usual_mode
from .shots import draw

__all__ = [
    "Backend",
    "Options",
    "connect",
    "draw",
    "judge",
    "packages",
    "read_again",
    "read_panel",
    "read_split",
    "reply_length",
    "repository",
    "run",
    "store_baseline",
    "usual_mode",
]

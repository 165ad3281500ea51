"""Predict records with a model: back ends behind one small interface (`backends`), and a resumable run."""

from __future__ import annotations

from .backends import Backend, Options, check_name, connect
from .facts import packages
from .judges import read_panel
from .judging import judge
from .origin import read_again, read_split, repository
from .runs import reply_length, run, settled_mode, store_baseline, usual_mode
from .shots import draw

__all__ = [
    "Backend",
    "Options",
    "check_name",
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
    "settled_mode",
    "store_baseline",
    "usual_mode",
]

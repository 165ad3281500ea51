"""Predict records with a model: back ends behind one small interface (`backends`), and a resumable run."""

from __future__ import annotations

from ..runs.environment import packages
from .backends import Backend, Options, check_name, connect
from .few_shot import draw
from .judges.judge_run import judge
from .judges.panel import read_panel
from .run import (
    check_mode,
    completed,
    reply_length,
    run,
    sampling_mode,
    settled_mode,
    store,
    store_baseline,
    usual_mode,
)
from .variants import check_variants

__all__ = [
    "Backend",
    "Options",
    "check_mode",
    "check_name",
    "check_variants",
    "completed",
    "connect",
    "draw",
    "judge",
    "packages",
    "read_panel",
    "reply_length",
    "run",
    "sampling_mode",
    "settled_mode",
    "store",
    "store_baseline",
    "usual_mode",
]

"""Stage a unit: copy exactly what is to be published into build/hub/<repository>/files, checked and with its card."""

from __future__ import annotations

from .common import staged_folder
from .dataset import stage_dataset
from .metric import stage_metric
from .model import stage_model
from .space import stage_space

__all__ = ["stage_dataset", "stage_metric", "stage_model", "stage_space", "staged_folder"]

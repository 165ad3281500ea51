"""Uncertainty of scores: intervals, paired tests, calibration. Functions get numbers, no records."""

from .calibration import brier, calibration_error
from .intervals import LEVEL, REPLICATES, cluster_bootstrap, mean_interval
from .paired_tests import Paired, holm, mcnemar, paired_bootstrap, paired_t

__all__ = [
    "LEVEL",
    "REPLICATES",
    "Paired",
    "brier",
    "calibration_error",
    "cluster_bootstrap",
    "holm",
    "mcnemar",
    "mean_interval",
    "paired_bootstrap",
    "paired_t",
]

"""Uncertainty of scores: intervals, paired tests, calibration. Functions get numbers, no records."""

from .calibration import PRIOR, Calibration, QuestionAnswers, brier, calibration_error, fit_calibration
from .intervals import LEVEL, REPLICATES, cluster_bootstrap, mean_interval
from .paired_tests import Paired, holm, mcnemar, paired_bootstrap, paired_t

__all__ = [
    "LEVEL",
    "PRIOR",
    "REPLICATES",
    "Calibration",
    "Paired",
    "QuestionAnswers",
    "brier",
    "calibration_error",
    "cluster_bootstrap",
    "fit_calibration",
    "holm",
    "mcnemar",
    "mean_interval",
    "paired_bootstrap",
    "paired_t",
]

"""From records and predictions to scores, and from scores to tables, pictures and result files."""

from .runs import MAJORITY, Run, in_order, measured, read, without_majority
from .scores import judged, results
from .tables.layouts import figures
from .write import write

__all__ = [
    "MAJORITY",
    "Run",
    "figures",
    "in_order",
    "judged",
    "measured",
    "read",
    "results",
    "without_majority",
    "write",
]

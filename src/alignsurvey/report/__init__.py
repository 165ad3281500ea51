"""From records and predictions to scores, and from scores to tables, pictures and result files."""

from .runs import Run, read
from .scores import judged, results
from .write import write

__all__ = ["Run", "judged", "read", "results", "write"]

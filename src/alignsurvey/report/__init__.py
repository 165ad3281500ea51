"""From records and predictions to scores, and from scores to tables, pictures and result files."""

from .scores import judged, results

__all__ = ["judged", "results"]

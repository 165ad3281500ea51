"""From records and predictions to scores, and from scores to tables, pictures and result files."""

from .read_runs import read_runs, runs_without_majority, score_beside
from .run_names import sort_runs
from .score_files import judged_results, judged_run, score_files
from .scored_run import MAJORITY, ScoredRun
from .scores.judged import score_judged_replies
from .scores.kinds import score_predictions
from .tables.layouts import figures
from .write import write

__all__ = [
    "MAJORITY",
    "ScoredRun",
    "figures",
    "judged_results",
    "judged_run",
    "read_runs",
    "runs_without_majority",
    "score_beside",
    "score_files",
    "score_judged_replies",
    "score_predictions",
    "sort_runs",
    "write",
]

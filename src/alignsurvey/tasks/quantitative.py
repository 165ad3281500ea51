"""Foundation corpus, quantitative part: survey items asked as in task 4."""

from dataclasses import replace

from .spec import ACCURACY, DISTANCES, MACRO, PARSED, Score, TablePart
from .survey_response import SPEC as SURVEY_RESPONSE
from .survey_response import TITLE, candidates, completion, prompt, prompt_parts

SPEC = replace(
    SURVEY_RESPONSE,
    group=None,
    new_questions=None,
    past="quantitative",
    foundation=True,
    table=TablePart(4, TITLE, (ACCURACY, *MACRO, *DISTANCES, *PARSED), "quantitative", 3),
    radar=(Score("accuracy", "accuracy"), Score("f1", "F1")),
)

__all__ = ["SPEC", "candidates", "completion", "prompt", "prompt_parts"]

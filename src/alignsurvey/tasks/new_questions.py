"""Survey response to new questions: test asks whole batteries that train does not hold.

The respondents of test answered other questions too, which stand in `survey_response`.
"""

from dataclasses import replace

from .spec import ACCURACY, DISTANCES, MACRO, PARSED, TablePart
from .survey_response import SPEC as SURVEY_RESPONSE
from .survey_response import TITLE, candidates, completion, prompt, prompt_parts

SPEC = replace(
    SURVEY_RESPONSE,
    group=None,
    new_questions=None,
    new_items=True,
    baselines=("uniform", "marginal", "nearest", "human"),
    past_baselines=("marginal", "nearest"),
    table=TablePart(4, TITLE, (ACCURACY, *MACRO, *DISTANCES, *PARSED), "new questions", 4),
    radar=(),
)

__all__ = ["SPEC", "candidates", "completion", "prompt", "prompt_parts"]

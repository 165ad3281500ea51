"""How predictions are scored: one function a metric, over plain lists; standard library, numpy and scipy only.

    >>> from alignsurvey import scoring
    >>> scores = scoring.score_survey_response(["B", "too much"], [1, 0], [["low", "high"], ["too much", "too little"]])
    >>> scores["accuracy"], scores["parse_rate"]
    (1.0, 1.0)

`score_survey_response` and `score_attitude_stance` take individual answers, `score_distributions` and
`score_attitude_stance_group` distributions of groups, `score_social_role` attributes of a respondent, and
`score_interview` judges' replies. These are the functions behind the metrics on the Hub: a metric there stands alone,
so the modules here are copied beside its script when it is staged. They import nothing of the project but each other,
one `from .module import name` a line.
"""

from .attitude_stance import score_attitude_stance, score_attitude_stance_group
from .distributions import score_distributions
from .interview import score_interview
from .social_role import score_social_role
from .survey_response import score_survey_response

__all__ = [
    "score_attitude_stance",
    "score_attitude_stance_group",
    "score_distributions",
    "score_interview",
    "score_social_role",
    "score_survey_response",
]

"""Foundation corpus, quantitative part: survey items asked as in task 4."""

from .survey_response import candidates, completion, prompt

__all__ = ["candidates", "completion", "prompt"]

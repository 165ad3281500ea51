"""AlignSurvey task 4: answers of respondents (config individual) and of groups (config group) to survey items."""

import datasets
import evaluate

from .distributions import score_distributions
from .survey_response import score_survey_response

_DESCRIPTION = """
How well predicted survey answers match those of real respondents. Config `individual` scores one answer a row, given as
letter, text, both or a sentence around them; config `group` scores a distribution a row against the real one.
"""
_CITATION = """
@article{alignsurvey2025,
  title = {AlignSurvey: A Comprehensive Benchmark for Human Preferences Alignment in Social Surveys},
  journal = {arXiv preprint arXiv:2511.07871},
  year = {2025}
}
"""
_INPUTS = {
    "individual": """
Args:
    predictions: list of replies.
    references: list of right answers, such as "B. average"; or the column `completion` (lists of messages) or `answer`
        (indices into the choices) of the records.
    choices: list of lists, the options of each row as shown.
    question_ids, respondent_ids, weights, groups: optional, one item a row.
    scales: optional with question_ids, where each row's choices stand on the question's scale (-1: nowhere).
    probabilities: optional with scales, for each row a probability for each choice, or None.
    protocol: "robust" (default) or "paper".
Returns:
    accuracy, precision, recall, f1 (macro), parse_rate, refusal_rate, unreadable_rate, n; with scales also wasserstein,
    wasserstein_normalized, total_variation, jensen_shannon of the distributions that the answers add up to.
""",
    "group": """
Args:
    predictions, references: lists of shares over the choices, or texts such as "A. good: 45%" a line.
    positions: where the choices stand on the question's scale (-1: nowhere), a list a row or one for all.
    choices: names of the choices in texts, a list a row or one for all.
    question_ids: optional, one item a row.
    protocol: "robust" (default) or "paper", which reads texts alone and takes `instructions`: the instruction of each
        row, or one for all, in which the published script looks for the options.
Returns:
    wasserstein, wasserstein_normalized, total_variation, jensen_shannon, parse_rate, n.
""",
}


class AlignSurveySurveyResponse(evaluate.Metric):
    """Configs: individual (default), group."""

    def _info(self):
        if self.config_name not in ("default", *_INPUTS):
            raise ValueError(f"unknown config {self.config_name!r}; known: individual (default), group")
        config = "group" if self.config_name == "group" else "individual"
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_INPUTS[config],
            features=_group_features() if config == "group" else _features("string", "string"),
            reference_urls=["https://arxiv.org/abs/2511.07871"],
        )

    def compute(self, *, predictions=None, references=None, **options):
        """As every metric's, but at once: evaluate's table would make texts of numbers and refuse a missing reply."""
        if predictions is None or self.num_process > 1:
            return super().compute(predictions=predictions, references=references, **options)
        return self._compute(_plain(predictions), _plain(references), **options)

    def _compute(self, predictions, references, **options):
        score = score_distributions if self.config_name == "group" else score_survey_response
        return score(predictions, references, **options)


def _plain(column):
    """A column of numpy or pandas as a list."""
    return column.tolist() if hasattr(column, "tolist") else column


def _features(prediction, reference):
    kinds = {"string": datasets.Value("string"), "shares": datasets.Sequence(datasets.Value("float64"))}
    return datasets.Features({"predictions": kinds[prediction], "references": kinds[reference]})


def _group_features():
    forms = (("shares", "shares"), ("string", "string"), ("string", "shares"), ("shares", "string"))
    return [_features(*form) for form in forms]

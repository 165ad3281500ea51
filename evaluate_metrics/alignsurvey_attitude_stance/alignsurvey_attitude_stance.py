"""AlignSurvey task 3: stances of respondents with their reasoning (config individual) and of groups (config group)."""

import datasets
import evaluate

from .attitude_stance import score_attitude_stance, score_attitude_stance_group

_DESCRIPTION = """
How well predicted stances, and the reasons given for them, match those of real respondents, in English and Chinese.
Config `individual` scores one stance a row; config `group` scores a distribution over the stances a row.
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
    predictions, references: JSON texts with the fields "stance" and "reason"; references may be the column `completion`
        of the records (lists of messages).
    weights: optional, one number a row.
    tokenizer: optional, a function from a text to its words; by default jieba cuts the Chinese.
    protocol: "robust" (default) or "paper".
Returns:
    accuracy, precision, recall, f1 (macro), rouge1, rouge2, rougeL, jaccard, cosine, parse_rate, n.
""",
    "group": """
Args:
    predictions, references: lists of shares of negative, neutral, positive, or texts such as "A. negative: 45%" a line.
    positions: where the stances stand, by default 0, 1, 2.
    choices: names of the stances in texts, a list a row or one for all.
    question_ids: optional, the theme of each row.
    protocol: "robust" (default) or "paper", which reads texts alone and takes `instructions`: the instruction of each
        row, or one for all, in which the published script looks for the options.
Returns:
    wasserstein, wasserstein_normalized, total_variation, jensen_shannon, parse_rate, n.
""",
}


class AlignSurveyAttitudeStance(evaluate.Metric):
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
        score = score_attitude_stance_group if self.config_name == "group" else score_attitude_stance
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

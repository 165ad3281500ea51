"""AlignSurvey task 1: attributes of a respondent's social role, inferred from an interview."""

import datasets
import evaluate

from .social_role import score_social_role

_DESCRIPTION = """
How well the attributes of a respondent's social role (sex, age, occupation, household ...) are inferred from a segment
of an interview: by attribute, and for the groups basic, social and family.
"""
_CITATION = """
@article{alignsurvey2025,
  title = {AlignSurvey: A Comprehensive Benchmark for Human Preferences Alignment in Social Surveys},
  journal = {arXiv preprint arXiv:2511.07871},
  year = {2025}
}
"""
_INPUTS = """
Args:
    predictions, references: values, as a list in JSON or as plain text; references may be the column `completion`
        (lists of messages) or `answer` (lists of values) of the records.
    attributes: the attribute of each row.
    choices: optional, the options of each row; then a value may be a letter, a text or a sentence.
    attribute_groups: optional, the group of each row, or a mapping from attribute to group.
    protocol: "robust" (default) or "paper".
Returns:
    accuracy, partial (F1 of the sets of values), by_attribute, basic, social, family, parse_rate, n.
"""


class AlignSurveySocialRole(evaluate.Metric):
    """One config."""

    def _info(self):
        if self.config_name != "default":
            raise ValueError(f"unknown config {self.config_name!r}; this metric has one, which needs no name")
        text = datasets.Value("string")
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_INPUTS,
            features=datasets.Features({"predictions": text, "references": text}),
            reference_urls=["https://arxiv.org/abs/2511.07871"],
        )

    def compute(self, *, predictions=None, references=None, **options):
        """As every metric's, but at once: evaluate's table would make texts of numbers and refuse a missing reply."""
        if predictions is None or self.num_process > 1:
            return super().compute(predictions=predictions, references=references, **options)
        return self._compute(_plain(predictions), _plain(references), **options)

    def _compute(self, predictions, references, **options):
        return score_social_role(predictions, references, **options)


def _plain(column):
    """A column of numpy or pandas as a list."""
    return column.tolist() if hasattr(column, "tolist") else column

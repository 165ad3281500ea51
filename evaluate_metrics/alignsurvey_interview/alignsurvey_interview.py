"""AlignSurvey task 2: what judges say of generated interview answers."""

import datasets
import evaluate

from .interview import score_interview

_DESCRIPTION = """
Judges' replies about generated interview answers, read into naturalness, style match and consistency (1 to 5), by judge
and over judges, with the agreement between judges and the count of what is missing.
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
    predictions: for each dialogue the judges' replies, a list of texts (or one text), empty where a judge failed.
    judges: optional, the judges' names.
    human: optional, for each dialogue a mapping from dimension to a human rating.
    protocol: "robust" (default) or "paper".
Returns:
    naturalness, style_match, consistency, by_judge, agreement (Krippendorff's alpha), missing, parse_rate, n.
"""


class AlignSurveyInterview(evaluate.Metric):
    """One config."""

    def _info(self):
        if self.config_name != "default":
            raise ValueError(f"unknown config {self.config_name!r}; this metric has one, which needs no name")
        text = datasets.Value("string")
        forms = (datasets.Sequence(text), text)
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_INPUTS,
            features=[datasets.Features({"predictions": form}) for form in forms],
            reference_urls=["https://arxiv.org/abs/2511.07871"],
        )

    def compute(self, *, predictions=None, references=None, **options):
        """As every metric's, but at once: evaluate's table would refuse a missing reply. There are no references."""
        if predictions is None or references is not None or self.num_process > 1:
            return super().compute(predictions=predictions, references=references, **options)
        return self._compute(_plain(predictions), **options)

    def _compute(self, predictions, **options):
        return score_interview(predictions, **options)


def _plain(column):
    """A column of numpy or pandas as a list."""
    return column.tolist() if hasattr(column, "tolist") else column

"""Release tooling of the AlignSurvey benchmark (arXiv 2511.07871)."""

__version__ = "1.0.0"

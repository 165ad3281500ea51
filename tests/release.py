"""A small data set published to a test Hub: what the tests of scoring, board and demo Space predict on."""

import sys
from pathlib import Path

from alignsurvey import tasks
from alignsurvey.schema import profile_items
from alignsurvey.tasks import features

ORGANISATION = "board-tests"
REPOSITORY = f"{ORGANISATION}/alignsurvey-gss"
CHOICES = ("too little", "about right", "too much")
CARD = """---
configs:
- config_name: survey_response
  default: true
  data_files:
  - {split: train, path: train.parquet}
  - {split: test, path: test.parquet}
---
"""


def records(split, people=6, items=2):
    """Made respondents and answers, options turned by one place from person to person."""
    rows = []
    for person in range(people):
        for item in range(items):
            order = [(place + person) % 3 for place in range(3)]
            row = {
                "id": f"gss-2018/{split}{person}/q{item}",
                "respondent_id": f"{split}{person}",
                "source": "gss-2018",
                "country": "US",
                "language": "en",
                "profile": profile_items([("Sex", ("male", "female")[person % 2]), ("Age", f"{30 + person}")]),
                "question_id": f"q{item}",
                "question": f"Are we spending too much or too little on thing {item}?",
                "choices": [CHOICES[place] for place in order],
                "scale": [float(place) for place in order],
                "answer": (person + item) % 3,
                "weight": 1.0,
            }
            rows.append(tasks.with_messages(row, "survey_response"))
    return rows


def publish(folder: Path, version="v1.0.0"):
    """Write both splits as Parquet and publish them with the real client (HF_ENDPOINT is read at its import)."""
    from datasets import Dataset
    from huggingface_hub import CommitOperationAdd, HfApi

    api = HfApi()
    api.create_repo(REPOSITORY, repo_type="dataset", exist_ok=True)
    operations = [CommitOperationAdd("README.md", CARD.encode())]
    for split in ("train", "test"):
        path = folder / f"{split}.parquet"
        Dataset.from_list(records(split), features=features("survey_response")).to_parquet(path)
        operations.append(CommitOperationAdd(f"{split}.parquet", path))
    api.create_commit(REPOSITORY, operations, repo_type="dataset", commit_message="Publish test data")
    api.create_tag(REPOSITORY, tag=version, repo_type="dataset")


if __name__ == "__main__":
    publish(Path(sys.argv[1]))

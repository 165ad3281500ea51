"""Publish the recogniser of a language, with its card, as PiLabZJU/alignsurvey-recogniser-<language>.

Run: python trainers/recogniser/push.py en --tag v1
"""

from __future__ import annotations

import argparse

from alignsurvey import project
from alignsurvey.hub.client import expect_answers
from alignsurvey.hub.publish import publish
from alignsurvey.privacy.recognise import learnt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=("en", "zh"))
    parser.add_argument("--tag", required=True)
    given = parser.parse_args()
    expect_answers()
    repo = f"{project.organisation()}/alignsurvey-recogniser-{given.language}"
    done = publish(learnt.FOLDER / given.language / "recogniser", repo, "model", given.tag, "Publish the recogniser")
    print(done.sentence())


if __name__ == "__main__":
    main()

"""How often paired tests find a difference between two models that are equally good: the clustered bootstrap of
`alignsurvey.stats` against the paper's paired t-test, where one model suits some respondents more than the other.

    python benchmarks/paired_tests.py

Nothing is to be found, so that a test at .05 should be right 19 times of 20.
"""

import numpy as np

from alignsurvey import stats

SURVEYS = 400
RESPONDENTS, QUESTIONS = 300, 18
SUITS = 1.0  # standard deviation over respondents of the difference between the models, in logits
LEVEL = 0.05


def survey(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Right (1) and wrong (0) answers of two models, and whose they are."""
    draw = np.random.default_rng(seed)
    people = np.repeat(np.arange(RESPONDENTS), QUESTIONS)
    ease, tilt = draw.normal(0.3, 1.0, RESPONDENTS)[people], draw.normal(0.0, SUITS, RESPONDENTS)[people] / 2
    both = [draw.random(len(people)) < 1 / (1 + np.exp(-(ease + sign * tilt))) for sign in (1, -1)]
    return both[0].astype(float), both[1].astype(float), people


def main() -> None:
    found = {"paired t-test": 0, "McNemar": 0, "bootstrap clustered on respondents": 0}
    for seed in range(SURVEYS):
        left, right, people = survey(seed)
        found["paired t-test"] += stats.paired_t(left, right).p < LEVEL
        found["McNemar"] += stats.mcnemar(left, right).p < LEVEL
        resampled, _ = stats.paired_bootstrap(left, right, people, replicates=999, seed=seed)
        found["bootstrap clustered on respondents"] += resampled.p < LEVEL
    print(f"{SURVEYS} surveys of {RESPONDENTS} respondents, {QUESTIONS} questions; no difference to find")
    for name, count in found.items():
        print(f"{name:36} found one in {count / SURVEYS:.3f} of them")
    ratio = found["paired t-test"] / found["bootstrap clustered on respondents"]
    print(f"t-test / bootstrap: {ratio:.1f} times as often")


if __name__ == "__main__":
    main()

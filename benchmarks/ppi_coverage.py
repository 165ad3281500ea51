"""Do intervals of rectified shares hold the truth? Simulated pilots with a biased model, weights and clusters.

Prints, for each case, how many of the 95% intervals hold the population's share: the rectified ones (goal: 93 to 97%),
those of the pilot alone, and those of the model alone, which ignore its bias; and the width of the rectified interval
against that of the pilot alone.
"""

from __future__ import annotations

import sys

import numpy as np

from alignsurvey.stats.rectification import rectified_mean
from alignsurvey.stats.survey_design import survey_design, weighted_mean

SIMULATIONS = 2000
OTHERS = 400
# name: people in the pilot, answers each, skill of the model (0 to 1), its bias, spread of the weights
CASES = {
    "pilot of 20": (20, 1, 0.6, 0.2, 0.0),
    "pilot of 40": (40, 1, 0.6, 0.2, 0.0),
    "pilot of 100": (100, 1, 0.6, 0.2, 0.0),
    "no skill": (40, 1, 0.0, 0.2, 0.0),
    "great skill": (40, 1, 0.95, 0.1, 0.0),
    "weights": (60, 1, 0.6, 0.2, 0.5),
    "five answers a person": (40, 5, 0.6, 0.2, 0.0),
    "five answers, weights": (60, 5, 0.6, 0.2, 0.5),
}


def simulate(draw: np.random.Generator, people: int, answers: int, skill: float, bias: float, spread: float) -> tuple:
    """One pilot: whether the rectified interval and the model's own hold the truth, and both widths.

    Weights go with the answers: respondents whose trait is high are sampled more often and weighted less.
    """
    count = people + OTHERS
    trait = draw.normal(0, 1, count)
    # Sampling in proportion to 1 / weight shifts the trait's mean by -spread; the weights put it back to 0.
    trait = trait - spread
    weights = np.exp(spread * trait)
    noise = draw.normal(0, 1, (count, answers))
    said = (trait[:, None] + noise > 0.5).astype(float)
    guess = np.clip(skill * said + (1 - skill) * draw.uniform(0, 0.6, said.shape) + bias * (1 - said), 0, 1)
    rows = np.repeat(np.arange(count), answers)
    inside = rows < people
    flat_said, flat_guess, mass = said.ravel(), guess.ravel(), weights[rows]
    pilot = survey_design(mass[inside], psu=rows[inside])
    others = survey_design(mass[~inside], psu=rows[~inside])
    found = rectified_mean(flat_said[inside], flat_guess[inside], pilot, flat_guess[~inside], others)
    alone = weighted_mean(flat_guess[~inside], others).interval or (0.0, 0.0)
    return found.interval, alone, found.pilot_interval


def truth() -> float:
    """P(trait + noise > .5) with trait and noise standard normal."""
    from scipy import stats

    return float(stats.norm.sf(0.5 / np.sqrt(2)))


def main(simulations: int = SIMULATIONS) -> None:
    """Print a line a case."""
    share = truth()
    print(f"true share {share:.4f}; {simulations} simulations a case")
    print(f"{'case':24} {'rectified':>9} {'pilot alone':>11} {'model alone':>11} {'width / pilot':>13}")
    for name, case in CASES.items():
        draw = np.random.default_rng(7)
        ends = np.array([simulate(draw, *case) for _ in range(simulations)])
        held = ((ends[..., 0] <= share) & (share <= ends[..., 1])).mean(axis=0)
        widths = (ends[..., 1] - ends[..., 0]).mean(axis=0)
        print(f"{name:24} {held[0]:9.3f} {held[2]:11.3f} {held[1]:11.3f} {widths[0] / widths[2]:13.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))

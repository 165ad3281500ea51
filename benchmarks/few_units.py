"""How often a 95% interval holds the truth where few units were sampled, such as the questions behind a distance of
groups: the intervals of `alignsurvey.stats` against scipy's percentile and BCa bootstrap in the same run.

    python benchmarks/few_units.py

Units are drawn from a normal and from a lognormal distribution, as skewed as distances are.
"""

import numpy as np
from scipy import stats as scipy_stats

from alignsurvey import stats

SURVEYS = 400
REPLICATES = 999
UNITS = (4, 10, 18, 40)
DRAWS = {
    "normal": (lambda draw, count: draw.normal(size=count), 0.0),
    "lognormal": (lambda draw, count: draw.lognormal(sigma=0.7, size=count), float(np.exp(0.7**2 / 2))),
}


def intervals(values: np.ndarray, seed: int) -> dict[str, tuple[float, float] | None]:
    found = {"alignsurvey": stats.mean_interval(values, replicates=REPLICATES, seed=seed)}
    for method in ("percentile", "BCa"):
        peer = scipy_stats.bootstrap((values,), np.mean, n_resamples=REPLICATES, method=method, rng=seed)
        found[f"scipy {method}"] = tuple(peer.confidence_interval)
    return found


def main() -> None:
    print(f"share of {SURVEYS} surveys whose 95% interval holds the true mean")
    missed: dict[str, list[float]] = {}
    for shape, (sample, truth) in DRAWS.items():
        for count in UNITS:
            held: dict[str, int] = {}
            for seed in range(SURVEYS):
                values = sample(np.random.default_rng([seed, count]), count)
                for name, ends in intervals(values, seed).items():
                    held[name] = held.get(name, 0) + bool(ends and ends[0] <= truth <= ends[1])
            print(f"{shape:9} {count:3} units  " + "  ".join(f"{n} {h / SURVEYS:.3f}" for n, h in held.items()))
            for name, hits in held.items():
                missed.setdefault(name, []).append(1 - hits / SURVEYS)
    ratio = np.mean(missed["scipy percentile"]) / np.mean(missed["alignsurvey"])
    print(f"scipy's percentile interval misses the truth {ratio:.1f} times as often")


if __name__ == "__main__":
    main()

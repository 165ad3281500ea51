"""How much of what goes wrong is held: a Hub that fails, processes that are killed, files that are malformed.

    python benchmarks/faults.py                       # some minutes
    python benchmarks/faults.py --faults 1000 --submissions 200 --files 10000 --kills 40 --builds 4 --trainings 2

Everything happens on loopback and in a temporary folder. A campaign's line says what was tried, how many faults or
kills it met, and how often the promise of its last column was kept; the exit status is 1 where one was broken.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from campaigns import fuzzing, killing, publishing, reading, submitting
from campaigns.faulty_hub import faulty_hub

HEAD = ("campaign", "tried", "faults", "kills", "held", "s", "promise")


def main() -> int:
    """Run the campaigns and print the table; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--faults", type=int, default=200, help="faults injected while publishing")
    parser.add_argument("--reads", type=int, default=100, help="reads of a version while the Hub fails")
    parser.add_argument("--submissions", type=int, default=40, help="submissions, each with faults or kills")
    parser.add_argument("--kills", type=int, default=10, help="publishers that are killed")
    parser.add_argument("--files", type=int, default=2000, help="malformed files and replies")
    parser.add_argument("--builds", type=int, default=1, help="builds that are killed and go on")
    parser.add_argument("--trainings", type=int, default=0, help="trainings that are killed and go on")
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory(prefix="faults-") as holder, faulty_hub(Path(holder) / "hub", asked.seed) as hub:
        root = Path(holder)
        campaigns = (
            ("publish", lambda: publishing.under_faults(hub, root, asked.faults)),
            ("publish, killed", lambda: publishing.under_kills(hub, root, asked.kills)),
            ("read a version", lambda: reading.under_faults(hub, root, asked.reads)),
            ("submit", lambda: submitting.under_faults_and_kills(hub, root, asked.submissions)),
            ("malformed files", lambda: fuzzing.of_readers(root, asked.files, asked.seed)),
            ("build, killed", lambda: killing.builds(root, asked.builds, asked.seed)),
            ("train, killed", lambda: killing.trainings(hub, root, asked.trainings, asked.seed)),
        )
        for name, campaign in campaigns:
            begun = time.monotonic()
            found = campaign()
            if found.tried:
                results.append((name, found, time.monotonic() - begun))
                _row(name, found, time.monotonic() - begun, head=len(results) == 1)
    broken = [f"{name}: {line}" for name, found, _ in results for line in found.broken]
    print("\n".join(["", "broken promises:", *broken[:20]]) if broken else "\nno promise was broken")
    return 1 if broken else 0


def _row(name, found, seconds, head):
    if head:
        print("| " + " | ".join(HEAD) + " |\n|---|---:|---:|---:|---:|---:|---|")
    counts = (found.tried, found.faults, found.kills, found.tried - len(found.broken))
    print(
        f"| {name} | " + " | ".join(f"{count:,}" for count in counts) + f" | {seconds:.0f} | {found.promise} |",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())

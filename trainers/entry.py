"""How the scripts of this folder end: what a person got wrong is one line on stderr and exit status 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from alignsurvey.files.errors import InputError


def run(main: Callable[[], None]) -> None:
    """Run `main`; of several processes only the first speaks."""
    try:
        main()
    except InputError as error:
        if os.environ.get("RANK", "0") == "0":
            print(f"alignsurvey: {error}", file=sys.stderr, flush=True)
        sys.exit(2)

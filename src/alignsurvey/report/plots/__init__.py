"""Pictures for print, one module a picture: a radar chart over tasks, accuracy by group, distributions.

A picture is a module with `PLACE`, its order in the report, and `draw(runs, cells, out)`, which writes its files into
`out` and returns their paths: none where it has nothing to show. It is found by looking. Each is written as PNG and as
SVG with its letters as outlines, so that both look alike everywhere. Models are told apart by shape and line as well as
by colour (Okabe and Ito's colours, which the colour-blind can tell apart), so that nothing is lost in grey. A picture
shows only the baselines that say something in it; the tables have all.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from ..analyses.equity import Cell
from ..scored_run import ScoredRun
from .by_group import groups
from .radar_chart import radar
from .shares import distributions

__all__ = ["distributions", "draw_all", "groups", "radar"]


def draw_all(runs: Sequence[ScoredRun], cells: Sequence[Cell], out: Path) -> list[Path]:
    """Draw every picture.

    Args:
        runs: Scored runs, in the order in which they are shown.
        cells: Scores by demographic group.
        out: Folder of the files.

    Returns:
        Paths of what was written, in the order of the pictures.
    """
    return [path for picture in _pictures() for path in picture.draw(runs, cells, out)]


def _pictures() -> list[ModuleType]:
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return sorted((module for module in modules if hasattr(module, "draw")), key=lambda module: module.PLACE)

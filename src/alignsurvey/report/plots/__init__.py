"""Pictures for print: a radar chart over tasks, accuracy by group, distributions real against predicted.

Each is written as PNG and as SVG with its letters as outlines, so that both look alike everywhere. Models are told
apart by shape and line as well as by colour (Okabe and Ito's colours, which the colour-blind can tell apart), so that
nothing is lost in grey. A picture that shows every baseline shows none: each has the few that say something in it, and
the tables have all.
"""

from .by_group import groups
from .radar_chart import radar
from .shares import distributions

__all__ = ["distributions", "groups", "radar"]

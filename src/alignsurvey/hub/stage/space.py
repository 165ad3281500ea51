"""Stage a Space: its folder and a copy of the package, so that it runs without installing alignsurvey."""

from __future__ import annotations

import shutil
from pathlib import Path

from ...files.atomic import replacing
from ...project import hub_name, organisation, unit
from .. import cards
from .common import copy_texts, space_front, staged_folder, write_checksums

_PACKAGE = Path(__file__).parents[2]


def stage_space(name: str, out: Path = Path("build/hub")) -> Path:
    """Stage spaces/<name>; returns the folder to publish. Raises InputError where the Space could not start."""
    folder = unit("spaces", name)
    front, about = space_front(folder / "README.md")
    repository = hub_name(folder.name)
    with replacing(staged_folder(out, repository)) as beside:
        beside.mkdir()
        copy_texts(folder, beside)
        for path in sorted(_PACKAGE.rglob("*.py")):
            copy = beside / _PACKAGE.name / path.relative_to(_PACKAGE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        body = cards.render("space", repo_id=f"{organisation()}/{repository}", name=front["title"], about=about)
        (beside / "README.md").write_text(cards.join(front, body), encoding="utf-8")
        write_checksums(beside)
    return staged_folder(out, repository)

"""An inspection as text: what a file holds, variable by variable."""

from __future__ import annotations

from collections.abc import Sequence

from .inspection import FEW, Inspection, Variable


def describe(inspection: Inspection, only: Sequence[str] = ()) -> str:
    """The inspection as a readable table; `only` names variables. Raises InputError for one that is not there."""
    shown = [inspection.variable(name) for name in dict.fromkeys(only)] or inspection.variables
    lines = [f"{inspection.file}: {inspection.rows:,} rows, {len(inspection.variables):,} variables"]
    lines += [f"  {note}" for note in inspection.notes]
    lines.append(f"likely key: {', '.join(inspection.key) or 'none found; no variable or pair tells all rows apart'}")
    lines.append(f"likely weight: {', '.join(inspection.weights) or 'none found'}")
    for variable in shown:
        lines += ["", *_described(variable)]
    return "\n".join(lines)


def _described(variable: Variable) -> list[str]:
    role = f"  [{variable.attribute or variable.role}]" if variable.role else ""
    lines = [f"{variable.name}  {variable.label}{role}".rstrip()]
    width = max((len(code.code) for code in variable.codes), default=0)
    words = min(max((len(code.label) for code in variable.codes), default=0), 60)
    for code in variable.codes:
        if code.count or variable.kind != "labelled" or len(variable.codes) <= 2 * FEW:
            note = "  missing" if code.missing else ""
            lines.append(f"    {code.code:>{width}}  {code.label[:60]:<{words}}  {code.count:>9,}{note}".rstrip())
    if variable.hidden:
        span = f" from about {variable.span[0]:g} to {variable.span[1]:g}" if variable.span else ""
        kind = "texts, not shown" if variable.kind == "text" or not variable.span else f"numbers{span}"
        lines.append(f"    {variable.hidden:,} rows with other {kind}; {variable.distinct:,} different values in all")
    if variable.rare:
        lines.append(f"    (rare) answers that fewer than five gave: {variable.rare:,} rows")
    if variable.separator:
        lines.append(f"    a cell lists several of them, separated by {variable.separator!r}")
    if variable.blank:
        lines.append(f"    {variable.blank:,} rows blank")
    return lines

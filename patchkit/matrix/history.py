"""How the names of a series went from tree to tree, in the order of versions, in words.

What is compared are the declarations of the trees as they stand. That a name is declared otherwise from
one tree on says nothing of the trees between that nobody gave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from patchkit.model.changes import Aspect
from patchkit.model.matrix import ApiHistory, Cell, CellState, Declared, Epoch


def histories(cells: Iterable[Cell]) -> tuple[ApiHistory, ...]:
    """Returns the history of each name; `cells` are one series' in the order of versions."""
    judged = [cell for cell in cells if cell.state is CellState.JUDGED]
    names = sorted({here.name for cell in judged for here in cell.names})
    return tuple(ApiHistory(name, tuple(_epochs(name, judged))) for name in names)


def _epochs(name: str, cells: Iterable[Cell]) -> Iterator[Epoch]:
    last: Declared | None = None
    begun = False
    for cell in cells:
        declared = next((here.declared for here in cell.names if here.name == name), None)
        if declared is None:
            continue  # not asked for there
        now = declared[0] if declared else None
        aspects = _aspects(last, now)
        if not begun or aspects or (last is None) != (now is None):
            yield Epoch(
                tree=cell.tree,
                signature=now.text if now is not None else "",
                where=now.where if now is not None else "",
                aspects=aspects,
                words=_words(last, now) if begun else "",
                others=tuple(one.text for one in declared[1:]),
            )
        begun, last = True, now


def _aspects(before: Declared | None, after: Declared | None) -> tuple[Aspect, ...]:
    """As `apichange.aspects_of` has them, by what was kept of the signatures."""
    if before is None or after is None:
        return ()
    found = []
    if len(before.types) != len(after.types):
        found.append(Aspect.COUNT)
    elif before.types != after.types:
        same = sorted(before.types) == sorted(after.types)
        found.append(Aspect.ORDER if same else Aspect.TYPE)
    if before.returns != after.returns:
        found.append(Aspect.RETURN)
    return tuple(found)


def _words(before: Declared | None, after: Declared | None) -> str:
    if after is None:
        return "is gone"
    if before is None:
        return "appears"
    told = list(_parameters(before, after))
    if before.returns != after.returns:
        macro = "as a macro", "as a function"
        if not after.returns or not before.returns:
            told.append(f"comes {macro[bool(after.returns)]}")
        else:
            told.append(f"returns {after.returns}, not {before.returns}")
    return "; ".join(told)


def _parameters(before: Declared, after: Declared) -> Iterator[str]:
    alike = SequenceMatcher(None, before.types, after.types, autojunk=False)
    for what, old, old_end, new, new_end in alike.get_opcodes():
        gone = ", ".join(before.parameters[old:old_end])
        come = ", ".join(after.parameters[new:new_end])
        if what == "insert":
            yield f"gains {come}{' in front' if not new else ''}"
        elif what == "delete":
            yield f"loses {gone}"
        elif what == "replace":
            yield f"takes {come}, not {gone}"

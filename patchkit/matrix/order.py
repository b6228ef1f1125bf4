"""The cheapest order of porting a series to several trees, each port starting from one that is done.

What a tree needs is a set (`matrix.needs`), and a port that starts from another tree's has to do what
that one did not need in the same way. So the cost of porting onto B, starting from A, is the number of
B's needs that A does not share. What two trees share is the same in both directions, and the series
itself shares nothing with anybody; hence the cheapest way to reach every tree once is a spanning tree
of greatest shared needs (Prim 1957), whichever member of it is entered first. It is entered at the tree
that is nearest to the series, and of what can be done next the cheapest is done, so that the most trees
are ported early. Refuses to weigh needs against each other: each is one piece of work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patchkit.model.matrix import Cell, CellState, PortOrder, PortStep
from patchkit.model.report import SeriesText

Keys = frozenset[str]


def port_order(cells: Sequence[Cell]) -> PortOrder:
    """Returns the order for one series; `cells` stand in the order of versions."""
    judged = [
        one for one in cells if one.state is CellState.JUDGED and one.text is not SeriesText.INTENT_ONLY
    ]
    open_cells = {one.tree: one for one in judged if not all(patch.settled for patch in one.patches)}
    needs = {name: frozenset(need.key for need in cell.needs) for name, cell in open_cells.items()}
    steps = tuple(
        _step(open_cells[onto], start, needs) for onto, start in _in_turn(needs, _neighbours(needs))
    )
    known = {one.tree for one in judged}
    return PortOrder(
        steps=steps,
        total=sum(step.fresh for step in steps),
        alone=sum(len(one) for one in needs.values()),
        nothing_to_do=tuple(one.tree for one in judged if one.tree not in open_cells),
        unknown=tuple(one.tree for one in cells if one.tree not in known),
    )


def _step(cell: Cell, start: str, needs: Mapping[str, Keys]) -> PortStep:
    done = needs[start] if start else frozenset()
    fresh = [need for need in cell.needs if need.key not in done]
    words = tuple(f"patch {need.patch}: {need.what}" for need in fresh)
    return PortStep(cell.tree, start, len(fresh), len(needs[cell.tree] & done), words)


def _neighbours(needs: Mapping[str, Keys]) -> dict[str, list[str]]:
    """Returns the edges of the spanning forest that shares most, both ways; nothing shared, no edge."""
    edges: dict[str, list[str]] = {name: [] for name in needs}
    reached: set[str] = set()
    for first in needs:
        if first in reached:
            continue
        reached.add(first)
        inside = [first]
        while True:
            best = max(
                ((len(needs[a] & needs[b]), a, b) for a in inside for b in needs if b not in reached),
                key=lambda edge: edge[0],
                default=(0, "", ""),
            )
            shared, known, fresh = best
            if not shared:
                break
            reached.add(fresh)
            inside.append(fresh)
            edges[known].append(fresh)
            edges[fresh].append(known)
    return edges


def _in_turn(needs: Mapping[str, Keys], edges: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Returns (tree, the one it starts from) in the order of work: always the cheapest that is open."""
    rank = {name: at for at, name in enumerate(needs)}
    waiting = set(needs)
    done: list[tuple[str, str]] = []
    starts: dict[str, str] = {}
    entered: set[str] = set()

    def cost(name: str) -> tuple[int, int]:
        start = starts.get(name)
        return len(needs[name] - needs[start] if start is not None else needs[name]), rank[name]

    while waiting:
        # A tree of the forest that nobody has entered may be entered anywhere.
        able = [name for name in waiting if name in starts or not (_component(name, edges) & entered)]
        onto = min(able, key=cost)
        waiting.remove(onto)
        entered.add(onto)
        done.append((onto, starts.get(onto, "")))
        for one in edges[onto]:
            if one in waiting:
                starts[one] = onto
    return done


def _component(name: str, edges: Mapping[str, Sequence[str]]) -> set[str]:
    found, waiting = {name}, [name]
    while waiting:
        for one in edges[waiting.pop()]:
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found

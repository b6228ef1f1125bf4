from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from patchkit.matrix.order import port_order
from patchkit.model.matrix import Cell, CellState, Need, PatchCell
from patchkit.model.report import Counts, PatchState, SeriesText


def cell(tree: str, keys: str, state: PatchState = PatchState.NEEDS_PORTING) -> Cell:
    return Cell(
        series="s",
        tree=tree,
        state=CellState.JUDGED,
        text=SeriesText.GIVEN,
        patches=(PatchCell(1, state, "", Counts(), settled=state is PatchState.PRESENT),),
        needs=tuple(Need(1, f"do {key}", key) for key in keys),
    )


def steps(*cells: Cell) -> list[tuple[str, str, int, int]]:
    return [(one.onto, one.start, one.fresh, one.carried) for one in port_order(cells).steps]


def test_each_port_starts_from_the_one_it_shares_most_with() -> None:
    cells = [cell("v4", "abcdef"), cell("v5", "abcxyz"), cell("v6", "xyz"), cell("v7", "q")]
    assert steps(*cells) == [("v7", "", 1, 0), ("v6", "", 3, 0), ("v5", "v6", 3, 3), ("v4", "v5", 3, 3)]
    order = port_order(cells)
    assert (order.total, order.alone) == (10, 16)
    assert order.steps[2].needs == ("patch 1: do a", "patch 1: do b", "patch 1: do c")


def test_what_has_it_all_and_what_nobody_judged_are_no_ports() -> None:
    unjudged = Cell("s", "v6", CellState.FAILED)
    order = port_order([cell("v4", "a"), cell("v5", "", PatchState.PRESENT), unjudged])
    assert [one.onto for one in order.steps] == ["v4"]
    assert (order.nothing_to_do, order.unknown) == (("v5",), ("v6",))


def test_a_tree_where_all_fits_costs_nothing_and_comes_first() -> None:
    assert steps(cell("v4", "ab"), cell("v5", "", PatchState.APPLIES))[0] == ("v5", "", 0, 0)


def cheapest(needs: list[frozenset[str]]) -> int:
    """The least cost of any order in which every port may start from the series or any port before."""
    return min(
        sum(
            min([len(needs[at]), *(len(needs[at] - needs[other]) for other in order[:place])])
            for place, at in enumerate(order)
        )
        for order in permutations(range(len(needs)))
    )


@given(st.lists(st.frozensets(st.sampled_from("abcdef")), min_size=1, max_size=5))
def test_no_order_is_cheaper(needs: list[frozenset[str]]) -> None:
    cells = [cell(f"v{at}", "".join(sorted(keys))) for at, keys in enumerate(needs)]
    order = port_order(cells)
    assert order.total == cheapest(needs)
    done: set[str] = {""}
    for step in order.steps:
        assert step.start in done
        done.add(step.onto)
    assert len(done) == len(needs) + 1

"""Many series on many trees: what each series is on each tree, how APIs went, which port to do first.

These types are the JSON format of `patchkit matrix`, and docs/matrix.schema.json is their JSON Schema.
Adding a key does not change `SCHEMA_VERSION`; renaming, removing or changing the meaning of one does.
Refuses to hold whole reports: `patchkit check` says more about one cell.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from patchkit.model.changes import Aspect
from patchkit.model.findings import Incident
from patchkit.model.report import Counts, PatchState, SeriesText, Verdict

SCHEMA_VERSION = 1


class TreeRef(Struct, frozen=True):
    """A tree: `location` and `rev` as `open_tree` takes them, `name` as people call it."""

    name: str
    location: str
    rev: str = ""

    @property
    def where(self) -> str:
        """The location in one piece."""
        return f"{self.location}@{self.rev}" if self.rev else self.location


class CellState(StrEnum):
    """Whether a cell has an answer."""

    JUDGED = "judged"
    FAILED = "failed"  # the tree or the series could not be used there; an incident says why
    UNFINISHED = "unfinished"  # interrupted before its turn


class PatchCell(Struct, frozen=True):
    """One patch on one tree: where it stands, its hunks, and the findings it causes.

    `settled` says that nobody ports it: the tree has it, has it otherwise, or has given it up.
    """

    number: int
    state: PatchState
    sentence: str
    counts: Counts
    errors: int = 0
    remarks: int = 0
    settled: bool = False


class Declared(Struct, frozen=True):
    """One way in which a tree declares a name.

    `text` is C, `parameters` are the parameters as C, `types` their types alone ("..." for more),
    `returns` is "" for a macro. `where` is the place ("path:line") that speaks for it, in include/ if
    there is one, `places` how many declarations and definitions agree.
    """

    text: str
    returns: str
    parameters: tuple[str, ...]
    types: tuple[str, ...]
    where: str
    places: int


class NameHere(Struct, frozen=True):
    """A name on a tree as it stands: the ways it is declared, the usual one first; none = absent."""

    name: str
    declared: tuple[Declared, ...]


class Need(Struct, frozen=True):
    """One thing that a port has to do on a tree.

    `what` says it to people. Two trees with the same `key` need it in the same way: the hunk was refused
    by the same code, the finding is the same.
    """

    patch: int
    what: str
    key: str


class Cell(Struct, frozen=True):
    """One series on one tree.

    `version` and `commit` are the tree's; `content` stands for all that was read there ("" = it may have
    changed unseen). A failed or unfinished cell has no verdict.
    """

    series: str
    tree: str
    state: CellState
    version: str = ""
    commit: str = ""
    content: str = ""
    text: SeriesText | None = None
    verdict: Verdict | None = None
    sentence: str = ""
    patches: tuple[PatchCell, ...] = ()
    names: tuple[NameHere, ...] = ()
    needs: tuple[Need, ...] = ()
    incidents: tuple[Incident, ...] = ()


class Column(Struct, frozen=True):
    """One tree of the matrix, with what could not be done there at all; `version` "" = unknown."""

    name: str
    where: str
    version: str
    commit: str
    incidents: tuple[Incident, ...] = ()


class Epoch(Struct, frozen=True):
    """From this tree on, in the order of versions, a name is declared so.

    `signature` is "" where the tree has no such name. `words` say what became of it ("gains `int nid`").
    `others` are further ways in which the tree declares it.
    """

    tree: str
    signature: str
    where: str
    aspects: tuple[Aspect, ...]
    words: str
    others: tuple[str, ...] = ()


class ApiHistory(Struct, frozen=True):
    """How a name of the series went over the trees that were judged, the oldest tree first."""

    name: str
    epochs: tuple[Epoch, ...]


class PortStep(Struct, frozen=True):
    """One port in the cheapest order.

    `onto` is to be ported next, starting from the port to `start` ("" = from the series as it is).
    `fresh` things have to be done for the first time there, `carried` were done for `start` already.
    `needs` are the fresh ones in words.
    """

    onto: str
    start: str
    fresh: int
    carried: int
    needs: tuple[str, ...]


class PortOrder(Struct, frozen=True):
    """The cheapest order.

    `total` is the sum of its steps, `alone` what it would be if every port started from the series.
    `nothing_to_do` are trees that have it all, `unknown` those whose text was not judged.
    """

    steps: tuple[PortStep, ...] = ()
    total: int = 0
    alone: int = 0
    nothing_to_do: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class PatchTitle(Struct, frozen=True):
    """A patch's number and subject."""

    number: int
    subject: str


class Row(Struct, frozen=True):
    """One series on all trees; `cells` stand in the order of the columns."""

    series: str
    location: str
    title: str
    version: int
    expected: int
    patches: tuple[PatchTitle, ...]
    cells: tuple[Cell, ...]
    apis: tuple[ApiHistory, ...] = ()
    order: PortOrder = PortOrder()


class MatrixReport(Struct, frozen=True):
    """The whole answer; columns stand in the order of versions, rows in the order given."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    complete: bool
    incidents: tuple[Incident, ...] = ()
    schema_version: int = SCHEMA_VERSION
    patchkit_version: str = ""

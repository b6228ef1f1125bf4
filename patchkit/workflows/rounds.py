"""A port that is checked, and done again with what the check says, until nothing is left to do.

The check is `check` itself, on the port as a series. It speaks against hunks, which then fall; what
depends on them does not resolve in the next round and falls too. It names the sites that the port
leaves behind, which are then completed, or listed. What remains is in the report.
"""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from patchkit.cfacts import outline
from patchkit.model.findings import Finding, Severity
from patchkit.model.port import Completion, Conflict
from patchkit.model.report import Report, SeriesText
from patchkit.porting.completion import Order, apart, folded, listed, orders_of
from patchkit.porting.engine import EngineOptions, HunkKey, SeriesPort, port_patches
from patchkit.porting.falling import falling
from patchkit.porting.ported import as_series
from patchkit.rules.trust import RESOLVING
from patchkit.search.hits import Progress
from patchkit.search.means import Means
from patchkit.workflows.check import check_inputs
from patchkit.workflows.inputs import CheckOptions, Inputs

# Every round lets a hunk fall, completes sites, or takes a completion back; a series of which more is
# left after so many is reported as it is, with its findings.
_ROUNDS = 12


class Wishes(Struct, frozen=True):
    """What the user wants of a port: likely results as conflicts, and what of sites left behind."""

    confident_only: bool = False
    completion: Completion = Completion.LIST


class CheckedPort(Struct, frozen=True):
    """A port, and what the check says of it."""

    port: SeriesPort
    report: Report


def port_and_check(
    inputs: Inputs,
    options: CheckOptions,
    wishes: Wishes,
    *,
    progress: Progress,
    means: Means | None = None,
) -> CheckedPort:
    """Returns the port of `inputs.series` onto `inputs.base`, and the report of its check."""
    rounds = _Rounds(inputs, options, wishes, progress, means)
    done = rounds.port()
    for _ in range(_ROUNDS):
        if not rounds.learns(done):
            break
        done = rounds.port()
    return rounds.finished(done)


class _Rounds(Struct):
    """What the rounds so far have found out."""

    inputs: Inputs
    options: CheckOptions
    wishes: Wishes
    progress: Progress
    means: Means | None
    refused: dict[HunkKey, Conflict] = field(default_factory=dict)
    orders: dict[Order, str] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()  # the keys of findings before the first completion

    def port(self) -> CheckedPort:
        """Ports and checks once."""
        fold = self.wishes.completion is not Completion.LIST and bool(self.orders)
        port = self.ported(fold=fold)
        return CheckedPort(port, self.checked(port))

    def ported(self, *, fold: bool) -> SeriesPort:
        """Returns the port as far as it is known by now, with `fold` its completion in it."""
        orders = dict(self.orders)
        return port_patches(
            self.inputs.series,
            self.inputs.base,
            EngineOptions(
                outline,
                self.inputs.bases.restarted(),
                self.inputs.renames.renamed_to,
                self.wishes.confident_only,
                dict(self.refused),
                (lambda one, before, after: folded(orders, one, before, after)) if fold else None,
            ),
            lambda done, count: self.progress("porting", done, count),
        )

    def checked(self, port: SeriesPort) -> Report:
        """Returns the report of a check of a port."""
        checked = replace(
            self.inputs,
            series=as_series(self.inputs.series, port.patches),
            text=SeriesText.GIVEN,
            note="",
            bases=self.inputs.bases.restarted(),
            ports=port.patches,
        )
        return check_inputs(checked, self.options, progress=self.progress, means=self.means)

    def learns(self, done: CheckedPort) -> bool:
        """Takes in what the check says; tells whether another round is needed for it."""
        findings = done.report.findings
        if self._takes_back(findings):
            return True
        fresh = falling(done.port.patches, findings, RESOLVING)
        if not fresh.keys() <= self.refused.keys():
            self.refused |= fresh
            self.orders = {order: against for order, against in self.orders.items() if against}
            return True
        changed = {
            (one.patch.number, file.path)
            for one in done.port.patches
            for file in one.files
            if file.changed
        }
        found = orders_of(findings, lambda number, path: (number, path) in changed)
        new = [order for order in found if order not in self.orders]
        if not self.orders:
            self.seen = frozenset(one.key for one in findings)
        self.orders |= dict.fromkeys(new, "")
        return bool(new) and self.wishes.completion is not Completion.LIST

    def _takes_back(self, findings: tuple[Finding, ...]) -> bool:
        """Notes against orders what does not resolve, since they were followed, where they were."""
        against = [
            one
            for one in findings
            if one.rule in RESOLVING and one.severity is Severity.ERROR and one.key not in self.seen
        ]
        taken = False
        for order, said in self.orders.items():
            for one in against:
                place = (one.caused_by, one.primary.path, one.function)
                if not said and place == (order.patch, order.path, order.function or one.function):
                    self.orders[order] = one.message
                    taken = True
        return taken

    def finished(self, done: CheckedPort) -> CheckedPort:
        """Returns the port with what is said of sites left behind, or with patches that complete it."""
        port = done.port
        if self.wishes.completion is Completion.LIST:
            ports = listed(self.orders, port.patches, port.trees)
            return replace(done, port=SeriesPort(ports, port.trees))
        if self.wishes.completion is Completion.SEPARATE and self.orders:
            plain = self.ported(fold=False)
            ports, last = apart(
                plain.patches, plain.trees[-1], port.patches, port.trees[-1], self._title()
            )
            more = (last,) if len(ports) > len(plain.patches) else ()
            extended = SeriesPort(ports, (*plain.trees, *more))
            return CheckedPort(extended, self.checked(extended))
        return done

    def _title(self) -> str:
        """Returns a name for the series that may stand in a message: not the place it was read from."""
        series = self.inputs.series
        return (series.cover or series.patches[0]).subject.text

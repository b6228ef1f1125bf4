"""A port that is checked, and done again without what the check speaks against, until nothing falls.

The check is `check` itself, on the port as a series. What depends on a hunk that fell does not resolve
in the next round and falls too. What remains is in the report.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from patchkit.cfacts import outline
from patchkit.model.port import Conflict
from patchkit.model.report import Report, SeriesText
from patchkit.porting.engine import EngineOptions, HunkKey, SeriesPort, port_patches
from patchkit.porting.falling import falling
from patchkit.porting.ported import as_series
from patchkit.rules.trust import RESOLVING
from patchkit.search.hits import Progress
from patchkit.search.means import Means
from patchkit.workflows.check import check_inputs
from patchkit.workflows.inputs import CheckOptions, Inputs

# Every round lets at least one hunk fall; a series whose hunks still fall after so many is reported as
# it is, with its findings.
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class CheckedPort:
    """A port, and what the check says of it."""

    port: SeriesPort
    report: Report


def port_and_check(
    inputs: Inputs,
    options: CheckOptions,
    *,
    confident_only: bool,
    progress: Progress,
    means: Means | None = None,
) -> CheckedPort:
    """Returns the port of `inputs.series` onto `inputs.base`, and the report of its check."""
    refused: dict[HunkKey, Conflict] = {}
    for _ in range(_ROUNDS):
        port = port_patches(
            inputs.series,
            inputs.base,
            EngineOptions(
                outline,
                inputs.bases.restarted(),
                inputs.renames.renamed_to,
                confident_only,
                dict(refused),
            ),
            lambda done, count: progress("porting", done, count),
        )
        ported = as_series(inputs.series, port.patches)
        checked = replace(
            inputs,
            series=ported,
            text=SeriesText.GIVEN,
            note="",
            bases=inputs.bases.restarted(),
            ports=port.patches,
        )
        report = check_inputs(checked, options, progress=progress, means=means)
        fresh = falling(port.patches, report.findings, RESOLVING)
        if fresh.keys() <= refused.keys():
            break
        refused |= fresh
    return CheckedPort(port, report)

"""`patchkit review` as a library call: what a maintainer would find in a series before it is sent.

The mails are judged by `patchkit.submit`, the code by `check` itself, on the tree the series was made on
and on those it will meet. Prints nothing, writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from patchkit.model.findings import Confidence
from patchkit.model.report import SeriesSummary, SeriesText
from patchkit.model.review import Remark, Review, Role, TreeReview
from patchkit.model.series import Series
from patchkit.readers import ReadOptions, read_series
from patchkit.reports.review_build import build_review, in_doubt, remarks_of
from patchkit.search.hits import Progress, silent
from patchkit.search.means import Means
from patchkit.submit import judge_submission
from patchkit.submit.base import Submission
from patchkit.submit.engine import Judgement
from patchkit.trees import open_tree
from patchkit.treescripts import Outcome, run_checkpatch, run_get_maintainer, sandbox_of
from patchkit.workflows.check import check_inputs
from patchkit.workflows.history import GitHistory
from patchkit.workflows.inputs import CheckOptions, read_inputs
from patchkit.workflows.prior import prerequisites_of
from patchkit.workflows.submission import (
    Ground,
    Place,
    base_place,
    find_ground,
    locate_series,
    target_place,
)


class ReviewOptions(Struct, frozen=True):
    """What to review.

    `series` is a location as `readers` takes it, or a range of the repository of `tree`; "" is what the
    current branch has beyond its upstream. `tree` is the tree it was made on, "" the repository here.
    `targets` are trees it will meet: locations, or revisions of that repository. `prerequisites` are
    series that are placed on each tree first, and not judged. `checkpatch` and `maintainers` run the
    tree's own scripts. The rest is as in `CheckOptions`.
    """

    series: str = ""
    tree: str = ""
    targets: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    kernel: bool = True
    min_confidence: Confidence = Confidence.LOW
    checkpatch: bool = False
    maintainers: bool = False
    version: int | None = None
    offline: bool = False
    picked: str = ""
    use_cache: bool = True

    @property
    def reading(self) -> ReadOptions:
        """How the series is read."""
        return ReadOptions(self.version, self.offline, self.use_cache, self.picked)


def review(
    options: ReviewOptions,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = silent,
    means: Means | None = None,
) -> Review:
    """Reviews a series and returns the result; `means` is what the checks may use.

    Raises SeriesError or TreeError when the series or a tree cannot be read at all.
    """
    ground = find_ground(options.tree)
    location, commits = locate_series(options.series, ground)
    series = read_series(location, stdin=stdin, options=options.reading)
    others = replace(options.reading, version=None, picked="")
    before = [read_series(one, options=others) for one in options.prerequisites]
    base = base_place(series, ground, before)
    needed = prerequisites_of(series, before, ground.repository, base.commit or ground.tip(), progress)
    places = (base, *(target_place(one, ground) for one in options.targets))
    judged = _judged(series, ground, base, posted=not commits)
    trees = []
    for place in places:
        helped_by = base.location if place.role is Role.TARGET else ""
        asked = _asked(options, series, place, helped_by)
        trees.append(_checked(series, place, asked, progress, means))
    shown, doubts = in_doubt(needed, remarks_of(trees))
    remarks = (*judged.remarks, *shown)
    scripts = _scripts(series, base, options, remarks)
    return build_review(
        _summary(series),
        (*remarks, *(one for script in scripts for one in script.remarks)),
        trees,
        (
            *series.incidents,
            *judged.incidents,
            *doubts,
            *(one for script in scripts for one in script.incidents),
        ),
        needed,
    )


def _judged(series: Series, ground: Ground, base: Place, *, posted: bool) -> Judgement:
    """Returns what the submit rules say, with the history up to the series' base."""
    tip = base.commit or ground.tip()
    if ground.repository is None or not tip:
        return judge_submission(Submission(series, posted))
    with closing(GitHistory(ground.repository, tip)) as history:
        return judge_submission(Submission(series, posted, history))


def _scripts(
    series: Series, base: Place, options: ReviewOptions, known: Sequence[Remark]
) -> tuple[Outcome, ...]:
    """Returns what the scripts of the series' own tree say, those that were asked for."""
    if not options.checkpatch and not options.maintainers:
        return ()
    tree = open_tree(base.location, kernel=options.kernel)
    touched = {str(file.source) for patch in series.patches for file in patch.files}
    bindings = options.checkpatch and any(b"compatible" in patch.diff for patch in series.patches)
    with sandbox_of(tree, touched, bindings=bindings) as sandbox:
        told = []
        if options.checkpatch:
            told.append(run_checkpatch(sandbox, series.patches, known))
        if options.maintainers:
            told.append(run_get_maintainer(sandbox, series))
    return tuple(told)


def _asked(options: ReviewOptions, series: Series, place: Place, helped_by: str) -> CheckOptions:
    return CheckOptions(
        tree=place.location,
        series=series.location,
        kernel=options.kernel,
        prerequisites=options.prerequisites,
        base_trees=(helped_by,) if helped_by else (),
        min_confidence=options.min_confidence,
        offline=options.offline,
        use_cache=options.use_cache,
    )


def _checked(
    series: Series, place: Place, asked: CheckOptions, progress: Progress, means: Means | None
) -> TreeReview:
    inputs = read_inputs(asked, None, means, series=series)
    report = check_inputs(inputs, asked, progress=progress, means=means)
    return TreeReview(place.role, place.why, report)


def _summary(series: Series) -> SeriesSummary:
    return SeriesSummary(
        location=series.location,
        title=series.title,
        version=series.version,
        expected=series.expected,
        missing=series.missing,
        text=SeriesText.GIVEN,
    )

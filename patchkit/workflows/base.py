"""The base of a series in a repository as a library call: found by blobs, then tried with the patches.

Blobs tell which commit has the files; whether the series goes in there is tried, strictly and in memory.
Of commits that lack some of the files the first on which all patches go in is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from patchkit.basing import BaseOptions, RankedBases, expectations, ranked_bases
from patchkit.cfacts import outline
from patchkit.errors import TreeError
from patchkit.gitio import Repository, find_repository
from patchkit.model.base import BaseMatch, FoundBase
from patchkit.model.findings import Incident
from patchkit.model.placement import Outcome, PatchPlacement
from patchkit.model.series import Series
from patchkit.model.tree import Tree
from patchkit.placement import PlacementOptions, place_series
from patchkit.reports.base import summary
from patchkit.trees.open import repository_at
from patchkit.trees.revision import RevisionTree
from patchkit.workflows.prior import sent

# So many commits with different files are tried when none has all of them.
_TRIED = 4
_STRICT = PlacementOptions(max_fuzz=0)
_GOES_IN = (Outcome.EXACT, Outcome.OFFSET)


def find_base(
    series: Series,
    place: str,
    options: BaseOptions | None = None,
    *,
    before: Sequence[Series] = (),
) -> FoundBase:
    """Returns the commit of the repository at `place` that `series` was made on, and how it was found.

    `before` are series that come before it. Raises TreeError when there is no repository, SeriesError
    when a wanted branch is not there, GitError when git fails. Writes nothing, fetches nothing.
    """
    repository = find_repository(place)
    if repository is None:
        raise TreeError(
            "this is no git repository, so no base can be found in it",
            where=place,
            hint="name a clone of the kernel; bare and shallow ones will do",
        )
    options = options or BaseOptions()
    expected = expectations(series, before)
    ranked = ranked_bases(series, expected, repository, options, sent=sent(series), most=_TRIED)
    every = (*before, series)
    tried, stated = _tried(ranked, repository, place, every)
    chosen = _chosen(tried, stated, any_blob=bool(expected.files))
    own = chosen is not None and stated is not None and chosen.commit == stated.commit
    others = [one for one in (stated, *tried) if one and one is not chosen and _says_something(one)]
    return FoundBase(
        repository=place,
        expected=expected,
        how=_how(chosen, own=own),
        found=chosen,
        as_good=next((a for one, a in zip(tried, ranked.as_good, strict=True) if one is chosen), ()),
        runner_up=next(iter(others), None),
        stated=series.base.base_commit,
        stated_here=stated is not None,
        hints=ranked.hints,
        searched=ranked.searched,
        incidents=tuple(_told(series, chosen, ranked)),
    )


def guessed_base(
    series: Series, place: str, options: BaseOptions, before: Sequence[Series] = ()
) -> tuple[str, tuple[Incident, ...]]:
    """Returns the id of the commit that `find_base` finds, and what is to be said of it.

    Raises TreeError when there is none, and as `find_base` does.
    """
    base = find_base(series, place, options, before=before)
    if base.found is None:
        raise TreeError(
            "no base was found: nothing that was looked at has a file of the series as it was",
            where=place,
            hint="patchkit base shows what is missing; or name the tree, as REPO@REV",
        )
    told = Incident("base-guessed", f"the base is {summary(base)}", place, harmless=True)
    known = series.incidents
    return base.found.commit, (told, *(one for one in base.incidents if one not in known))


def base_beside(
    series: Series, tree: str, options: BaseOptions, before: Sequence[Series] = ()
) -> tuple[tuple[str, ...], tuple[Incident, ...]]:
    """Returns where the base is in the repository that `tree` is in, and what is to be said of it.

    There may be none, which is said. Raises as `find_base` does.
    """
    _, revision = repository_at(tree)
    place = tree.removesuffix(f"@{revision}") if revision else tree
    base = find_base(series, place, options, before=before)
    if base.found is None:
        message = "no base of the series was found there; patchkit base shows what is missing"
        return (), (Incident("base-not-found", message, place, harmless=True),)
    told = Incident("base-guessed", f"the base is {summary(base)}", place, harmless=True)
    return (f"{place}@{base.found.commit}",), (told,)


def _tried(
    ranked: RankedBases, repository: Repository, place: str, every: Sequence[Series]
) -> tuple[list[BaseMatch], BaseMatch | None]:
    """Returns the ranked commits and the stated one, with what placing the patches on them told."""
    stated = ranked.stated
    if stated is not None:
        stated = _with_patches(stated, repository, place, every)
    tried: list[BaseMatch] = []
    done = stated is not None and stated.complete
    for one in ranked.bases:
        tried.append(one if done else _with_patches(one, repository, place, every))
        done = done or tried[-1].applies is True
    return tried, stated


def _with_patches(
    match: BaseMatch, repository: Repository, place: str, every: Sequence[Series]
) -> BaseMatch:
    """Returns the match with whether every patch goes in there, each line where it is expected."""
    below = repository.prefix
    tree = RevisionTree(repository, match.commit, below, where=f"{place}@{match.name}", kernel=False)
    base: Tree = tree
    for number, one in enumerate(every, 1):
        placed = place_series(one, base, outline, options=_STRICT)
        if tree.incidents:  # contents that a partial clone lacks: the blobs' ids have to do
            return match
        refused = next((patch.number for patch in placed.patches if not _goes_in(patch)), None)
        if refused is not None:
            return replace(match, applies=False, refused=refused if number == len(every) else 0)
        base = placed.trees[-1]
    return replace(match, applies=True)


def _goes_in(patch: PatchPlacement) -> bool:
    return all(
        file.outcome in _GOES_IN and all(one.outcome in _GOES_IN for one in file.hunks)
        for file in patch.files
    )


def _chosen(tried: Sequence[BaseMatch], stated: BaseMatch | None, *, any_blob: bool) -> BaseMatch | None:
    """Returns the base: where all patches go in, then what has most of the files; None when none has.

    The series' own base-commit is taken, unless another has all files as the series says: the author's
    tree had more in it then, the prerequisites.
    """
    every = ([stated] if stated is not None else []) + list(tried)
    applying = [one for one in every if one.applies]
    if applying:
        return next((one for one in applying if one.complete), applying[0])
    best = max(every, key=lambda one: (one.matched, -len(one.clashes)), default=None)
    if best is None or (best is not stated and (not any_blob or not best.matched)):
        return None
    return best


def _says_something(one: BaseMatch) -> bool:
    return bool(one.matched or one.applies)


def _how(chosen: BaseMatch | None, *, own: bool) -> str:
    if chosen is None:
        return ""
    return "base-commit" if own else "blobs" if chosen.matched else "applies"


def _told(series: Series, chosen: BaseMatch | None, ranked: RankedBases) -> Iterator[Incident]:
    """Yields what makes the answer less than sure."""
    yield from (one for one in series.incidents if one.kind in ("patch-missing", "malformed-patch"))
    complete = chosen is not None and chosen.complete
    yield from (replace(one, harmless=complete) for one in ranked.incidents)
    if ranked.missing and not complete:
        count = ranked.missing
        message = f"{count} objects are not here (a shallow or partial clone); not all was looked at"
        yield Incident("missing-object", message)
    if chosen is not None and not chosen.complete and not chosen.applies:
        message = (
            f"{chosen.name} is the nearest that is here, and not the base: the series does not go in"
        )
        yield Incident("base-doubtful", message, chosen.commit)

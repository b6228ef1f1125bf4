"""What a check starts from: series, text, tree with its prerequisites, profile.

Decides nothing about the series; only which text of it can be judged on this tree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from patchkit.basing import BaseOptions
from patchkit.cfacts import outline
from patchkit.errors import FetchError, TreeError
from patchkit.gitio import blob_id
from patchkit.model.findings import Confidence, Incident
from patchkit.model.port import PatchPort
from patchkit.model.profile import Profile
from patchkit.model.report import SeriesText
from patchkit.model.series import Series
from patchkit.model.settings import AS_IS, Display
from patchkit.model.tree import OpenedTree, Tree
from patchkit.placement import BaseFinder, place_series
from patchkit.readers import ReadOptions, read_series
from patchkit.readers.picking import pick
from patchkit.readers.profile import available, embedded_series, load_facts, load_profile
from patchkit.reports.base import needed
from patchkit.search.hits import Progress, silent
from patchkit.search.means import Means
from patchkit.trees import BlobStore, Renames, open_tree
from patchkit.trees.open import repository_at
from patchkit.workflows.base import base_beside, guessed_base
from patchkit.workflows.display import NAME as DISPLAY_FILE
from patchkit.workflows.display import read_display
from patchkit.workflows.fetch import posted_series
from patchkit.workflows.origins import open_history
from patchkit.workflows.prior import prerequisites_of

DEFAULT_SERIES = "hot-remove"


class CheckOptions(Struct, frozen=True):
    """What to check.

    `series` is a location as `readers` takes it, or "" for the embedded series named `embedded`: its
    rendering on the tree it was written for, else its posting. `version` is the wanted reroll (None: the
    newest); `offline` forbids every network, `use_cache` allows what was kept of earlier runs.
    `prerequisites` are locations of series that are placed on the tree first, in memory.
    `base_trees` are locations of trees that may hold the files the series was made on, `history`
    repositories (REPO, REPO@REV or a mail archive) that may know where names come from.
    With `look_up` the prerequisites that the mails name are looked for in the history of `tree`.
    With `guess` the tree is the commit of the repository `tree` that the series was made on; with
    `guess_beside` that is one more base tree.
    Findings below `min_confidence` are left out of the report and counted in an incident.
    """

    tree: str
    rev: str = ""
    kernel: bool = True
    series: str = ""
    embedded: str = DEFAULT_SERIES
    profile: str = ""
    prerequisites: tuple[str, ...] = ()
    base_trees: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    min_confidence: Confidence = Confidence.LOW
    version: int | None = None
    offline: bool = False
    use_cache: bool = True
    picked: str = ""
    guess: BaseOptions | None = None
    guess_beside: bool = False
    look_up: bool = False

    @property
    def reading(self) -> ReadOptions:
        """How the series is read."""
        return ReadOptions(self.version, self.offline, self.use_cache, self.picked)


class Inputs(Struct, frozen=True):
    """The series, which text of it this is, the tree to check against, and what its history knows.

    `ports` say what became of each patch of the original, when `series` is a port; `display` is how the
    tree's own file wants a report of it to look.
    """

    series: Series
    text: SeriesText
    note: str
    profile: Profile
    base: Tree
    incidents: tuple[Incident, ...]
    bases: BaseFinder
    renames: Renames
    ports: tuple[PatchPort, ...] = ()
    display: Display = AS_IS


class Source(Struct, frozen=True):
    """A series as it was read, for any number of trees.

    `series` is what was given, or the rendering of the embedded series named `embedded` ("" = given).
    `posted` is that one's posting with a note, or why it cannot be had; None: nobody asked yet. `before`
    are the prerequisites, `paths` the files that will be read on every tree.
    """

    series: Series
    profile: Profile
    before: tuple[Series, ...] = ()
    embedded: str = ""
    posted: tuple[Series, str] | str | None = None

    @property
    def paths(self) -> frozenset[str]:
        """The files that the series, its prerequisites and its posting change, and the display file."""
        every = (self.series, *self.before)
        found = {str(file.source) for one in every for patch in one.patches for file in patch.files}
        if self.embedded:
            found.update(load_facts(embedded_series(self.embedded)).diffstat.changed)
        return frozenset({*found, DISPLAY_FILE})


def read_source(
    options: CheckOptions, stdin: BinaryIO | None = None, *, series: Series | None = None
) -> Source:
    """Returns the series that `options` name, or the one that was read already.

    Raises SeriesError or ProfileError.
    """
    folder = None if options.series else embedded_series(options.embedded)
    series = _read(options, folder, stdin) if series is None else series
    reading = replace(options.reading, version=None, picked="")
    return Source(
        series=series,
        profile=_profile(options, series, folder),
        before=tuple(read_series(one, options=reading) for one in options.prerequisites),
        embedded="" if folder is None else options.embedded,
    )


def with_posting(source: Source, options: CheckOptions) -> Source:
    """Returns the source with the posting of an embedded series, or why there is none."""
    if not source.embedded or source.posted is not None:
        return source
    posted = posted_series(source.embedded, options.reading)
    if not isinstance(posted, str):
        posted = pick(posted[0], options.picked), posted[1]
    return replace(source, posted=posted)


def read_inputs(
    options: CheckOptions,
    stdin: BinaryIO | None,
    means: Means | None = None,
    *,
    series: Series | None = None,
    progress: Progress = silent,
) -> Inputs:
    """Returns what `options` name, with the series that was read already where one is given.

    Raises SeriesError, TreeError or ProfileError.
    """
    for one in options.history:
        open_history(one)  # a mistake is told at once
    source = read_source(options, stdin, series=series)
    options, guessed = _on_its_base(options, source)
    tree = open_tree(
        options.tree, rev=options.rev, kernel=options.kernel, wanted=source.paths, means=means
    )
    inputs = inputs_on(source, tree, options, open_bases(options, source.paths))
    lacking = tuple(_lacking(source, options, tree, progress)) if options.look_up else ()
    return replace(inputs, incidents=(*guessed, *lacking, *inputs.incidents))


def _lacking(
    source: Source, options: CheckOptions, tree: Tree, progress: Progress
) -> Iterator[Incident]:
    """Yields what the mails say must go in first and the tree has not."""
    repository, _ = repository_at(options.tree)
    commit = tree.identity.commit
    if repository is not None and not repository.prefix:
        commit = commit or repository.tip()
    for one in prerequisites_of(source.series, source.before, repository, commit, progress):
        if not one.there:
            where = source.series.location
            yield Incident("prerequisite-missing", f"needed first: {needed(one)}", where, harmless=True)


def _on_its_base(options: CheckOptions, source: Source) -> tuple[CheckOptions, tuple[Incident, ...]]:
    """Returns the options with the base of the series for a revision or a base tree, when wished."""
    if options.guess is None:
        return options, ()
    if options.guess_beside:
        tree, told = base_beside(source.series, options.tree, options.guess, source.before)
        return replace(options, base_trees=(*options.base_trees, *tree)), told
    if options.rev or source.embedded:
        what = "a revision is given" if options.rev else "no series is given"
        raise TreeError(f"{what}, so there is no base to guess", where=options.tree)
    commit, told = guessed_base(source.series, options.tree, options.guess, source.before)
    return replace(options, rev=commit), told


def open_bases(options: CheckOptions, paths: Collection[str]) -> tuple[OpenedTree, ...]:
    """Opens the base trees, of which `paths` will be read; raises TreeError."""
    return tuple(open_tree(one, kernel=options.kernel, wanted=paths) for one in options.base_trees)


def inputs_on(
    source: Source, tree: Tree, options: CheckOptions, base_trees: Iterable[Tree] = ()
) -> Inputs:
    """Returns what a check of `source` on an open tree starts from."""
    display, refused = read_display(tree)
    base, incidents = _with_prerequisites(tree, source.before)
    series, text, note = _text(source, tree, options)
    return Inputs(
        series=series,
        text=text,
        note=note,
        profile=source.profile,
        base=base,
        incidents=(*series.incidents, *incidents, *refused),
        bases=_bases(options, source.before, base_trees),
        renames=Renames(options.tree, options.rev),
        display=display,
    )


def _bases(options: CheckOptions, before: Iterable[Series], trees: Iterable[Tree]) -> BaseFinder:
    """Returns where bases are looked for: the base trees, and the repositories of all trees."""
    stores = [BlobStore(one) for one in dict.fromkeys((options.tree, *options.base_trees))]
    finder = BaseFinder(trees, stores, outline)
    for series in before:
        for patch in series.patches:
            finder.note(patch)
    finder.start()
    return finder


def _read(options: CheckOptions, embedded: Path | None, stdin: BinaryIO | None) -> Series:
    """Returns the series that was given, or the rendering of the embedded one."""
    if embedded is None:
        return read_series(options.series, stdin=stdin, options=options.reading)
    mails = str(embedded / load_facts(embedded).mails)
    return read_series(mails, options=ReadOptions(picked=options.picked))


def _text(source: Source, tree: Tree, options: CheckOptions) -> tuple[Series, SeriesText, str]:
    """Returns the text that can be judged on this tree, and what the reader has to know about it."""
    series = source.series
    if not source.embedded:
        return series, SeriesText.GIVEN, ""
    facts = load_facts(embedded_series(source.embedded))
    note = f"patchkit's own rendering of {facts.title!r}"
    if options.version is None and _written_for(series, tree):
        return series, SeriesText.RENDERING, note
    posted = with_posting(source, options).posted
    assert posted is not None
    if not isinstance(posted, str):
        return posted[0], SeriesText.POSTED, posted[1]
    if options.version is not None:
        raise FetchError(
            f"v{options.version} was asked for, and cannot be had: {posted}", where=facts.title
        )
    note += "; its hunks were not written for this tree and are not judged as text. "
    return (
        series,
        SeriesText.INTENT_ONLY,
        f"{note}The posting was not read: {posted}. {facts.fetch_hint}",
    )


def _profile(options: CheckOptions, series: Series, embedded: Path | None) -> Profile:
    folder = Path(options.profile) if options.profile else embedded or _profile_for(series)
    return load_profile(folder) if folder else Profile()


def _with_prerequisites(tree: Tree, before: Sequence[Series]) -> tuple[Tree, tuple[Incident, ...]]:
    incidents: list[Incident] = []
    for series in before:
        placed = place_series(series, tree, outline)
        incidents += series.incidents
        for patch in placed.patches:
            if not patch.clean:
                incidents.append(
                    Incident(
                        "prerequisite-refused",
                        f"patch {patch.number} of the prerequisite does not apply completely",
                        where=series.location,
                    )
                )
        tree = placed.trees[-1]
    return tree, tuple(incidents)


def _profile_for(series: Series) -> Path | None:
    """Returns the embedded profile of a posting, known by its message-ids."""
    ids = {patch.message_id.strip("<>") for patch in series.patches}
    for name in available():
        folder = embedded_series(name)
        postings = load_facts(folder).postings
        if any(ids & {one.strip("<>") for one in posting.message_ids} for posting in postings):
            return folder
    return None


def _written_for(series: Series, tree: Tree) -> bool:
    """Tells whether a file stands in the tree exactly as the series' index lines say."""
    seen: set[str] = set()
    for patch in series.patches:
        for file in patch.files:
            path = str(file.source)
            if path in seen or not file.old_blob.strip("0"):
                continue
            seen.add(path)
            data = tree.read(path)
            if data is not None and blob_id(data).startswith(file.old_blob):
                return True
    return False

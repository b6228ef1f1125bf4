"""`patchkit port` as a library call: a series and a tree in, the ported series on disk; prints nothing.

Readers and trees, the port of every patch, then history, mails, proof and one last step (`porting/`).
"""

from __future__ import annotations

from typing import BinaryIO

from msgspec import Struct, field

from patchkit.basing import BaseOptions
from patchkit.errors import GitError, PortError
from patchkit.gitio import user_identity
from patchkit.model.port import Completion
from patchkit.model.ported import PortResult
from patchkit.model.series import Person, Series
from patchkit.model.tree import Tree
from patchkit.porting.branch import Branch
from patchkit.porting.mails import MailForm
from patchkit.porting.messages import Mark, Wording
from patchkit.porting.publish import Destination
from patchkit.porting.upstream import read_upstream
from patchkit.porting.write import Order, write_port
from patchkit.search.hits import Progress, silent
from patchkit.search.means import Means
from patchkit.trees.revision import RevisionTree
from patchkit.workflows.inputs import CheckOptions, read_inputs
from patchkit.workflows.rounds import Wishes, port_and_check


class PortOptions(Struct, frozen=True):
    """What to port, and how the result is to be written.

    `series` is a location as `readers` takes it, `onto` and `rev` a tree as `open_tree` does.
    `upstream` says which upstream commits the patches are (an id, a map's file name, or "mail"), `marks`
    how messages name them, `say_changes` whether messages say what was changed, `signoff` whether the
    user signs. `branch` names the branch to make, "" for none. With `confident_only` likely results
    become conflicts. `completion` says what to do about sites of the target that the series does not
    know. With `guess` the base of the series is a base tree. The rest is as in CheckOptions.
    """

    series: str
    onto: str
    rev: str = ""
    kernel: bool = True
    upstream: str = ""
    marks: tuple[Mark, ...] = ()
    say_changes: bool = False
    signoff: bool = False
    form: MailForm = field(default_factory=MailForm)
    destination: Destination = field(default_factory=Destination)
    branch: str = ""
    confident_only: bool = False
    completion: Completion = Completion.LIST
    profile: str = ""
    prerequisites: tuple[str, ...] = ()
    base_trees: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    guess: BaseOptions | None = None
    offline: bool = False
    version: int | None = None
    picked: str = ""


def port_series(
    options: PortOptions,
    *,
    stdin: BinaryIO | None = None,
    stdout: BinaryIO | None = None,
    progress: Progress = silent,
    means: Means | None = None,
) -> PortResult:
    """Ports a series onto a tree and writes the result; `stdout` gets the mbox of destination "-".

    Raises SeriesError or TreeError when either cannot be read at all, and PortError when nothing can be
    written; then nothing was.
    """
    progress("opening the tree", 0, 0)
    options.destination.check()
    checking = _checking(options)
    inputs = read_inputs(checking, stdin, means, progress=progress)
    order = _order(options, inputs.series, inputs.base)
    done = port_and_check(
        inputs,
        checking,
        Wishes(options.confident_only, options.completion),
        progress=progress,
        means=means,
    )
    output = write_port(
        inputs.series, done.port.patches, inputs.base, order, stdout=stdout, progress=progress
    )
    return PortResult(
        series=inputs.series,
        target=inputs.base.identity,
        ports=done.port.patches,
        output=output,
        remains=done.report.findings,
        incidents=done.report.incidents,
    )


def _checking(options: PortOptions) -> CheckOptions:
    return CheckOptions(
        tree=options.onto,
        rev=options.rev,
        kernel=options.kernel,
        series=options.series,
        offline=options.offline,
        version=options.version,
        picked=options.picked,
        profile=options.profile,
        prerequisites=options.prerequisites,
        base_trees=options.base_trees,
        history=options.history,
        guess=options.guess,
        guess_beside=True,
        look_up=True,
    )


def _order(options: PortOptions, series: Series, tree: Tree) -> Order:
    apart = options.completion is Completion.SEPARATE
    acts = bool(options.signoff or options.branch or options.form.thread or apart)
    nameless = not all(patch.author.email or patch.sender.email for patch in series.patches)
    user = _user(required=acts) if acts or nameless else Person("", "")
    known = read_upstream(options.upstream, len(series.patches)) if options.upstream else None
    return Order(
        wording=Wording(
            upstream=known,
            marks=(options.marks or (Mark.STABLE,)) if known is not None else (),
            say_changes=options.say_changes,
            signoff=user if options.signoff else None,
        ),
        form=options.form,
        destination=options.destination,
        branch=_branch(options, tree, user) if options.branch else None,
        user=user,
        sends=options.signoff or options.form.thread,
        object_format=tree.repository.object_format if isinstance(tree, RevisionTree) else "sha1",
    )


def _user(*, required: bool) -> Person:
    try:
        return Person(*user_identity())
    except GitError as error:
        if required:
            raise PortError(error.message, hint=error.hint) from error
        return Person("", "")


def _branch(options: PortOptions, tree: Tree, user: Person) -> Branch:
    if not isinstance(tree, RevisionTree) or not tree.identity.commit:
        raise PortError(
            "a branch can only be made on a commit of a repository",
            where=options.onto,
            hint="name it: REPO@REV, or --rev REV",
        )
    return Branch(
        name=options.branch,
        repository=tree.repository,
        commit=tree.identity.commit,
        folder=f"{tree.folder}/" if tree.folder else "",
        committer=user,
        force=options.destination.force,
    )

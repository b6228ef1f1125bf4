"""Everything that will be written, made in a temporary folder and proved there.

The history holds only the touched files; mails and `.rej` files come from it. Nothing
here is where the user can see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from patchkit.gitio import TemporaryRepository
from patchkit.model.port import PatchPort
from patchkit.model.series import Person, Series
from patchkit.model.tree import TreeIdentity
from patchkit.porting.cover import cover_text
from patchkit.porting.entries import Entry
from patchkit.porting.history import make_history
from patchkit.porting.idents import clean
from patchkit.porting.ledger import Files
from patchkit.porting.mails import (
    MailForm,
    Mails,
    guard_opening,
    keep_lines,
    name_base,
    write_mails,
)
from patchkit.porting.proof import prove
from patchkit.porting.publish import COVER, MBOX, REJECTS
from patchkit.porting.rejects import rejects_of


class Staged(Struct, frozen=True):
    """What lies ready in `folder`.

    `cover`, `mails` and `rejects` are the names of files, or for an mbox those that they would have;
    the last two are by entry, "" for none. `applied` are the files for git am, in order.
    """

    folder: Path
    cover: str
    mails: tuple[str, ...]
    rejects: tuple[str, ...]
    applied: tuple[Path, ...]


class Stage(Struct, frozen=True):
    """What staging needs to know.

    `attributes` are the target's .gitattributes, `sender` who sends the mails, and the cover letter
    instead of its author, `layout` the form of the destination.
    """

    series: Series
    ports: Sequence[PatchPort]
    target: TreeIdentity
    form: MailForm
    attributes: Files
    base: Files
    sender: Person | None = None
    layout: str = "mails"

    @property
    def am_options(self) -> list[str]:
        """What git am must be told of patches for quilt, which cannot be encoded as mails can.

        Their CRs are to be kept, and lines that begin with "From " are quoted as mboxrd has it.
        """
        return ["--keep-cr", "--patch-format=mboxrd"] if self.layout == "quilt" else []

    def make(self, repository: TemporaryRepository, top: Path, entries: Sequence[Entry]) -> Staged:
        """Writes all files into folders in `top` and proves them; `repository` gets the history."""
        commits = make_history(
            repository, {**self.attributes, **self.base}, [entry.commit for entry in entries]
        )
        for path, file in self.attributes.items():
            if file is not None:
                target = repository.folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.data)
        folder = top / "port"
        folder.mkdir()
        mboxrd = ["--pretty=mboxrd"] if self.layout == "quilt" else []
        mails = write_mails(repository, folder, self.form, self._letter(), self._sent_by(), mboxrd)
        mailed = [name for name, entry in zip(mails.names, entries, strict=True) if entry.mailed]
        for name, entry in zip(mails.names, entries, strict=True):
            guard_opening(folder / name, entry.commit.author.rsplit(b" ", 2)[0])
        self._finish(mails, mailed)
        staged = Staged(
            folder=folder,
            cover=mails.cover,
            mails=tuple(name if name in mailed else "" for name in mails.names),
            rejects=tuple(
                _reject(folder / name, entry) for name, entry in zip(mails.names, entries, strict=True)
            ),
            applied=tuple(folder / name for name in mailed),
        )
        if self.layout == "mbox":
            staged = _in_one(staged, top / "mbox")
        elif self.layout == "quilt":
            staged = _as_quilt(staged)
        kept = (one for one, name in zip(commits[1:], staged.mails, strict=True) if name)
        prove(repository, (commits[0], *kept), staged.applied, self.am_options)
        return staged

    def _finish(self, mails: Mails, mailed: Sequence[str]) -> None:
        if self.target.commit and mailed:
            name_base(mails.folder / mailed[0], self.target.commit)
        if self.layout != "quilt":
            for name in mailed:
                keep_lines(mails.folder / name)

    def _letter(self) -> str | None:
        cover = self.series.cover
        if cover is None:
            return None
        return cover_text(cover, self.ports, self.target)

    def _sent_by(self) -> dict[str, str]:
        """Returns who git is to take for the sender: of the cover letter, and in message-ids."""
        cover = self.series.cover
        sender = self.sender or (cover.author if cover is not None else None)
        if sender is None:
            return {}
        name, email = clean(sender)
        variables = {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email}
        if self.sender is None and cover is not None and cover.date:
            variables["GIT_COMMITTER_DATE"] = cover.date
        return variables


def _reject(mail: Path, entry: Entry) -> str:
    """Writes the `.rej` file of a patch with conflicts; one without a mail holds its message too."""
    text = rejects_of(entry.port)
    if not entry.mailed:
        text = mail.read_bytes() + text
        mail.unlink()
    if not text:
        return ""
    file = mail.with_suffix(".rej")
    file.write_bytes(text)
    return file.name


def _in_one(staged: Staged, folder: Path) -> Staged:
    """Puts the mails into one file, the `.rej` files into another, the cover letter into a third."""
    folder.mkdir()
    mbox = folder / MBOX
    mbox.write_bytes(b"".join(file.read_bytes() for file in staged.applied))
    rejects = [(staged.folder / name).read_bytes() for name in staged.rejects if name]
    if rejects:
        (folder / REJECTS).write_bytes(b"\n".join(rejects))
    if staged.cover:
        (staged.folder / staged.cover).rename(folder / COVER)
    return replace(staged, folder=folder, applied=(mbox,) if staged.applied else ())


def _as_quilt(staged: Staged) -> Staged:
    """Adds the file that gives quilt the order; a cover letter has no place in it."""
    if staged.cover:
        (staged.folder / staged.cover).unlink()
    names = "".join(f"{file.name}\n" for file in staged.applied)
    (staged.folder / "series").write_text(names, "utf-8")
    return replace(staged, cover="")

"""Everything that will be written, made in a temporary folder and proved there.

The history holds only the touched files; mails and `.rej` files come from it. Nothing
here is where the user can see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
    Letter,
    MailForm,
    Mails,
    keep_carriage_returns,
    name_base,
    write_mails,
)
from patchkit.porting.proof import prove
from patchkit.porting.rejects import rejects_of


@dataclass(frozen=True, slots=True)
class Staged:
    """File names in `folder`, by entry; "" for none. `applied` are the mails that have a change."""

    folder: Path
    cover: str
    mails: tuple[str, ...]
    rejects: tuple[str, ...]
    applied: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """What staging needs to know.

    `attributes` are the target's .gitattributes, `sender` who sends the cover letter instead of
    its author, `quilt` asks for mails that patch(1) can read.
    """

    series: Series
    ports: Sequence[PatchPort]
    target: TreeIdentity
    form: MailForm
    attributes: Files
    base: Files
    sender: Person | None = None
    quilt: bool = False
    keep_empty: bool = False

    @property
    def am_options(self) -> list[str]:
        """What git am must be told: that CRs stand as they are, that a patch may be empty."""
        return ["--keep-cr"] * self.quilt + ["--empty=keep"] * self.keep_empty

    def make(self, repository: TemporaryRepository, folder: Path, entries: Sequence[Entry]) -> Staged:
        """Writes all files into `folder` and proves them; `repository` gets the history."""
        commits = make_history(
            repository, {**self.attributes, **self.base}, [entry.commit for entry in entries]
        )
        for path, file in self.attributes.items():
            if file is not None:
                target = repository.folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.data)
        mails = write_mails(repository, folder, self.form, self._letter())
        self._finish(mails)
        rejects = tuple(_reject(mails, at, entry) for at, entry in enumerate(entries))
        named = tuple(
            name if entry.mailed else "" for name, entry in zip(mails.names, entries, strict=True)
        )
        applied = tuple(folder / name for name in named if name)
        kept = (commits[0], *(one for one, name in zip(commits[1:], named, strict=True) if name))
        prove(repository, kept, applied, self.am_options)
        return Staged(folder, mails.cover, named, rejects, applied)

    def _finish(self, mails: Mails) -> None:
        if self.target.commit and mails.names:
            name_base(mails.folder / (mails.cover or mails.names[0]), self.target.commit)
        if not self.quilt:
            for file in mails.files:
                keep_carriage_returns(file)

    def _letter(self) -> Letter | None:
        cover = self.series.cover
        if cover is None:
            return None
        name, email = clean(self.sender or cover.author)
        variables = {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email}
        if self.sender is None and cover.date:
            variables["GIT_COMMITTER_DATE"] = cover.date
        return Letter(cover_text(cover, self.ports, self.target), variables)


def _reject(mails: Mails, at: int, entry: Entry) -> str:
    """Writes the `.rej` file of a patch with conflicts; one without a mail holds its message too."""
    text = rejects_of(entry.port)
    mail = mails.folder / mails.names[at]
    if not entry.mailed:
        text = mail.read_bytes() + text
        mail.unlink()
    if not text:
        return ""
    file = mail.with_suffix(".rej")
    file.write_bytes(text)
    return file.name

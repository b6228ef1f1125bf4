"""Mails of a ported series, written by `git format-patch` from its history in a temporary repository.

git decides how a mail looks: headings behind `@@`, index lines, diffstat, encoded words, names. What
git cannot know is put in afterwards: the base-commit in a repository that is not here, and an encoding
that keeps lines alive which `git am` would not leave alone. No message-id is invented unless asked for.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from patchkit import __version__
from patchkit.gitio import TemporaryRepository
from patchkit.porting.history import BASE, NOTES, PORT

_SIGNATURE = f"patchkit {__version__}"
_END = f"-- \n{_SIGNATURE}\n\n".encode("ascii")
_MIME = (
    b"MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    b"Content-Transfer-Encoding: quoted-printable\n"
)
_HEADER_LIKE = re.compile(rb"(?:(?:From|Subject|Date):|>?From|\[PATCH\])[ \t]", re.IGNORECASE)
_FRAGILE = re.compile(rb"\r\n|^>*From ", re.MULTILINE)
_FROM = re.compile(rb">*From ")
_MIME_FIELDS = re.compile(rb"^(?:MIME-Version|Content-[A-Za-z-]+):[^\n]*\n", re.MULTILINE)


class MailForm(Struct, frozen=True):
    """How mails are to look; each as the option of git-format-patch(1) that it is.

    `version` 0 and empty strings leave an option out.
    """

    subject_prefix: str = "PATCH"
    version: int = 0
    thread: bool = False
    in_reply_to: str = ""

    def arguments(self) -> list[str]:
        """Returns git's options."""
        asked = [f"--subject-prefix={self.subject_prefix}"]
        if self.version:
            asked.append(f"--reroll-count={self.version}")
        if self.in_reply_to:
            asked.append(f"--in-reply-to={self.in_reply_to}")
        return [*asked, "--thread=shallow" if self.thread else "--no-thread"]


class Mails(Struct, frozen=True):
    """The file names in `folder`: the cover letter's ("" for none), then one for every commit."""

    folder: Path
    cover: str
    names: tuple[str, ...]

    @property
    def files(self) -> Sequence[Path]:
        """The files of the commits, in order."""
        return [self.folder / name for name in self.names]


def write_mails(
    repository: TemporaryRepository,
    folder: Path,
    form: MailForm,
    letter: str | None,
    variables: Mapping[str, str] | None = None,
    more: Sequence[str] = (),
) -> Mails:
    """Writes a mail for every commit of PORT since BASE into `folder`, and the cover letter.

    `letter` is its text: subject, blank line, body. `variables` tell git who sends them and when, `more`
    are further options.
    """
    options = [*form.arguments(), *more, f"--notes={NOTES}", f"--signature={_SIGNATURE}"]
    if letter is not None:
        repository.configure(f'branch "{PORT.rpartition("/")[2]}"', "description", letter)
        options += ["--cover-letter", "--cover-from-description=subject"]
    printed = repository.run(
        "format-patch",
        *("-M", "--always", "--zero-commit", "--no-cover-letter", "-o", str(folder)),
        *options,
        f"{BASE}..{PORT.rpartition('/')[2]}",
        variables=variables or None,
    )
    names = [Path(line).name for line in printed.decode("utf-8", "surrogateescape").splitlines()]
    cover = ""
    if letter is not None:
        # git am stops at a cover letter, so `git am *.patch` must not find it (b4 names it so too).
        written = folder / names.pop(0)
        cover = written.rename(written.with_suffix(".cover")).name
    return Mails(folder, cover, tuple(names))


def guard_opening(file: Path, author: bytes) -> None:
    """Names the author in the body of a mail whose message opens as if it did that itself.

    git am takes such lines at the start of a message for its headers, but only until they end.
    """
    head, _, body = file.read_bytes().partition(b"\n\n")
    if _HEADER_LIKE.match(body):
        file.write_bytes(head + b"\n\nFrom: " + author + b"\n\n" + body)


def name_base(file: Path, commit: str) -> None:
    """Adds the line `base-commit: ID` above the signature of a mail (git-format-patch(1), --base)."""
    data = file.read_bytes()
    assert data.endswith(_END)
    text = data.removesuffix(_END)
    blank = b"" if text.endswith(b"\n\n") else b"\n"
    file.write_bytes(text + blank + f"base-commit: {commit}\n".encode("ascii") + _END)


def keep_lines(file: Path) -> None:
    """Encodes a mail with lines that `git am` would not leave alone.

    It drops the CR of CR LF, and takes a line "From ... 2001" of a message for the start of a mail.
    """
    data = file.read_bytes()
    head, _, body = data.partition(b"\n\n")
    if not _FRAGILE.search(body):
        return
    lines = (_encoded(line) for line in body.split(b"\n"))
    file.write_bytes(_MIME_FIELDS.sub(b"", head + b"\n") + _MIME + b"\n" + b"\n".join(lines))


def _encoded(line: bytes) -> bytes:
    # Blanks at the end of a line are encoded too: not every mail program leaves them alone.
    encoded = binascii.b2a_qp(line, quotetabs=False, istext=False, header=False)
    return b"=%02X" % encoded[0] + encoded[1:] if _FROM.match(encoded) else encoded

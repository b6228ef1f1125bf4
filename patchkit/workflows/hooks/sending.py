"""The mails that git send-email is about to send, put together and reviewed once, at the last.

git runs sendemail-validate for each mail; a patch of a series cannot be judged alone. So each is laid
aside, and the last one has the whole series reviewed: upon the commit before it, when its patches are
commits of the branch, else where `patchkit review` has it. git 2.41 and newer count the files
(GIT_SENDEMAIL_FILE_COUNTER and _TOTAL); for older ones the numbers in the subjects tell.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from patchkit.errors import HookError, SeriesError
from patchkit.gitio import find_repository, scratch_folder
from patchkit.model.series import Series
from patchkit.readers.location import series_of
from patchkit.readers.mail import Letter, read_letter
from patchkit.readers.message import Delivery, Message
from patchkit.readers.versions import ANY
from patchkit.search.means import Means
from patchkit.search.stores import Store
from patchkit.workflows.hooks.judging import Judgement
from patchkit.workflows.in_history import find_in_history
from patchkit.workflows.inputs import CheckOptions
from patchkit.workflows.review import ReviewOptions, review

_START = b"From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n"


class _Counter(Struct, frozen=True):
    """The place of a mail among those that are sent: `place` of `total`; a cover letter may be 0."""

    place: int
    total: int

    @property
    def ends(self) -> bool:
        return self.place == self.total

    def goes_on(self, kept: Iterable[tuple[int, int]]) -> bool:
        """Tells whether the mails at these places are of the same mailing: they come in order."""
        return all(place < self.place and total == self.total for place, total in kept)


def judge_sending(
    file: Path, environment: Mapping[str, str], options: CheckOptions, means: Means | None
) -> Judgement | None:
    """Lays the mail in `file` aside; at the last one, returns the judgement on all of them.

    None for a mail before the last, and where no mail is a patch. Raises HookError when the mail cannot
    be read or laid aside, or there is no repository.
    """
    repository = find_repository(options.tree)
    if repository is None:
        raise HookError("this is no git repository", where=options.tree)
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise HookError(f"the mail cannot be read: {error.strerror}", where=str(file)) from error
    letter = read_letter(Message(raw, file.name))
    counter = _counter(environment, letter)
    folder = Store.OUTGOING.folder / sha256(repository.common_dir.encode()).hexdigest()[:32]
    mails = _collected(folder, counter, raw)
    if not counter.ends:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    what = f"{len(mails)} mail{'s' * (len(mails) > 1)} to send"
    try:
        messages = tuple(Message(mail, f"mail {number}") for number, mail in enumerate(mails, 1))
        series = series_of(Delivery(messages), what, ANY)
    except SeriesError:
        return None  # mails without a patch are nobody's business
    if series.missing:
        numbers = ", ".join(map(str, series.missing))
        return Judgement(what, why_not=f"not all patches are among them: {numbers} of {series.expected}")
    return _reviewed(mails, series, what, options, means)


def _counter(environment: Mapping[str, str], letter: Letter) -> _Counter:
    numbers = [environment.get(f"GIT_SENDEMAIL_FILE_{name}", "") for name in ("COUNTER", "TOTAL")]
    if all(number.isdecimal() for number in numbers):
        return _Counter(int(numbers[0]), int(numbers[1]))
    subject = letter.patch.subject
    if subject.number is None or not subject.total:
        return _Counter(1, 1)
    return _Counter(subject.number, subject.total)


def _collected(folder: Path, counter: _Counter, raw: bytes) -> list[bytes]:
    """Returns the mails so far, in order, this one with them."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not counter.goes_on(_places(folder)):  # left from a mailing that was stopped
            shutil.rmtree(folder)
            folder.mkdir()
        (folder / f"{counter.place}.{counter.total}").write_bytes(raw)
        return [(folder / f"{place}.{total}").read_bytes() for place, total in sorted(_places(folder))]
    except (OSError, ValueError) as error:
        raise HookError(f"the mails cannot be laid aside: {error}", where=str(folder)) from error


def _places(folder: Path) -> list[tuple[int, int]]:
    names = [name.partition(".") for name in os.listdir(folder)]
    return [(int(place), int(total)) for place, _, total in names]


def _reviewed(
    mails: Sequence[bytes], series: Series, what: str, options: CheckOptions, means: Means | None
) -> Judgement:
    """Returns the review of the mails, upon the commit before them when they are commits here."""
    last = series.patches[-1]
    made = find_in_history(last, last.number, series.expected, options.tree, "")
    with scratch_folder() as folder:
        place = folder / "outgoing.mbox"
        place.write_bytes(b"".join(_mbox(mail) for mail in mails))
        asked = ReviewOptions(
            series=str(place),
            tree=f"{options.tree}@{made.base}" if made is not None else options.tree,
            kernel=options.kernel,
            min_confidence=options.min_confidence,
            offline=options.offline,
        )
        return Judgement(what, review=review(asked, means=means))


def _mbox(mail: bytes) -> bytes:
    """Returns a mail as one of an mbox; a line "From " of its own comes with format-patch."""
    return (b"" if mail.startswith(b"From ") else _START) + mail.rstrip(b"\n") + b"\n\n"

"""Letters in, one Series out: the newest posting in order, and an incident for all that is odd.

Nothing is dropped without a word: mails of other postings, doubled and missing patches, replies with a
diff of their own and pull requests are each named. Refuses to repair: a patch that cannot be read keeps
its place as malformed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import fields, replace

from patchkit.errors import SeriesError
from patchkit.model.findings import Incident
from patchkit.model.series import BaseHints, Cover, Patch, Series
from patchkit.readers.followups import Mailbox, replies_to
from patchkit.readers.mail import Letter
from patchkit.readers.postings import (
    Posting,
    Role,
    Thread,
    is_announced,
    role_of,
    sent_at,
    sort_into_postings,
    title_of,
)
from patchkit.readers.tags import parse_diffstat
from patchkit.readers.versions import (
    ANY,
    Choice,
    adopt_cover,
    choose_series,
    choose_version,
    complete_reroll,
    parted_at,
    sort_into_series,
    update_single_patches,
)

_FILE_NUMBER = re.compile(r"(\d+)(?=$|[-_.])")
_SIGNATURE = re.compile(r"^-- \r?\n", re.MULTILINE)


def assemble(
    location: str,
    letters: Sequence[Letter],
    incidents: Iterable[Incident] = (),
    choice: Choice = ANY,
) -> Series:
    """Returns the series that the letters of a mailbox or an unordered folder make.

    `choice` says which one where there are several. Raises SeriesError when no letter is a patch, or the
    wanted version is not there.
    """
    told = list(incidents)
    letters = _without_copies(letters, told)
    thread = Thread(letters)
    roles = [(letter, _role_in(letter, thread)) for letter in letters]
    members = _members(roles, told)
    if not any(letter.patch.subject.number != 0 for letter in members):
        raise _no_patch(location)
    postings = sort_into_postings(members, thread)
    if choice == ANY and len(postings) > 1 and _numbered_by_name(members):
        message = "the mails' own counters do not make one series; the order of the file names is used"
        told.append(Incident("order-by-name", message, location, harmless=True))
        return assemble_in_order(location, members, told)
    groups = [parted_at(one, choice.version) for one in sort_into_series(postings, thread)]
    versions = choose_series(groups, thread, choice)
    posting = _posting(versions, thread, choice, location, told)
    used = frozenset((*members, *posting.letters))
    rest = [(one, role) for one, role in roles if one not in used]
    told += _unread(rest, thread)
    told += _left_out(groups, versions, posting, thread)
    series, numbered = _series(location, posting, told)
    mailbox = Mailbox(numbered, versions, frozenset(members), thread)
    return replace(series, replies=replies_to(mailbox, [letter for letter, _ in rest]))


def _posting(
    versions: Sequence[Posting], thread: Thread, choice: Choice, location: str, told: list[Incident]
) -> Posting:
    """Returns the wanted version, with its cover letter, filled where it is a reroll of some patches."""
    chosen = choose_version(versions, choice.version, location)
    others = [one for one in versions if one is not chosen]
    chosen, others = adopt_cover(chosen, others, thread, told)
    chosen, others = complete_reroll(chosen, others, thread, told)
    if choice.version is None:
        chosen, others = update_single_patches(chosen, others, thread, told)
    return chosen


def assemble_in_order(
    location: str, letters: Sequence[Letter | None], incidents: Iterable[Incident] = ()
) -> Series:
    """Returns the series of letters whose order is given (a quilt series file, numbered file names).

    None stands for a patch that is named and not there. Raises SeriesError when no letter is a patch.
    """
    told = list(incidents)
    cover = next((one for one in letters if one and role_of(one) is Role.COVER), None)
    places = [one for one in letters if one is None or (one is not cover and _is_member(one))]
    told += [
        Incident("not-a-patch", f"{_named(one)} holds no diff", one.patch.where, harmless=True)
        for one in letters
        if one is not None and one is not cover and one not in places
    ]
    numbered = {number: one for number, one in enumerate(places, 1) if one is not None}
    if not numbered:
        raise _no_patch(location)
    return _finished(location, numbered, cover, len(places), told)


def _no_patch(location: str) -> SeriesError:
    return SeriesError(
        "no patch found",
        where=location,
        hint="an mbox, a mail, a folder of patches or a diff is wanted; replies are none",
    )


def _named(letter: Letter) -> str:
    return f"“{letter.patch.subject.text}”"


def _is_member(letter: Letter) -> bool:
    return letter.carries_diff or role_of(letter) is Role.PATCH


def _without_copies(letters: Sequence[Letter], told: list[Incident]) -> list[Letter]:
    """Drops mails that came twice (two lists deliver the same message-id)."""
    kept: dict[str, Letter] = {}
    for letter in letters:
        patch = letter.patch
        first = kept.setdefault(patch.message_id or patch.where, letter)
        if first is not letter:
            message = f"{_named(letter)} is the mail of {first.patch.where} again"
            told.append(Incident("mail-doubled", message, patch.where, harmless=True))
    return list(kept.values())


def _members(roles: Sequence[tuple[Letter, Role]], told: list[Incident]) -> list[Letter]:
    """Returns covers and patches; replies with a diff only when there is no other patch."""
    members = [letter for letter, role in roles if role in (Role.COVER, Role.PATCH)]
    if not any(role is Role.PATCH for _, role in roles):
        replies = [letter for letter, role in roles if role is Role.REPLY and letter.patch.files]
        members += replies
        told += [
            Incident("reply-read", f"{_named(reply)} is a reply, read for its diff", reply.patch.where)
            for reply in replies
        ]
    return members


def _unread(roles: Iterable[tuple[Letter, Role]], thread: Thread) -> Iterator[Incident]:
    """Names the mails that are no patches, but for plain replies.

    One that is announced as a patch, holds none and is no part of a discussion has lost it.
    """
    roles = list(roles)
    answered = {thread.parent(letter) for letter, _ in roles}
    for letter, role in roles:
        if role is Role.REPLY and not letter.patch.files:
            continue
        what = f"{role}, with a diff" if letter.carries_diff else role
        message = f"{_named(letter)} was not read as a patch ({what})"
        alone = thread.parent(letter) is None and letter not in answered
        lost = role is Role.OTHER and is_announced(letter) and alone
        yield Incident(role.replace(" ", "-"), message, letter.patch.where, harmless=not lost)


def _role_in(letter: Letter, thread: Thread) -> Role:
    """Returns what a letter is, beside the mail it answers: "Re:" may have got lost."""
    role = role_of(letter)
    above = thread.parent(letter)
    if role not in (Role.PATCH, Role.COVER) or letter.carries_diff or above is None:
        return role
    mine, other = letter.patch, above.patch
    same = mine.subject.number == other.subject.number and title_of(above) == title_of(letter)
    if role is Role.COVER:  # the sender's own is a new version, or the same again
        marks = [(one.version, one.total, one.rfc) for one in (mine.subject, other.subject)]
        same = same and marks[0] == marks[1]
        same = same and mine.sender.email.lower() != other.sender.email.lower()
    return Role.REPLY if same else role


def _numbered_by_name(letters: Sequence[Letter]) -> bool:
    matches = [_FILE_NUMBER.match(letter.name) for letter in letters]
    numbers = [int(match[1]) for match in matches if match]
    return len(numbers) == len(letters) == len(set(numbers))


def _left_out(
    groups: Iterable[Sequence[Posting]], versions: Sequence[Posting], chosen: Posting, thread: Thread
) -> Iterator[Incident]:
    """Names every posting of which nothing was read; another version is harmless, another series not.

    Unless that one answers the series: a fix or a rival that came up in its discussion.
    """
    for group in groups:
        for other in group:
            if any(letter in chosen.letters for letter in other.letters):
                continue
            where = other.letters[0].patch.where
            if group is not versions:
                below = any(above in chosen.letters for above in thread.ancestors(other.letters[0]))
                message = f"{other} is there too and was not read; {chosen} was"
                yield Incident("other-series", message, where, harmless=below)
            elif (other.version, other.rfc, other.resend) != (chosen.version, chosen.rfc, chosen.resend):
                message = f"{other} is there too and was not read; {chosen} was"
                yield Incident("other-version", message, where, harmless=True)
            else:
                names = ", ".join(f"{number}/{other.total}" for number in sorted(other.numbers))
                message = f"{names} is there again and was not read: {other}"
                yield Incident("patch-doubled", message, where)


def _series(location: str, posting: Posting, told: list[Incident]) -> tuple[Series, dict[int, Letter]]:
    """Returns the series, and its letters by number; 0 is the cover."""
    covers = [letter for letter in posting.letters if posting.is_cover(letter)]
    cover = _latest(covers, "the cover letter", told) if covers else None
    numbered = _numbered(posting, told) if posting.counted else _unnumbered(posting, told)
    expected = max(posting.total or 0, *numbered)
    missing = [number for number in range(1, expected + 1) if number not in numbered]
    if missing:
        names = ", ".join(f"{number}/{expected}" for number in missing)
        told.append(Incident("patch-missing", f"{names} of v{posting.version} is not there", location))
    series = _finished(location, numbered, cover, expected, told)
    return series, numbered if cover is None else {**numbered, 0: cover}


def _numbered(posting: Posting, told: list[Incident]) -> dict[int, Letter]:
    slots: dict[int, list[Letter]] = {}
    for letter in posting.patches:
        slots.setdefault(posting.place(letter), []).append(letter)
    total = posting.total or max(slots)
    return {number: _latest(slots[number], f"{number}/{total}", told) for number in sorted(slots)}


def _unnumbered(posting: Posting, told: list[Incident]) -> dict[int, Letter]:
    """Numbers patches without counters as they stand, the newest version of each title only."""
    titles: dict[str, list[Letter]] = {}
    for letter in posting.patches:
        titles.setdefault(letter.patch.subject.text or letter.patch.where, []).append(letter)
    chosen = [_latest(letters, _named(letters[0]), told) for letters in titles.values()]
    return dict(enumerate(chosen, 1))


def _latest(letters: Sequence[Letter], what: str, told: list[Incident]) -> Letter:
    """Returns the newest version, then the last sent, of letters that claim the same place.

    One that can be read goes before one that cannot.
    """

    def rank(place: int) -> tuple[bool, int, float, int]:
        patch = letters[place].patch
        return bool(patch.files), patch.subject.version, sent_at(letters[place]), place

    last = letters[max(range(len(letters)), key=rank)]
    for letter in letters:
        if letter is not last:
            newer = letter.patch.subject.version < last.patch.subject.version
            kind = "other-version" if newer else "patch-doubled"
            message = f"{what} is there again in {last.patch.where}, which is used"
            told.append(Incident(kind, message, letter.patch.where, harmless=newer))
    return last


def _finished(
    location: str,
    numbered: dict[int, Letter],
    cover: Letter | None,
    expected: int,
    told: list[Incident],
) -> Series:
    patches = tuple(_patch(letter, number, told) for number, letter in sorted(numbered.items()))
    made = None if cover is None else _cover(cover, told)
    subjects = [patch.subject for patch in patches] + ([made.subject] if made else [])
    return Series(
        location=location,
        patches=patches,
        cover=made,
        version=max(subject.version for subject in subjects),
        expected=expected,
        missing=tuple(number for number in range(1, expected + 1) if number not in numbered),
        base=_joined_hints(([made.base] if made else []) + [patch.base for patch in patches]),
        incidents=tuple(told),
    )


def _patch(letter: Letter, number: int, told: list[Incident]) -> Patch:
    told += letter.incidents
    if letter.carries_diff:
        return replace(letter.patch, number=number)
    fault = "there is no diff in this mail"
    told.append(Incident("malformed-patch", fault, letter.patch.where))
    return replace(letter.patch, number=number, malformed=fault)


def _cover(letter: Letter, told: list[Incident]) -> Cover:
    patch = letter.patch
    if patch.files:
        message = "the cover letter carries a diff, which is not read as a patch"
        told.append(Incident("cover-with-diff", message, patch.where))
    text = f"{patch.body}\n---\n{patch.notes}" if patch.notes else patch.body
    return Cover(
        subject=patch.subject,
        author=patch.author,
        date=patch.date,
        message_id=patch.message_id,
        body=_SIGNATURE.split(text)[0].strip("\n").rstrip(),
        diffstat=parse_diffstat(text),
        base=patch.base,
        where=patch.where,
        raw=patch.raw,
    )


def _joined_hints(hints: Sequence[BaseHints]) -> BaseHints:
    """Joins what several mails say: the first of a single value, every different one of a list."""
    joined: dict[str, str | tuple[str, ...]] = {}
    for field in fields(BaseHints):
        values = [getattr(hint, field.name) for hint in hints]
        if field.name in ("base_commit", "change_id"):
            joined[field.name] = next((value for value in values if value), "")
        else:
            joined[field.name] = tuple(dict.fromkeys(one for value in values for one in value))
    return BaseHints(**joined)  # type: ignore[arg-type]  # each field gets its own type above

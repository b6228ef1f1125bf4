"""Letters in, one Series out: the newest posting in order, and an incident for all that is odd.

Nothing is dropped without a word: mails of other postings, doubled and missing patches, replies with a
diff of their own and pull requests are each named. Refuses to repair: a patch that cannot be read keeps
its place as malformed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from patchkit.errors import SeriesError
from patchkit.model.findings import Incident
from patchkit.model.series import BaseHints, Cover, Patch, Series
from patchkit.readers.mail import Letter
from patchkit.readers.postings import Posting, Role, newest, role_of, sent_at, sort_into_postings
from patchkit.readers.tags import parse_diffstat

_FILE_NUMBER = re.compile(r"(\d+)(?=$|[-_.])")
_SIGNATURE = re.compile(r"^-- \r?\n", re.MULTILINE)


def assemble(location: str, letters: Sequence[Letter], incidents: Iterable[Incident] = ()) -> Series:
    """Returns the series that the letters of a mailbox or an unordered folder make.

    Raises SeriesError when no letter is a patch.
    """
    told = list(incidents)
    letters = _without_copies(letters, told)
    members = _members(letters, told)
    if not any(letter.patch.subject.number != 0 for letter in members):
        raise _no_patch(location)
    postings = sort_into_postings(members)
    if len(postings) > 1 and _numbered_by_name(members):
        message = "the mails' own counters do not make one series; the order of the file names is used"
        told.append(Incident("order-by-name", message, location, harmless=True))
        return assemble_in_order(location, members, told)
    chosen = newest(postings)
    others = [one for one in postings if one is not chosen]
    chosen, others = _adopt_cover(chosen, others, told)
    chosen, others = _complete_reroll(chosen, others, told)
    told += [_left_out(other, chosen) for other in others]
    return _series(location, chosen, told)


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


def _members(letters: Sequence[Letter], told: list[Incident]) -> list[Letter]:
    """Returns covers and patches; replies with a diff only when there is no other patch."""
    roles = [(letter, role_of(letter)) for letter in letters]
    members = [letter for letter, role in roles if role in (Role.COVER, Role.PATCH)]
    if not any(role is Role.PATCH for _, role in roles):
        replies = [letter for letter, role in roles if role is Role.REPLY and letter.patch.files]
        members += replies
        told += [
            Incident("reply-read", f"{_named(reply)} is a reply, read for its diff", reply.patch.where)
            for reply in replies
        ]
    for letter, role in roles:
        if letter in members or (role is Role.REPLY and not letter.patch.files):
            continue
        what = f"{role}, with a diff" if letter.carries_diff else role
        message = f"{_named(letter)} was not read as a patch ({what})"
        told.append(Incident(role.replace(" ", "-"), message, letter.patch.where, harmless=True))
    return members


def _numbered_by_name(letters: Sequence[Letter]) -> bool:
    matches = [_FILE_NUMBER.match(letter.name) for letter in letters]
    numbers = [int(match[1]) for match in matches if match]
    return len(numbers) == len(letters) == len(set(numbers))


def _adopt_cover(
    chosen: Posting, others: list[Posting], told: list[Incident]
) -> tuple[Posting, list[Posting]]:
    """Takes the cover letter the patches answer although its version or total is not theirs (a slip)."""
    answered = {letter.patch.in_reply_to for letter in chosen.letters}
    for other in others if chosen.counted and 0 not in chosen.numbers else ():
        cover = other.letters[0].patch
        if other.patches or cover.message_id not in answered:
            continue
        message = (
            f"the cover letter says v{other.version} 0/{other.total}, "
            f"its patches v{chosen.version} n/{chosen.total}"
        )
        same_total = other.total == chosen.total
        told.append(Incident("cover-differs", message, cover.where, harmless=same_total))
        letters = (*chosen.letters, *other.letters)
        return Posting(letters), [one for one in others if one is not other]
    return chosen, others


def _complete_reroll(
    chosen: Posting, others: list[Posting], told: list[Incident]
) -> tuple[Posting, list[Posting]]:
    """Fills a partial reroll ("v2 2/5" in reply to "v1 2/5", without a cover) from what it answers."""
    for other in others:
        numbers = {letter.patch.message_id: letter.patch.subject.number for letter in other.letters}
        answers = all(
            numbers.get(letter.patch.in_reply_to) == letter.patch.subject.number
            for letter in chosen.letters
        )
        if not answers or other.total != chosen.total or 0 in chosen.numbers:
            continue
        kept = [one for one in other.letters if one.patch.subject.number not in chosen.numbers]
        taken = ", ".join(f"{one.patch.subject.number}/{chosen.total}" for one in kept)
        message = f"v{chosen.version} replaces only some patches; {taken} are of v{other.version}"
        told.append(Incident("partial-reroll", message, chosen.letters[0].patch.where, harmless=True))
        return Posting((*chosen.letters, *kept)), [one for one in others if one is not other]
    return chosen, others


def _left_out(other: Posting, chosen: Posting) -> Incident:
    """Says what was not read: harmless when it is another version of the same series."""
    texts = {letter.patch.subject.text for letter in chosen.letters}
    related = any(letter.patch.subject.text in texts for letter in other.letters)
    where = other.letters[0].patch.where
    older = (other.version, other.rfc) != (chosen.version, chosen.rfc) or (
        chosen.letters[0].patch.subject.resend
    )
    if related and older:
        message = f"{other} is there too and was not read; {chosen} is newer"
        return Incident("other-version", message, where, harmless=True)
    if related and other.total == chosen.total:
        names = ", ".join(f"{number}/{other.total}" for number in sorted(other.numbers))
        return Incident("patch-doubled", f"{names} is there again and was not read", where)
    return Incident("other-series", f"{other} is there too and was not read; {chosen} was", where)


def _series(location: str, posting: Posting, told: list[Incident]) -> Series:
    covers = [letter for letter in posting.letters if letter.patch.subject.number == 0]
    cover = _latest(covers, "the cover letter", told) if covers else None
    numbered = _numbered(posting, told) if posting.counted else _unnumbered(posting, told)
    expected = max(posting.total or 0, *numbered)
    missing = [number for number in range(1, expected + 1) if number not in numbered]
    if missing:
        names = ", ".join(f"{number}/{expected}" for number in missing)
        told.append(Incident("patch-missing", f"{names} of v{posting.version} is not there", location))
    return _finished(location, numbered, cover, expected, told)


def _numbered(posting: Posting, told: list[Incident]) -> dict[int, Letter]:
    slots: dict[int, list[Letter]] = {}
    for letter in posting.patches:
        slots.setdefault(letter.patch.subject.number or 0, []).append(letter)
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

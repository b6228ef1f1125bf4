"""Which postings are versions of one series, which series of a mailbox is read, and which version of it.

A series goes by its titles, its change-id and its sender, through rerolls of any numbering. The newest
version is read unless another is asked for; a reroll of some patches only is filled from the version
that it answers, as b4 does. Refuses to mix what nothing links: what was not read is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from patchkit.errors import SeriesError
from patchkit.model.findings import Incident
from patchkit.readers.mail import Letter
from patchkit.readers.postings import Posting, Thread, title_of


class Choice(Struct, frozen=True):
    """What to read of a mailbox that holds several postings.

    `version` is the wanted reroll (None: the newest), `message_id` the id of any mail of the wanted
    series' thread, "" when any series will do.
    """

    version: int | None = None
    message_id: str = ""


ANY = Choice()


def sort_into_series(postings: Sequence[Posting], thread: Thread) -> tuple[tuple[Posting, ...], ...]:
    """Returns the postings grouped: those of one group are versions of one series."""
    groups: list[list[Posting]] = []
    seen: dict[object, list[Posting]] = {}  # by all that may relate postings
    for posting in postings:
        keys = {*posting.titles, *posting.change_ids, *_linked(posting, thread)}
        likely = [other for key in keys for other in seen.get(key, ())]
        related = {id(other) for other in likely if _related(posting, other, thread)}
        joined = [group for group in groups if related and any(id(one) in related for one in group)]
        if joined:
            groups = [group for group in groups if group not in joined]
        groups.append([*(one for group in joined for one in group), posting])
        for key in keys:
            seen.setdefault(key, []).append(posting)
    return tuple(tuple(group) for group in groups)


def _linked(posting: Posting, thread: Thread) -> Iterator[Letter]:
    """Yields the letters of a posting and all that they answer."""
    for letter in posting.letters:
        yield letter
        yield from thread.ancestors(letter)


def _related(one: Posting, two: Posting, thread: Thread) -> bool:
    """Tells whether two postings are of one series.

    Another sender may have taken it over: then half of the larger one's titles have to be the same.
    """
    if one.change_ids & two.change_ids:
        return True
    shared = one.titles & two.titles
    if one.sender != two.sender:
        return 2 * len(shared) >= max(len(one.titles), len(two.titles)) > 0
    return bool(shared) or _answers(one, two, thread) or _answers(two, one, thread)


def _answers(one: Posting, two: Posting, thread: Thread) -> bool:
    """Tells whether `one` was sent as a new version in answer to `two`, or `two` is its cover alone."""
    later = one.counted == two.counted and (one.version, one.rfc) != (two.version, two.rfc)
    return (later or not two.patches) and any(
        above in two.letters for letter in one.letters for above in thread.ancestors(letter)
    )


def parted_at(group: Sequence[Posting], version: int | None) -> tuple[Posting, ...]:
    """Returns the postings with patches without a counter parted: newer than `version`, and the others.

    Those of several versions are one posting, of which the newest of each title is read; unless an older
    one is wanted.
    """
    parted: list[Posting] = []
    for posting in group:
        newer = [one for one in posting.letters if one.patch.subject.version > (version or 0)]
        older = [one for one in posting.letters if one not in newer]
        if posting.counted or version is None or not newer or not older:
            parted.append(posting)
            continue
        parted += Posting(tuple(older), counted=False), Posting(tuple(newer), counted=False)
    return tuple(parted)


def choose_series(
    groups: Sequence[tuple[Posting, ...]], thread: Thread, choice: Choice
) -> tuple[Posting, ...]:
    """Returns the series to read: the one the chosen mail is of, or answers; else the likeliest.

    That is one with patches, announced as such, with counters, which is no answer to another; of several
    the last sent.
    """
    mail = thread.get(choice.message_id) if choice.message_id else None
    if mail is not None:
        for letter in (mail, *thread.ancestors(mail)):
            for group in groups:
                if any(letter in posting.letters for posting in group):
                    return group

    def rank(group: tuple[Posting, ...]) -> tuple[bool, bool, bool, bool, bool, float, int]:
        return (
            any(one.patches for one in group),
            any(one.announced for one in group),
            not _hangs_below_others(group, thread),
            any(one.counted for one in group),
            any(one.complete for one in group),
            max(one.date for one in group),
            max(one.version for one in group),
        )

    return max(groups, key=rank)


def _hangs_below_others(group: Iterable[Posting], thread: Thread) -> bool:
    letters = [letter for posting in group for letter in posting.letters]
    return all(any(above not in letters for above in thread.ancestors(letter)) for letter in letters)


def newest(postings: Sequence[Posting]) -> Posting:
    """Returns the posting to read: announced as a patch, counted, the newest version, complete, latest.

    An RFC and a real posting count their versions apart, so between those two the date decides.
    """
    candidates = [one for one in postings if one.patches] or list(postings)
    candidates = [one for one in candidates if one.announced] or candidates
    candidates = [one for one in candidates if one.counted] or candidates
    if len({one.rfc for one in candidates}) == 1:
        return max(candidates, key=lambda one: (one.version, one.complete, one.date))
    return max(candidates, key=lambda one: (one.date, one.version))


def choose_version(postings: Sequence[Posting], version: int | None, location: str) -> Posting:
    """Returns the newest posting of the wanted version; raises SeriesError when there is none."""
    if version is None:
        return newest(postings)
    wanted = [one for one in postings if one.version == version and one.patches]
    if not wanted:
        there = ", ".join(dict.fromkeys(one.name for one in postings if one.patches))
        raise SeriesError(
            f"there is no v{version} of the series", where=location, hint=f"there is: {there}"
        )
    return newest(wanted)


def adopt_cover(
    chosen: Posting, others: list[Posting], thread: Thread, told: list[Incident]
) -> tuple[Posting, list[Posting]]:
    """Takes the cover letter the patches answer although its subject does not make it theirs.

    Its version or total is another (a slip), it says 1/n as the first patch does, or it has no 0/n at
    all: the sender's own mail, without a diff, that opens the thread.
    """
    if not chosen.counted or 0 in chosen.numbers:
        return chosen, others
    first = chosen.letters[0]
    if not first.carries_diff and _answered_by_its_double(first, chosen, thread):
        message = f"the cover letter says {first.patch.subject.number}/{chosen.total}"
        told.append(Incident("cover-differs", message, first.patch.where, harmless=True))
        return Posting(chosen.letters, True, {**chosen.places, first: 0}), others
    answered = {letter.patch.in_reply_to for letter in chosen.letters}
    for other in others:
        cover = other.letters[0].patch
        if other.patches or cover.message_id not in answered:
            continue
        message = (
            f"the cover letter says v{other.version} 0/{other.total}, "
            f"its patches v{chosen.version} n/{chosen.total}"
        )
        same_total = other.total == chosen.total
        told.append(Incident("cover-differs", message, cover.where, harmless=same_total))
        rest = [one for one in others if one is not other]
        return _with_cover(chosen, other.letters[0]), rest
    above = next(filter(None, map(thread.parent, chosen.letters)), None)
    if above is None or not _is_plain_cover(above, chosen, thread):
        return chosen, others
    message = f"“{above.patch.subject.text}” is taken for the cover letter: the patches answer it"
    told.append(Incident("cover-differs", message, above.patch.where, harmless=True))
    return _with_cover(chosen, above), others


def _answered_by_its_double(letter: Letter, posting: Posting, thread: Thread) -> bool:
    place = posting.place(letter)
    doubles = (one for one in posting.letters if one is not letter and posting.place(one) == place)
    return any(thread.parent(one) is letter and one.carries_diff for one in doubles)


def _with_cover(posting: Posting, cover: Letter) -> Posting:
    return Posting((*posting.letters, cover), True, {**posting.places, cover: 0})


def _is_plain_cover(letter: Letter, posting: Posting, thread: Thread) -> bool:
    subject = letter.patch.subject
    opens = not subject.reply and thread.parent(letter) is None and not letter.carries_diff
    return opens and subject.number is None and letter.patch.sender.email.lower() == posting.sender


def complete_reroll(
    chosen: Posting, others: Sequence[Posting], thread: Thread, told: list[Incident]
) -> tuple[Posting, list[Posting]]:
    """Fills a reroll of some patches only ("v2 2/5" below "v1 2/5") from what it answers.

    What it answers may itself be such a reroll. A posting with a cover letter is none: what it lacks got
    lost.
    """
    older = [one for one in others if one.version < chosen.version]
    for other in older if _is_partial(chosen) else ():
        replaced = _replaced(chosen, other, thread)
        if replaced is None or other.numbers <= replaced.keys():
            continue
        rest = [one for one in others if one is not other]
        base, rest = complete_reroll(other, rest, thread, [])
        kept = [one for one in base.letters if base.place(one) not in replaced]
        names = ", ".join(
            f"{base.place(one)}/{base.total} is of v{one.patch.subject.version}"
            for one in kept
            if base.place(one)
        )
        message = f"v{chosen.version} replaces only some patches; {names}"
        told.append(Incident("partial-reroll", message, chosen.letters[0].patch.where, harmless=True))
        places = {**base.places, **{letter: number for number, letter in replaced.items()}}
        return Posting((*chosen.letters, *kept), base.counted, places), rest
    return chosen, list(others)


def _is_partial(posting: Posting) -> bool:
    if not posting.counted:
        return len(posting.letters) == 1
    return 0 not in posting.numbers and not posting.complete


def _replaced(posting: Posting, older: Posting, thread: Thread) -> dict[int, Letter] | None:
    """Returns the letters of `posting` by the numbers they replace in `older`.

    None when one replaces nothing there. A counter has to be the same, and without one the title.
    """
    if not older.counted or (posting.counted and posting.total != older.total):
        return None
    found: dict[int, Letter] = {}
    for letter in posting.letters:
        above = [one for one in thread.ancestors(letter) if one in older.letters]
        number = _number_below(letter, above, older)
        if number is not None:
            found[number] = letter
    return found if len(found) == len(posting.letters) else None


def _number_below(letter: Letter, above: Sequence[Letter], older: Posting) -> int | None:
    """Returns the number in `older` that `letter` is a new version of; it hangs below `above`, of it."""
    number = letter.patch.subject.number
    if number is not None:
        return number if number in map(older.place, above) else None
    same = [one for one in older.patches if title_of(one) == title_of(letter)]
    return older.place(same[0]) if above and len(same) == 1 else None


def update_single_patches(
    chosen: Posting, others: Sequence[Posting], thread: Thread, told: list[Incident]
) -> tuple[Posting, list[Posting]]:
    """Takes new versions of single patches that were sent without a counter ("[PATCH v2]" below 2/5)."""
    rest = list(others)
    for other in sorted(others, key=lambda one: (one.version, one.date)):
        replaced = _replaced(other, chosen, thread) if not other.counted else None
        if not replaced or other.version <= chosen.version or other.sender != chosen.sender:
            continue
        names = ", ".join(f"{number}/{chosen.total}" for number in replaced)
        message = f"{names} is taken from {other}, which answers it"
        told.append(Incident("partial-reroll", message, other.letters[0].patch.where, harmless=True))
        kept = [one for one in chosen.letters if chosen.place(one) not in replaced]
        places = {**chosen.places, **{letter: number for number, letter in replaced.items()}}
        chosen = Posting((*kept, *other.letters), True, places)
        rest.remove(other)
    return chosen, rest

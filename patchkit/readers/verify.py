"""What can be asked of a posting that came over a network, and whether it is the one that is known.

Without facts: that the mail is in the thread, and every patch of it there and readable. With the facts
of a series.toml also ids, subjects, files and line counts. Refuses to trust a sender by name:
signatures are b4's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from patchkit.model.profile import Posting, SeriesFacts
from patchkit.model.series import Cover, Patch, Series
from patchkit.readers.fetched import Check
from patchkit.readers.subject import parse_subject

NOTHING_ODD = "no incident"
_MOST = 3  # examples told


def known_posting(facts: SeriesFacts, version: int | None) -> Posting | None:
    """Returns the posting with this version (None: the first), None when the facts have none."""
    for posting in facts.postings:
        if version is None or parse_subject(posting.subjects[0]).version == version:
            return posting
    return None


def verify(series: Series, message_id: str) -> tuple[Check, ...]:
    """Returns what can be asked of any posting that was fetched for the mail `message_id`."""
    ids = {mail.message_id for mail in _mails(series)} | {reply.message_id for reply in series.replies}
    unread = [patch.number for patch in series.patches if patch.malformed]
    there = len(series.patches) - len(unread)
    odd = [one.message for one in series.incidents if not one.harmless]
    return (
        Check("the mail asked for is of this series", message_id in ids, f"<{message_id}>"),
        Check(
            "every patch is there and can be read",
            there == series.expected,
            f"{there} of {series.expected} patches",
        ),
        Check("nothing of it was left unread", not odd, odd[0] if odd else NOTHING_ODD),
    )


def verify_facts(series: Series, facts: SeriesFacts, posting: Posting) -> Iterator[Check]:
    """Yields whether the series is the known `posting`: its ids, subjects, files and line counts.

    Files and lines are known of the posting whose cover the facts' diffstat is. It is net: the patches
    one by one add up to at least as much in each file, in pairs of an added and a removed line.
    """
    mails = {mail.message_id: mail for mail in _mails(series)}
    told = zip(posting.message_ids, posting.subjects, strict=True)
    wrong = [
        subject
        for message_id, subject in told
        if message_id not in mails or mails[message_id].subject != parse_subject(subject)
    ]
    known = len(posting.message_ids)
    yield Check(
        "its mails have the known ids and subjects",
        not wrong and len(mails) == known,
        f"{known - len(wrong)} of {known} subjects{_examples(wrong)}",
    )
    if posting is known_posting(facts, None):
        yield from _lines(series, facts)
    if posting.insertions is not None or posting.deletions is not None:
        counts = sum(one.added for one in series.patches), sum(one.removed for one in series.patches)
        yield Check(
            "its patches add and remove the known number of lines",
            counts == (posting.insertions, posting.deletions),
            f"+{counts[0]} -{counts[1]}",
        )


def _mails(series: Series) -> tuple[Patch | Cover, ...]:
    return (*((series.cover,) if series.cover else ()), *series.patches)


def _lines(series: Series, facts: SeriesFacts) -> Iterator[Check]:
    known = facts.diffstat.changed
    changed: Counter[str] = Counter()
    for patch in series.patches:
        for file in patch.files:
            changed[file.path] += file.added + file.removed
    other = sorted(changed.keys() ^ known.keys())
    yield Check(
        "its patches touch the known files",
        not other,
        f"{len(changed.keys() & known.keys())} of {len(known)} files{_examples(other)}",
    )
    off = [path for path, net in known.items() if changed[path] < net or (changed[path] - net) % 2]
    yield Check(
        "each file has at least its known net change",
        not off,
        f"{len(known) - len(off)} of {len(known)} net counts{_examples(off)}",
    )
    stated = {entry.path: entry.changed for entry in series.cover.diffstat} if series.cover else {}
    yield Check(
        "the cover letter's diffstat is the known one",
        stated == known,
        f"a diffstat of {len(stated)} files and {sum(one or 0 for one in stated.values())} lines",
    )


def _examples(names: list[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"; not {', '.join(names[:_MOST])}{more}" if names else ""

"""Finds the mails of one thread among many, by their header lines alone.

A mailbox of a list holds a hundred thousand mails, of which a thread is a dozen: nothing is decoded that
is not asked for. Mails are in one thread when In-Reply-To or References links them, through mails that
are not here too (public-inbox does the same). Refuses to say what a mail is.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from patchkit.errors import SeriesError
from patchkit.readers.headers import parse_headers
from patchkit.readers.subject import parse_subject

_MOST = 5  # candidates told when a title is not enough


class Head(Struct, frozen=True):
    """What the header of a mail says about its place: its id, the ids it refers to, its subject."""

    message_id: str
    answers: tuple[str, ...]
    subject: str


def read_head(raw: bytes) -> Head:
    """Returns the head of the raw mail `raw`, of which the header lines suffice."""
    headers = parse_headers(raw)
    answers = dict.fromkeys((*headers.ids("in-reply-to")[:1], *headers.ids("references")))
    message_id = next(iter(headers.ids("message-id")), "")
    return Head(message_id, tuple(answers), " ".join(headers.text("subject").split()))


def sort_into_threads(heads: Sequence[Head]) -> list[list[int]]:
    """Returns the places of the heads, grouped by thread; both stay in order."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while (up := above.get(name, name)) != name:
            above[name] = above.get(up, up)
            name = up
        return name

    names = [head.message_id or f" {place}" for place, head in enumerate(heads)]
    for name, head in zip(names, heads, strict=True):
        for answered in head.answers:
            above[top(name)] = top(answered)
    threads: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        threads.setdefault(top(name), []).append(place)
    return list(threads.values())


def find_threads(heads: Sequence[Head], wanted: str, where: str) -> tuple[list[int], str]:
    """Returns the places of the mails in the thread of `wanted`, and the id of the mail it means.

    `wanted` is a message-id, or a title: the subject of a patch or cover letter without its prefix, or a
    part of it that is in one title only. All threads with that title are returned (the versions, that
    is), and the id is that of the last mail found. Raises SeriesError when there is none, or several.
    """
    bare = wanted.strip().removeprefix("<").removesuffix(">")
    meant = [place for place, head in enumerate(heads) if head.message_id == bare]
    if not meant and "@" in bare and " " not in bare:
        raise SeriesError(f"there is no mail <{bare}>", where=where)
    meant = meant or _titled(heads, wanted, where)
    threads = [thread for thread in sort_into_threads(heads) if not set(meant).isdisjoint(thread)]
    return sorted(place for thread in threads for place in thread), heads[meant[-1]].message_id


def _titled(heads: Sequence[Head], wanted: str, where: str) -> list[int]:
    words = " ".join(parse_subject(wanted).text.casefold().split())
    found: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        if words not in head.subject.casefold():
            continue
        subject = parse_subject(head.subject)
        title = " ".join(subject.text.casefold().split())
        if words in title and subject.tokens and not subject.reply:
            found.setdefault(title, []).append(place)
    if words in found:
        return found[words]
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise SeriesError(f"no patch or cover letter is called “{wanted}”", where=where)
    names = [f"“{heads[places[-1]].subject}”" for places in found.values()]
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    raise SeriesError(
        f"several patches have “{wanted}” in their title",
        where=where,
        hint=f"give the message-id, or one of: {', '.join(names[:_MOST])}{more}",
    )

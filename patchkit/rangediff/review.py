"""Which review trailers of the new version still hold.

Documentation/process/submitting-patches.rst: tags are carried over, unless the patch "has changed
substantially"; then they are removed, and the changelog says so. Here substantial is what the engine
calls code or place; a message or a comment that was reworded leaves a review standing. Where the replies
were read, what answers the new version holds in any case. Refuses to know more of when a tag was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from patchkit.model.compare import Advice, Difference, TrailerAdvice
from patchkit.model.series import Patch, Series, Trailer
from patchkit.rangediff.message import address, people

_REVIEW = re.compile(r".*(?:reviewed|acked|tested).*-by", re.IGNORECASE)
_SUBSTANTIAL = (Difference.CODE, Difference.PLACE)


class Review(Struct, frozen=True):
    """A review trailer; `answer` tells that a reply to this very version gives it."""

    trailer: Trailer
    answer: bool

    @property
    def key(self) -> tuple[str, str]:
        """Who did what, however it is spelt."""
        return self.trailer.key.lower(), address(self.trailer)


def reviews(series: Series, patch: Patch) -> tuple[Review, ...]:
    """Returns the reviews of a patch: those of its message, then those that replies give."""
    found: dict[tuple[str, str], Review] = {}
    for one in (*(Review(one, False) for one in people(patch)), *_given(series, patch)):
        if _REVIEW.fullmatch(one.trailer.key):
            found.setdefault(one.key, one)
    return tuple(found.values())


def _given(series: Series, patch: Patch) -> Iterator[Review]:
    for reply in series.replies:
        if reply.patch in (patch.number, 0):
            for one in reply.follow_ups:
                if not one.refused:
                    yield Review(one.trailer, one.version is None)


def advise(
    old: Sequence[Review], new: Sequence[Review], differences: Sequence[Difference]
) -> tuple[TrailerAdvice, ...]:
    """Returns the advice for every review of either version, those of the new one first."""
    changed = any(one in _SUBSTANTIAL for one in differences)
    kept = _why_kept(differences)
    before, after = {one.key for one in old}, {one.key for one in new}
    found = []
    for one in new:
        if one.answer:
            found.append(TrailerAdvice(one.trailer, Advice.KEEP, "given in answer to the new version"))
        elif not changed:
            found.append(TrailerAdvice(one.trailer, Advice.KEEP, kept))
        elif one.key in before:
            reason = "given for the old version; the code changed since"
            found.append(TrailerAdvice(one.trailer, Advice.DROP, reason))
        else:
            reason = "the old version lacks it: given in answer to that, the code changed since"
            found.append(TrailerAdvice(one.trailer, Advice.DROP, reason))
    for one in old:
        if one.key in after:
            continue
        if changed:
            found.append(TrailerAdvice(one.trailer, Advice.DROPPED, "the code changed"))
        else:
            given = (
                "given in answer to the old version, and the new one"
                if one.answer
                else "the new version"
            )
            found.append(TrailerAdvice(one.trailer, Advice.RESTORE, f"{given} lacks it; {kept}"))
    return tuple(found)


def _why_kept(differences: Sequence[Difference]) -> str:
    if Difference.COMMENTS in differences:
        return "of the code only comments changed"
    return "the code is the same"

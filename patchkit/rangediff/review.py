"""Which review trailers of the new version still hold.

Documentation/process/submitting-patches.rst: tags are carried over, unless the patch "has changed
substantially"; then they are removed, and the changelog says so. Here substantial is what the engine
calls code or place; a message or a comment that was reworded leaves a review standing. Refuses to know
when a trailer was given: two mails do not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from patchkit.model.compare import Advice, Difference, TrailerAdvice
from patchkit.model.series import Patch, Trailer
from patchkit.rangediff.message import address, people

_REVIEW = re.compile(r".*(?:reviewed|acked|tested).*-by", re.IGNORECASE)
_SUBSTANTIAL = (Difference.CODE, Difference.PLACE)


def advise(old: Patch, new: Patch, differences: Iterable[Difference]) -> tuple[TrailerAdvice, ...]:
    """Returns the advice for every review trailer of either version, those of the new one first."""
    changed = any(one in _SUBSTANTIAL for one in differences)
    before, after = _reviews(old), _reviews(new)
    found = []
    for key, trailer in after.items():
        if not changed:
            found.append(TrailerAdvice(trailer, Advice.KEEP, _why_kept(differences)))
        elif key in before:
            reason = "given for the old version; the code changed since"
            found.append(TrailerAdvice(trailer, Advice.DROP, reason))
        else:
            reason = "the old version lacks it: given in answer to that, the code changed since"
            found.append(TrailerAdvice(trailer, Advice.DROP, reason))
    for key, trailer in before.items():
        if key in after:
            continue
        if changed:
            found.append(TrailerAdvice(trailer, Advice.DROPPED, "the code changed"))
        else:
            reason = f"the new version lacks it; {_why_kept(differences)}"
            found.append(TrailerAdvice(trailer, Advice.RESTORE, reason))
    return tuple(found)


def _why_kept(differences: Iterable[Difference]) -> str:
    if Difference.COMMENTS in differences:
        return "of the code only comments changed"
    return "the code is the same"


def _reviews(patch: Patch) -> dict[tuple[str, str], Trailer]:
    return {(one.key.lower(), address(one)): one for one in people(patch) if _REVIEW.fullmatch(one.key)}

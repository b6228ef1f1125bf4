"""Words of a subject that name a tree ("5.10.y", "net-next"), and which references those are.

A stable release's word means its branch or tags, never the mainline tag it began with. Refuses to
believe a word that no reference answers to, unless it has the form of a tree's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from patchkit.gitio.references import Reference
from patchkit.model.base import Hint
from patchkit.model.series import Series

_STABLE = re.compile(r"(?:linux-|stable-|for-)?v?(\d{1,2}\.\d{1,3})(?:\.y|\.\d+)?(?:-stable|-y)?", re.I)
_RELEASE = re.compile(r"(?:linux-)?v?(\d{1,2}\.\d{1,3})(?:\.y|\.\d+)")
_TREE = re.compile(r"[a-z][a-z0-9_]*-(?:next|fixes|stable|devel|unstable)|next-20\d{6}", re.I)
_COMMON = re.compile(r"PATCH.*|RFC.*|RESEND|v\d.*|\d+/\d+|PULL|GIT|.?", re.I)


def stable_line(name: str) -> str:
    """Returns the line ("5.10") of a stable branch or tag: linux-5.10.y, v5.10.89; "" for others."""
    match = _RELEASE.fullmatch(name.rpartition("/")[2])
    return match[1] if match else ""


def hints_of(series: Series, references: Sequence[Reference]) -> tuple[Hint, ...]:
    """Returns the words of the subjects that name trees, with the references here that they mean."""
    subjects = [series.cover.subject] if series.cover is not None else []
    subjects += [patch.subject for patch in series.patches]
    words = dict.fromkeys(
        part for subject in subjects for token in subject.tokens for part in re.split("[/,]", token)
    )
    found = [Hint(word, _meant(word, references)) for word in words if not _COMMON.fullmatch(word)]
    return tuple(one for one in found if one.references or _is_tree(one.word))


def _is_tree(word: str) -> bool:
    return bool(_STABLE.fullmatch(word) or _TREE.fullmatch(word))


def _meant(word: str, references: Iterable[Reference]) -> tuple[str, ...]:
    stable = _STABLE.fullmatch(word)
    if stable:
        return tuple(one.name for one in references if stable_line(one.name) == stable[1])
    wanted = word.lower()
    return tuple(one.name for one in references if wanted in one.short.lower().split("/"))

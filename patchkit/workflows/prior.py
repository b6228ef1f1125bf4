"""The prerequisites that a series names: which are in the tree, in a series that was given, or nowhere.

What is asked of a history is asked of the repository that the tree is in. Refuses to place anything: a
series that goes first is named by the user.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from email.utils import mktime_tz, parsedate_tz

from msgspec.structs import replace

from patchkit.basing.prerequisites import CHANGE_ID, Progress, look_up, stated
from patchkit.gitio import Repository, patch_ids
from patchkit.model.base import Prerequisite, PrerequisiteState
from patchkit.model.series import Series


def prerequisites_of(
    series: Series,
    before: Sequence[Series],
    repository: Repository | None,
    tree: str,
    progress: Progress | None = None,
) -> tuple[Prerequisite, ...]:
    """Returns what the mails say must go in first, and where it is.

    `before` are the series that are placed first; `tree` is the full id of the commit in question, ""
    where there is none, and then no history is asked.
    """
    given = _given(before) if stated(series.base) else frozenset()
    if all(_name(one) in given for one in stated(series.base)) or repository is None or not tree:
        why = "there is no history to look it up in"
        looked = tuple(replace(one, why=why) for one in stated(series.base))
    else:
        looked = look_up(series.base, repository, tree, sent=sent(series), progress=progress)
    return tuple(
        replace(one, state=PrerequisiteState.GIVEN, why="") if _name(one) in given else one
        for one in looked
    )


def sent(series: Series) -> int:
    """Returns when the last of the mails was sent; 0 for what was not sent, or does not say when."""
    dates = [parsedate_tz(patch.date) for patch in series.patches if patch.message_id]
    try:
        return max((int(mktime_tz(one)) for one in dates if one), default=0)
    except (ValueError, OverflowError):
        return 0


def _given(before: Iterable[Series]) -> frozenset[str]:
    """Returns the patch-ids, message-ids and change-ids that some series are known by."""
    found: set[str] = set()
    for series in before:
        mails = (*series.patches, *((series.cover,) if series.cover else ()))
        found.update(mail.message_id.strip("<>") for mail in mails)
        found.update(patch_ids([patch.git_diff for patch in series.patches]))
        found.add(series.base.change_id)
    return frozenset(found - {""})


def _name(one: Prerequisite) -> str:
    """Returns the id itself: b4 writes a change-id with a version behind it ("20240101-slots:v2")."""
    return one.value.partition(":")[0] if one.kind == CHANGE_ID else one.value

"""Some patches of a series, as b4's -P takes them: `1-3,5`, `4-`, `*glob*` of a title, `_`.

`_` is the mail that was named. Picked patches keep their numbers and their order in the series; that
others were left out is said. Refuses to guess: a part that picks nothing is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from msgspec.structs import replace

from patchkit.errors import SeriesError
from patchkit.model.findings import Incident
from patchkit.model.series import Patch, Series

THE_NAMED_MAIL = "_"
_RANGE = re.compile(r"(\d+)(?:(-)(\d*))?")


def pick(series: Series, wanted: str, named: str = "") -> Series:
    """Returns `series` with the patches that `wanted` says, all of them for "".

    `named` is the message-id that the location named ("" for none). Raises SeriesError when a part of
    `wanted` cannot be read, or picks no patch of the series.
    """
    if not wanted.strip():
        return series
    numbers = {number for part in wanted.split(",") for number in _picked(series, part.strip(), named)}
    patches = tuple(patch for patch in series.patches if patch.number in numbers)
    if not patches:
        raise _nothing(series, wanted)
    missing = tuple(number for number in series.missing if number in numbers)
    return replace(
        series, patches=patches, missing=missing, incidents=tuple(_incidents(series, patches, missing))
    )


def _incidents(
    series: Series, patches: tuple[Patch, ...], missing: tuple[int, ...]
) -> Iterator[Incident]:
    """Yields what was odd; a patch that is not there is only missed where it was picked."""
    for one in series.incidents:
        if (one.kind, one.where) != ("patch-missing", series.location):
            yield one
    if missing:
        names = ", ".join(f"{number}/{series.expected}" for number in missing)
        yield Incident("patch-missing", f"{names} was picked and is not there", series.location)
    names = ", ".join(f"{patch.number}/{series.expected}" for patch in patches)
    yield Incident("patches-picked", f"only {names} was asked for", series.location, harmless=True)


def _picked(series: Series, part: str, named: str) -> Iterator[int]:
    """Yields the numbers of the patches that one part picks, at the least one."""
    found = list(_numbers(series, part, named))
    if not found:
        raise _nothing(series, part)
    yield from found


def _numbers(series: Series, part: str, named: str) -> Iterator[int]:
    there = {*series.missing, *(patch.number for patch in series.patches)}
    match = _RANGE.fullmatch(part)
    if match is not None:
        first, is_range, last = int(match[1]), match[2], match[3]
        end = int(last) if last else max(there) if is_range else first
        yield from (number for number in range(first, end + 1) if number in there)
    elif part == THE_NAMED_MAIL:
        yield from (patch.number for patch in series.patches if named and patch.message_id == named)
    else:
        for patch in series.patches:
            if fnmatchcase(patch.subject.text.lower(), part.lower()):
                yield patch.number


def _nothing(series: Series, part: str) -> SeriesError:
    if part == THE_NAMED_MAIL:
        hint = "_ is the patch whose message-id the location names"
    else:
        hint = f"1-3,5 or 4- are numbers, *word* is a part of a title; there is 1 to {series.expected}"
    return SeriesError(f"'{part}' picks no patch of the series", where=series.location, hint=hint)

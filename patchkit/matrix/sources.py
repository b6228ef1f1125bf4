"""The series of a matrix: each read once, named as shortly as they can be told apart.

Refuses to go on without one of them: a series that cannot be read is a mistake of whoever asks, and is
told before the long work begins.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from typing import BinaryIO

from msgspec.structs import replace

from patchkit.matrix.work import Task
from patchkit.search.hits import Progress, silent
from patchkit.workflows.inputs import CheckOptions, read_source, with_posting


def read_tasks(
    locations: Sequence[str], options: CheckOptions, stdin: BinaryIO, progress: Progress = silent
) -> tuple[Task, ...]:
    """Returns the series at `locations`, each once; without any, the embedded one with its posting.

    Raises SeriesError or ProfileError.
    """
    if not locations:
        return (Task(options.embedded, with_posting(read_source(options), options)),)
    wanted = list(dict.fromkeys(locations))
    tasks = []
    for done, (location, name) in enumerate(zip(wanted, series_names(wanted), strict=True)):
        progress("reading series", done, len(wanted))
        tasks.append(Task(name, read_source(replace(options, series=location), stdin)))
    return tuple(tasks)


def series_names(locations: Sequence[str]) -> list[str]:
    """Returns a name for each location: the last part of a path, more where two are alike."""
    parts = [_parts(one) for one in locations]
    names = list(locations)
    for size in range(1, max(map(len, parts), default=0) + 1):
        shown = ["/".join(one[-size:]) for one in parts]
        often = Counter(shown)
        for at, name in enumerate(shown):
            if names[at] == locations[at] and often[name] == 1:
                names[at] = name
    return names


def _parts(location: str) -> list[str]:
    if location == "-":
        return ["stdin"]
    return os.path.abspath(location).split("/") if os.path.exists(location) else [location]

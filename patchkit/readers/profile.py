"""Reads what a series' text does not say: series.toml (facts) and profile.toml (intent).

The formats are the types of `patchkit.model.profile`, described for people in
docs/series-format.md. A key nobody knows is an error and never ignored: a typing mistake must not
switch a rule off. Refuses to judge a series and to look at a tree.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from patchkit.data import data_folder
from patchkit.errors import ProfileError
from patchkit.model.profile import Profile, SeriesFacts

FACTS = "series.toml"
PROFILE = "profile.toml"

_Table = TypeVar("_Table", SeriesFacts, Profile)

# msgspec ends its messages with the place of the fault: " - at `$.intent[0].probe[1]`".
_PLACE = re.compile(r"^(?P<fault>.*?)(?: - at `\$\.?(?P<key>.*)`)?$", re.DOTALL)


def load_facts(folder: Path) -> SeriesFacts:
    """Returns the facts in `folder`/series.toml.

    Raises ProfileError when the file is missing, is no TOML, has an unknown, missing or ill-typed
    key, or contradicts itself (a posting with more subjects than message-ids, a diffstat whose
    files do not add up to its totals).
    """
    path = folder / FACTS
    facts = _load(path, SeriesFacts)
    for number, posting in enumerate(facts.postings):
        if len(posting.message_ids) != len(posting.subjects):
            raise _fault(
                path,
                f"postings[{number}]",
                f"{len(posting.message_ids)} message-ids and {len(posting.subjects)} subjects",
                "name both for each mail, the cover letter first",
            )
    stat = facts.diffstat
    total, files = stat.insertions + stat.deletions, sum(stat.changed.values())
    if total != files:
        raise _fault(
            path,
            "diffstat",
            f"its files add up to {files} changed lines, its totals to {total}",
            "copy both from the cover letter: lines changed per file, and the line below them",
        )
    return facts


def load_profile(folder: Path) -> Profile:
    """Returns the intent and the rules in `folder`/profile.toml.

    Raises ProfileError as `load_facts` does, and when two intents are for the same patch.
    """
    path = folder / PROFILE
    profile = _load(path, Profile)
    seen: set[int] = set()
    for number, intent in enumerate(profile.intent):
        if intent.patch in seen:
            raise _fault(
                path,
                f"intent[{number}]",
                f"a second intent for patch {intent.patch}",
                "give one intent per patch; it may have several probes",
            )
        seen.add(intent.patch)
    return profile


def available() -> tuple[str, ...]:
    """Returns the names of the embedded series, sorted."""
    return tuple(sorted(path.parent.name for path in data_folder("series").glob(f"*/{FACTS}")))


def embedded_series(name: str) -> Path:
    """Returns the folder of the embedded series `name`, or raises ProfileError."""
    names = available()
    if name not in names:
        raise ProfileError(
            f"there is no embedded series {name!r}",
            where=str(data_folder("series")),
            hint=f"choose from: {', '.join(names)}" if names else "reinstall kernel-patchkit",
        )
    return data_folder("series") / name


def _load(path: Path, table: type[_Table]) -> _Table:
    try:
        return msgspec.convert(tomllib.loads(path.read_bytes().decode("utf-8")), table)
    except OSError as error:
        raise ProfileError(
            f"cannot read it: {error.strerror}",
            where=str(path),
            hint="docs/series-format.md says what the folder of a series holds",
        ) from error
    except UnicodeDecodeError as error:
        raise ProfileError(
            f"byte {error.start} is not UTF-8", where=str(path), hint="save the file as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(
            f"not TOML: {error}", where=str(path), hint="see https://toml.io for the syntax"
        ) from error
    except msgspec.ValidationError as error:
        place = _PLACE.match(str(error))
        assert place is not None  # both parts of the pattern may be empty
        raise _fault(
            path,
            place["key"] or "",
            place["fault"],
            "docs/series-format.md lists the keys of each table",
        ) from error


def _fault(path: Path, key: str, message: str, hint: str) -> ProfileError:
    return ProfileError(message, where=f"{path}, {key}" if key else str(path), hint=hint)

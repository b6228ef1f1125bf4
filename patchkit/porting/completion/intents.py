"""What hunks that were left out would pass in a call: evidence for the very call they were written for.

Such a hunk may pass a variable that another one, left out as well, declares and sets once; then the
value that it would be set to is what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from patchkit.apichange import fragments
from patchkit.cfacts import file_sites
from patchkit.cfacts.declare import KEYWORDS
from patchkit.cfacts.tokens import is_word, tokenize
from patchkit.model.diff import Hunk
from patchkit.model.facts import Site, SiteKind
from patchkit.placement import function_written_for
from patchkit.porting.completion.callsite import CallSite

_MEMBER = (b"->", b".")


class Intent(Struct, frozen=True):
    """A call as a hunk that was left out has it afterwards.

    `values` are what variables are set to, once, by what is left out of the same function.
    """

    path: str
    function: str
    arguments: tuple[bytes, ...]
    values: dict[bytes, bytes]


def intents(name: str, left_out: Sequence[tuple[str, Hunk]]) -> tuple[Intent, ...]:
    """Returns the calls of `name` that hunks, each with the path of its file, would have left."""
    found = []
    for path, hunk in left_out:
        for site in _calls(path, hunk, name):
            function = site.function or function_written_for(hunk)
            same = [one for file, one in left_out if file == path and _function(one) == function]
            arguments = tuple(one.encode("utf-8", "surrogateescape") for one in site.arguments or ())
            found.append(Intent(path, function, arguments, _assigned(same)))
    return tuple(found)


def intended(site: CallSite, place: int, known: Sequence[Intent]) -> bytes | None:
    """Returns what the one hunk for the call `site` passes at `place`, if it has a meaning there."""
    function = site.function.name.decode("utf-8", "surrogateescape")
    mine = [one for one in known if (one.path, one.function) == (site.path, function)]
    if len(mine) != 1 or place >= len(mine[0].arguments):
        return None
    text = mine[0].arguments[place]
    if _known(site, text):
        return text
    value = mine[0].values.get(text)
    return value if value is not None and _known(site, value) else None


def _calls(path: str, hunk: Hunk, name: str) -> Iterator[Site]:
    text = fragments.after(hunk)
    if name.encode("utf-8", "surrogateescape") in text:
        for site in file_sites(path, text, (name,)):
            if site.kind is SiteKind.CALL and site.arguments is not None:
                yield site


def _function(hunk: Hunk) -> str:
    return function_written_for(hunk)


def _assigned(hunks: Sequence[Hunk]) -> dict[bytes, bytes]:
    """Returns what added lines set variables to: those that are set once, by a whole statement."""
    found: dict[bytes, list[bytes]] = {}
    for hunk in hunks:
        for line in hunk.lines:
            match = _SET.match(line.text) if line.op == "+" else None
            if match is not None:
                found.setdefault(match[1], []).append(match[2])
    return {name: values[0] for name, values in found.items() if len(values) == 1}


_SET = re.compile(rb"\s*(?:[A-Za-z_][\w\s*]*[\s*])?([A-Za-z_]\w*)\s*=\s*([^=;][^;]*);\s*\Z")


def _known(site: CallSite, text: bytes) -> bool:
    """Tells whether every variable of an expression has a value where the call stands."""
    if b'"' in text or b"'" in text:
        return False
    tokens = tokenize(text, 0, len(text))
    if tokens is None:
        return False
    for at, word in enumerate(tokens.texts):
        plain = is_word(word) and word not in KEYWORDS and tokens.text(at - 1) not in _MEMBER
        variable = plain and tokens.text(at + 1) != b"(" and not word.isupper()
        if variable and not (site.type_of(word) is not None and site.is_set(word)):
            return False
    return True

"""What the text of a mail says in fixed words: trailers, base and prerequisite tags, a diffstat.

Trailers follow git-interpret-trailers(1); `base-commit` and the prerequisite tags git-format-patch(1),
"BASE TREE INFORMATION", and b4's `change-id`, `prerequisite-change-id` and `prerequisite-message-id`.
Refuses to believe half a tag: a base-commit is forty hex digits or nothing.
"""

from __future__ import annotations

import re

from patchkit.model.series import BaseHints, DiffstatEntry, Trailer

_TRAILER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:(?!//)[ \t]*(.*)")
_CHERRY_PICKED = re.compile(r"\(cherry[- ]picked from commit [0-9a-f]+\)?|\[[^\]]*\]?$")
_TAG = re.compile(
    r"^(base-commit|prerequisite-patch-id|prerequisite-message-id|prerequisite-change-id|change-id"
    r"|based-on|depends-on):[ \t]*(\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_OBJECT_ID = re.compile(r"[0-9a-f]{40}")
_DIFFSTAT = re.compile(
    r"^ (\S.{0,300}?) {1,300}\| +(?:(\d{1,9})(?: [+-]*)?|Bin(?: .*)?|Unmerged)$", re.MULTILINE
)


def parse_trailers(message: str) -> tuple[Trailer, ...]:
    """Returns the trailers of a commit message: of its last paragraph, when that is a trailer block.

    It is one when a quarter of its lines are trailers (a sign-off among them) or all of them are;
    continuation lines are joined, comments such as "[reworded the log]" are stepped over.
    """
    paragraphs = re.split(r"\n[ \t]*\n", message.strip("\n"))
    if not paragraphs[-1].strip():
        return ()
    trailers: list[Trailer] = []
    others = 0
    for line in paragraphs[-1].split("\n"):
        match = _TRAILER.match(line)
        if match is not None:
            trailers.append(Trailer(match[1], match[2].strip()))
        elif line[:1] in (" ", "\t") and trailers:
            last = trailers[-1]
            trailers[-1] = Trailer(last.key, f"{last.value} {line.strip()}")
        elif not _CHERRY_PICKED.match(line):
            others += 1
    signed = any(trailer.key.lower() == "signed-off-by" for trailer in trailers)
    return tuple(trailers) if not others or (signed and len(trailers) * 3 >= others) else ()


def parse_base_hints(text: str) -> tuple[BaseHints, tuple[str, ...]]:
    """Returns the base hints in `text`, and the base-commit values that are no object id."""
    values: dict[str, list[str]] = {}
    refused: list[str] = []
    for match in _TAG.finditer(text):
        name, value = match[1].lower(), match[2].strip()
        if name == "base-commit" and not _OBJECT_ID.fullmatch(value):
            refused.append(value)
        else:
            values.setdefault(name, []).append(value)

    def ids(name: str) -> tuple[str, ...]:
        return tuple(value.strip("<>") for value in values.get(name, ()))

    hints = BaseHints(
        base_commit=next(iter(values.get("base-commit", ())), ""),
        prerequisite_patch_ids=ids("prerequisite-patch-id"),
        prerequisite_message_ids=ids("prerequisite-message-id"),
        prerequisite_change_ids=ids("prerequisite-change-id"),
        change_id=next(iter(values.get("change-id", ())), ""),
        based_on=(*ids("based-on"), *ids("depends-on")),
    )
    return hints, tuple(refused)


def parse_diffstat(text: str) -> tuple[DiffstatEntry, ...]:
    """Returns the lines of the diffstats in `text`, paths as printed (a long one starts with "...")."""
    return tuple(
        DiffstatEntry(match[1], int(match[2]) if match[2] else None)
        for match in _DIFFSTAT.finditer(text)
    )

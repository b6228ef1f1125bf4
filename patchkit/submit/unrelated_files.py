"""A patch in which files stand that have nothing to do with the others, as far as can be seen.

Two files go together when they are of one part of the tree (drivers/i2c, arch/x86, mm), when their
changed lines share a name, when one of them names the other (a Makefile, a MAINTAINERS entry, an
include), or when the commit message speaks of both. What no such tie leads to may have slipped into the
commit. People have other reasons too, so this is a note of low confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from patchkit.model.diff import FilePatch
from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.model.series import Patch
from patchkit.submit.base import Submission, SubmitRule, remark

ID = "unrelated-files"

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{3,}")
_PIECE = re.compile(r"[a-z0-9]+")
# Parts of the tree whose first folder says nothing: the second one does.
_WIDE = ("arch", "drivers", "fs", "net", "sound", "tools", "samples", "rust", "include", "Documentation")
# What every C file has; a name of these ties nothing.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
    auto bool break case char const continue default define defined device do double elif else
    endif enum error extern false float goto ifdef ifndef include init inline int long module name
    null register return short signed size sizeof static struct switch true typedef uint8_t
    uint16_t uint32_t uint64_t undef union unsigned void volatile while linux kernel this that with
    from have will when which the and for NULL EXPORT_SYMBOL_GPL EXPORT_SYMBOL MODULE_LICENSE
    """,
    )
)
_MOST = 3


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        groups = _groups(patch)
        sizes = {str(file.path): file.added + file.removed for file in patch.files}
        if len(groups) < 2:
            continue
        largest = max(groups, key=lambda group: sum(sizes[path] for path in group))
        apart = [path for group in groups if group is not largest for path in group]
        if len(apart) * 2 > len(patch.files):
            continue  # no part is the patch and the rest beside it: a sweep through the tree
        more = f" and {len(apart) - _MOST} more" if len(apart) > _MOST else ""
        message = f"nothing ties {', '.join(apart[:_MOST])}{more} to the rest of the patch"
        yield remark(ID, (Severity.NOTE, Confidence.LOW), message, patch)


def _groups(patch: Patch) -> list[list[str]]:
    """Returns the paths of the patch, those together that something ties."""
    message = f"{patch.subject.text}\n{patch.body}"
    groups: list[tuple[list[str], set[str]]] = []
    for file in patch.files:
        paths, ties = [str(file.path)], _ties(file, message)
        for group in [one for one in groups if one[1] & ties]:
            groups.remove(group)
            paths, ties = [*group[0], *paths], group[1] | ties
        groups.append((paths, ties))
    return [paths for paths, _ in groups]


def _ties(file: FilePatch, message: str) -> set[str]:
    """Returns what may tie the file to others: words, its part of the tree, its own name."""
    ties: set[str] = set()
    for path in {str(file.path), str(file.source)}:
        part, stem = _part(path), PurePosixPath(path).stem.lower()
        ties |= {f"part {part}", f"name {_plain(stem)}"}
        ties |= {f"name {_plain(one.lower())}" for one in PurePosixPath(path).parts[1:-1]}
        if path in message or any(_speaks_of(message, one) for one in (stem, PurePosixPath(part).name)):
            ties.add("message")
    for line in _changed(file):
        for word in _WORD.findall(line):
            if word not in _COMMON:
                ties |= {f"word {word}", f"name {_plain(word.lower())}"}
                if "_" in word and word in message:
                    ties.add("message")
        for word in re.findall(r"[\w./-]+", line):
            ties.add(f"name {_plain(PurePosixPath(word).stem.lower())}")
    return ties


def _speaks_of(message: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", message, re.IGNORECASE) is not None


def _changed(file: FilePatch) -> Sequence[str]:
    lines = (line for hunk in file.hunks for line in hunk.lines if line.op != " ")
    return [line.text.decode("latin-1") for line in lines]


def _plain(name: str) -> str:
    """Returns a name in which "-", "_" and "," are one: a binding and its driver are called alike."""
    return "_".join(_PIECE.findall(name))


def _part(path: str) -> str:
    parts = PurePosixPath(path).parts
    return "/".join(parts[:2]) if parts[0] in _WIDE and len(parts) > 2 else parts[0]


RULE = SubmitRule(ID, "a file in the patch has nothing to do with the others", _check)

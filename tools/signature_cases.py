"""Builds a truth test for `patchkit check` out of two consecutive kernels.

For each function whose signature differs between OLD and NEW, the hunks of OLD->NEW that mention it
make a patch on OLD. It is a case when tools/signature_truth.py finds every site consistent after it, and
then once more with one site left out. Where the hunks use what other hunks declare, the complete case is
called a fragment, and the whole functions around the sites make another one. Kernel code goes to --out,
never into the repository.

Run as: python -m tools.signature_cases OLD NEW --out FOLDER
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from tools.signature_c import Kind, Source
from tools.signature_hunks import Block, applies, blocks, diff, mail
from tools.signature_truth import (
    Change,
    Conversion,
    Grain,
    LeftOut,
    Unfit,
    choose,
    left_out,
    neighbours,
    require_complete,
)
from tools.signature_types import Signature
from tools.signature_whole import WORDS, Novelties, novelties, stands_alone

_SUFFIXES = (".c", ".h", ".S")
# Programs for the build host and for user space: worlds of their own when they define the name.
_APART = ("tools/", "scripts/", "Documentation/", "samples/")
COMPLETE, FRAGMENT = "complete", "fragment"
_CLOSURE = 6  # functions converted together

Shape = tuple[Signature | None, bool, bool]  # signature, static in a .c file, macro


@dataclass(frozen=True)
class Pair:
    """Two kernels, the older one being the base."""

    old: Path
    new: Path

    def differing(self) -> list[str]:
        """The C files that one tree lacks or has with other content."""
        before, after = _listing(self.old), _listing(self.new)
        both = before & after
        return sorted(
            (before ^ after) | {path for path in both if self.at_old(path) != self.at_new(path)}
        )

    def at_old(self, path: str) -> bytes | None:
        """The file's content in the older kernel, None when it has none."""
        return _text(self.old / path)

    def at_new(self, path: str) -> bytes | None:
        """The same in the newer kernel."""
        return _text(self.new / path)


def _text(place: Path) -> bytes | None:
    return place.read_bytes() if place.is_file() else None


@lru_cache(maxsize=4)
def _listing(tree: Path) -> frozenset[str]:
    return frozenset(
        os.path.relpath(os.path.join(folder, name), tree)
        for folder, _folders, names in os.walk(tree)
        for name in names
        if name.endswith(_SUFFIXES)
    )


def definitions(path: str, data: bytes | None) -> dict[str, set[Shape]]:
    """Returns what a file defines: functions and function-like macros with their signatures."""
    found: dict[str, set[Shape]] = {}
    for site in Source(path, data or b"").declarations():
        if site.kind is not Kind.PROTOTYPE:
            local = site.static and path.endswith(".c")
            found.setdefault(site.name, set()).add((site.signature, local, site.kind is Kind.MACRO))
    return found


def changes(pair: Pair, paths: Iterable[str]) -> tuple[dict[str, Change], frozenset[str]]:
    """Returns the functions defined in both trees whose signature differs unambiguously, and the names
    of all of which anything differs."""
    seen: dict[str, list[tuple[str, set[Shape], set[Shape]]]] = {}
    for path in paths:
        if path.endswith(".S") or path.startswith(_APART):
            continue
        before, after = definitions(path, pair.at_old(path)), definitions(path, pair.at_new(path))
        for name in before.keys() | after.keys():
            if before.get(name) != after.get(name):
                seen.setdefault(name, []).append((path, before.get(name, set()), after.get(name, set())))
    found = {name: _change(name, places) for name, places in seen.items()}
    return {name: change for name, change in found.items() if change is not None}, frozenset(seen)


def _change(name: str, places: list[tuple[str, set[Shape], set[Shape]]]) -> Change | None:
    before = {shape for _path, old, _new in places for shape in old}
    after = {shape for _path, _old, new in places for shape in new}
    if len(before) != 1 or len(after) != 1:
        return None
    (old, was_local, was_macro), (new, is_local, is_macro) = before.pop(), after.pop()
    if old is None or new is None or old == new or (was_local, was_macro) != (is_local, is_macro):
        return None
    paths = tuple(path for path, old_shapes, _new in places if old_shapes)
    if was_local and len(places) > 1:
        return None
    return Change(name, old, new, paths, scope=paths[0] if was_local else "", macro=was_macro)


@dataclass
class Builder:
    """Makes the cases of one pair of kernels."""

    pair: Pair
    found: dict[str, Change]
    holders: dict[str, list[str]]
    runs: dict[str, list[Block]]
    new: Novelties
    refused: Counter[str] = field(default_factory=Counter)

    def conversion(self, name: str, *grains: Grain) -> Conversion:
        """Returns the conversion of `name` and of what its hunks change beside it, in the first grain
        that gives one, or raises Unfit."""
        problem = Unfit("no hunk")
        for grain in grains:
            try:
                return self._closed({name: self.found[name]}, grain)
            except Unfit as unfit:
                problem = unfit
        raise problem

    def _closed(self, together: dict[str, Change], grain: Grain) -> Conversion:
        while True:
            conversion = self._gathered(together)
            choose(conversion, self.runs, grain)
            others = neighbours(conversion)
            if not others:
                conversion.address_taken = require_complete(conversion)
                return conversion
            if not others <= self.found.keys() or len(others) + len(together) > _CLOSURE:
                raise Unfit("its hunks change other functions")
            together = together | {other: self.found[other] for other in others}

    def _gathered(self, together: Mapping[str, Change]) -> Conversion:
        scopes: dict[str, set[str]] = {}
        old, new = {}, {}
        for name, change in together.items():
            for path in [change.scope] if change.scope else self._global_holders(change):
                scopes.setdefault(path, set()).add(name)
        for path in scopes:
            before, after = self.pair.at_old(path), self.pair.at_new(path)
            assert before is not None
            old[path] = before
            if after is not None:
                new[path] = after
        return Conversion(together, old, new, {path: frozenset(names) for path, names in scopes.items()})

    def _global_holders(self, change: Change) -> list[str]:
        """The files in which the name is the global function's: none with a definition of its own."""
        holders = self.holders.get(change.name, [])
        needle = change.name.encode() + b"("
        own: dict[str, set[Shape]] = {}
        for path in holders:
            if path not in change.paths and needle in (self.pair.at_old(path) or b""):
                shapes = definitions(path, self.pair.at_old(path)).get(change.name)
                if shapes:
                    own[path] = shapes
        worlds = {path.split("/")[0] + "/" for path in own if path.startswith(_APART)}
        others = [path for path, shapes in own.items() if not path.startswith(_APART)]
        if any(
            not local and signature != change.new
            for path in others
            for signature, local, _m in own[path]
        ):
            raise Unfit("another global definition")
        kept = [path for path in holders if not path.startswith(tuple(worlds) or ("\0",))]
        return [path for path in kept if not any(local for _s, local, _m in own.get(path, ()))]


def holders(pair: Pair, names: frozenset[str]) -> tuple[dict[str, list[str]], set[bytes]]:
    """Returns the files of the older kernel that hold each name as a word, and all words."""
    wanted = {name.encode() for name in names}
    found: dict[str, list[str]] = {}
    vocabulary: set[bytes] = set()
    for path in sorted(_listing(pair.old)):
        words = set(WORDS.findall(pair.at_old(path) or b""))
        vocabulary |= words
        for word in wanted & words:
            found.setdefault(word.decode(), []).append(path)
    return found, vocabulary


def prepare(pair: Pair) -> Builder:
    """Finds the changed functions of a pair, where they are named, and how those files differ."""
    paths = pair.differing()
    found, differing = changes(pair, paths)
    places, vocabulary = holders(pair, frozenset(found))
    relevant = {path for one in places.values() for path in one}.intersection(paths)
    texts = {
        path: (old, new)
        for path in paths
        if (old := pair.at_old(path)) is not None and (new := pair.at_new(path)) is not None
    }
    runs = blocks(
        {path: old for path, (old, _new) in texts.items() if path in relevant},
        {path: new for path, (_old, new) in texts.items() if path in relevant},
    )
    files = ((path, old, new) for path, (old, new) in texts.items())
    return Builder(pair, found, places, runs, novelties(vocabulary, differing, files))


def cases(builder: Builder, every: int = 1) -> Iterator[tuple[dict[str, object], bytes]]:
    """Yields (case.json's content, series.patch) of one function in `every`, if it makes a case."""
    done: set[str] = set()
    for name in sorted(builder.found)[::every]:
        try:
            if name in done:
                continue
            conversion = builder.conversion(name, Grain.HUNKS, Grain.LINES)
            done |= conversion.changes.keys()
            yield from _of(builder, conversion, name)
        except Unfit as unfit:
            builder.refused[str(unfit)] += 1


def _of(
    builder: Builder, conversion: Conversion, name: str
) -> Iterator[tuple[dict[str, object], bytes]]:
    """The complete conversion, as a fragment where its hunks do not stand alone, and its omissions."""
    alone = stands_alone(conversion, builder.new)
    complete = _case(builder.pair, conversion, name, COMPLETE if alone else FRAGMENT)
    if complete is None:
        raise Unfit("git apply refuses it")
    yield complete
    omissions: dict[str, LeftOut] = {}
    for omission in left_out(conversion):
        omissions.setdefault(omission.kind, omission)
    for omission in omissions.values():
        case = _case(builder.pair, conversion, omission.site.name, omission)
        if case is not None:
            yield case
    if not alone:
        conversion = builder.conversion(name, Grain.FUNCTIONS)
        case = _case(builder.pair, conversion, name, COMPLETE)
        if case is not None and stands_alone(conversion, builder.new):
            yield case


def _case(
    pair: Pair, conversion: Conversion, name: str, what: str | LeftOut
) -> tuple[dict[str, object], bytes] | None:
    omission = None if isinstance(what, str) else what
    new = conversion.touched()
    if omission is not None:
        new[omission.path] = conversion.patched(omission.path, without=omission.unit)
    new = {path: data for path, data in new.items() if data != conversion.old[path]}
    old = {path: conversion.old[path] for path in new}
    patch = diff(old, new)
    if not applies(patch, old, new):
        return None
    change = conversion.changes[name]
    kind = what if isinstance(what, str) else what.kind
    case: dict[str, object] = {
        "id": f"{pair.old.name}-{name}-{kind.replace(', ', '-').replace(' ', '-')}",
        "name": name,
        "together": sorted(conversion.changes),
        "class": change.kind,
        "kind": kind,
        "tree": str(pair.old.resolve()),
        "newer": str(pair.new.resolve()),
        "old": asdict(change.old),
        "new": asdict(change.new),
        "scope": change.scope,
        "address_taken": conversion.address_taken,
        "files": sorted(path for path, names in conversion.scopes.items() if name in names),
        "left_out": None,
    }
    if omission is not None:
        case["left_out"] = {
            "path": omission.path,
            "line": omission.old_line,
            "line_after": omission.site.line,
            "function": omission.function,
            "extent": list(omission.extent),
            "text": omission.site.text,
        }
    title = (
        f"{name}: change the signature" if omission is None else f"{name}: change the signature, almost"
    )
    return case, mail(title, f"The signature of {name} is another one from here on.", patch)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take one function in N")
    options = parser.parse_args(arguments)
    builder = prepare(Pair(options.old, options.new))
    print(f"{len(builder.found)} functions and macros with another signature")
    made: Counter[tuple[str, str]] = Counter()
    for case, text in cases(builder, options.every):
        folder = options.out / str(case["id"])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "case.json").write_text(json.dumps(case, indent=1) + "\n")
        (folder / "series.patch").write_bytes(text)
        made[str(case["class"]), str(case["kind"])] += 1
    for (change, kind), count in sorted(made.items()):
        print(f"{count:5} {change:7} {kind}")
    for reason, count in builder.refused.most_common():
        print(f"{count:5} left aside: {reason}")
    return 0 if made else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

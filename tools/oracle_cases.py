"""Makes the compiler oracle's cases of changed functions, macros and ops members out of a kernel.

Each case is a patch that converts every site of a name, or all but one. Names are picked by rules, in an
order that depends on nothing but their spelling; no kernel code and no patch is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from tools.oracle_build import ARCHES, EVERYTHING, Place
from tools.oracle_edit import (
    Conversion,
    Edit,
    Edits,
    Use,
    add_parameter,
    apply,
    change_type,
    integer_parameter,
    is_statement,
    remove,
    rename,
    return_nothing,
)
from tools.oracle_tree import Kernel
from tools.signature_c import CALLING, DECLARING, Kind

# Code that the default configurations build, most of it on every architecture.
_BUILT = re.compile(
    r"(?:mm|kernel|lib|block|init|ipc|drivers/base|net/core|net/ipv4|fs/proc|fs/ext4|include)/"
    r"|fs/[^/]+$|arch/[^/]+/(?:mm|kernel|include)/"
)
_FIRST = ("arch_remove_memory", "arch_add_memory")  # the functions this project began with
_FOLDERS = {arch.folder for arch in ARCHES}
_COMMON = "x86"
MOST_SOURCES = 6  # files to compile for one case
_PLAIN = "sh"  # the configuration with the fewest options, where headers fall back on stubs


@dataclass(frozen=True, slots=True)
class Case:
    """One patch and what has to be compiled to judge it.

    `texts` are the changed files as the patch leaves them, `left_out` the one site that it forgets,
    `planted` what is wrong with it in a word ("" when it is meant to be complete). `series` is what
    patchkit is given, b"" for the difference that the texts make. `arches` names the builds.
    """

    id: str
    family: str
    name: str
    planted: str
    left_out: Place | None
    texts: Mapping[str, bytes]
    sources: tuple[str, ...]
    arches: tuple[str, ...]
    series: bytes = b""


@dataclass(frozen=True, slots=True)
class Converted:
    """A name's sites that have to change, each with its edits, and every use there is."""

    name: str
    uses: tuple[Use, ...]
    sites: tuple[tuple[Use, Edits], ...]


def converted(kernel: Kernel, name: str, uses: Iterable[Use], convert: Conversion) -> Converted | None:
    """Returns the conversion of every use, None when one of them cannot be converted."""
    uses = tuple(uses)
    sites = []
    for use in uses:
        edits = convert(kernel.source(use.path), use)
        if edits is None:
            return None
        if edits:
            sites.append((use, edits))
    return Converted(name, uses, tuple(sites))


def case(kernel: Kernel, family: str, change: Converted, leave: Use | None = None) -> Case:
    """Returns the case that converts all sites but `leave`."""
    edits = [edit for use, edits in change.sites if use is not leave for edit in edits]
    base = {edit.path: kernel.source(edit.path).data for edit in edits}
    planted = "" if leave is None else f"{leave.kind} left out"
    where = "" if leave is None else f"-{leave.kind}-{_slug(leave.path)}-{leave.line}"
    return Case(
        id=f"{family}-{change.name}{where}" if leave else f"{family}-{change.name}-complete",
        family=family,
        name=change.name,
        planted=planted,
        left_out=None if leave is None else Place(leave.path, leave.line),
        texts=apply(base, edits),
        sources=tuple(sorted({use.path for use in change.uses if use.path.endswith(".c")})),
        arches=arches(change.uses),
    )


def _slug(path: str) -> str:
    return re.sub(r"\W+", "-", path.removesuffix(".c"))


def arches(uses: Iterable[Use]) -> tuple[str, ...]:
    """Returns the builds in which these uses are compiled."""
    wanted = [_COMMON, EVERYTHING]
    for use in uses:
        folder = use.path.split("/")[1] if use.path.startswith("arch/") else ""
        wanted += [folder] if folder in _FOLDERS else []
        wanted += [_PLAIN] if use.kind is Kind.STUB else []
    return tuple(dict.fromkeys(wanted))


def built_for(paths: Iterable[str]) -> tuple[str, ...]:
    """Returns the builds in which all of these files may be compiled, none where there is none."""
    folders = {path.split("/")[1] for path in paths if path.startswith("arch/")}
    if not folders:
        return (_COMMON, EVERYTHING)
    return tuple(arch.name for arch in ARCHES if {arch.folder} == folders)


def fit(files: Iterable[str]) -> bool:
    """Tells whether a name that stands in these files may make a case."""
    c_files = [path for path in files if path.endswith(".c")]
    return 2 <= len(c_files) <= MOST_SOURCES and all(map(compiled, files))


def compiled(path: str) -> bool:
    """Tells whether a file is C that the configurations may well build."""
    folder = path.split("/")[1] if path.startswith("arch/") else _COMMON
    return bool(_BUILT.match(path)) and path.endswith((".c", ".h")) and folder in _FOLDERS


@cache
def functions(kernel: Kernel) -> tuple[tuple[str, list[Use]], ...]:
    """Returns global functions called from several files, and their uses, all of them understood."""
    found = []
    for name in kernel.names("function"):
        if not fit(kernel.files("function", name)):
            continue
        uses = kernel.uses("function", name)
        kinds = [use.kind for use in uses]
        callers = {use.path for use in uses if use.kind in CALLING}
        defined = kinds.count(Kind.DEFINITION)
        understood = set(kinds) <= {*DECLARING, *CALLING, Kind.EXPORT}
        if understood and defined == 1 and Kind.PROTOTYPE in kinds and len(callers) > 1:
            found.append((name, uses))
    return tuple(found)


def arch_functions(kernel: Kernel) -> Iterator[tuple[str, list[Use]]]:
    """Yields functions that three architectures or more implement."""
    names = [*_FIRST, *(name for name in kernel.names("function") if name not in _FIRST)]
    for name in names:
        files = kernel.files("function", name)
        if sum(path.startswith("arch/") for path in files) < 3:
            continue
        if not all(_BUILT.match(path) and not path.endswith((".S", ".rs")) for path in files):
            continue
        uses = kernel.uses("function", name)
        implemented = {
            use.path.split("/")[1]
            for use in uses
            if use.kind is Kind.DEFINITION and use.path.startswith("arch/")
        }
        if len(implemented) >= 3 and {use.kind for use in uses} <= {*DECLARING, *CALLING, Kind.EXPORT}:
            yield name, uses


def rotated(change: Converted, kinds: Iterable[Kind], turn: int) -> list[Use]:
    """Returns one site of each kind, another one every turn."""
    chosen = []
    for kind in kinds:
        sites = [use for use, _edits in change.sites if use.kind is kind]
        chosen += [sites[turn % len(sites)]] if sites else []
    return chosen


Leaves = Callable[[Converted, int], list[Use]]


def family(
    kernel: Kernel, title: str, picks: Iterable[Converted | None], count: int, leaves: Leaves
) -> Iterator[Case]:
    """Yields complete and incomplete cases of the first `count` picks that give any."""
    turn = 0
    for change in picks:
        chosen = leaves(change, turn) if change else []
        if change is None or not chosen:
            continue
        yield case(kernel, title, change)
        yield from (case(kernel, title, change, leave) for leave in chosen)
        turn += 1
        if turn == count:
            return


def parameter_cases(kernel: Kernel) -> Iterator[Case]:
    """Yields the cases of a function that takes one more parameter."""
    picked = [converted(kernel, name, uses, add_parameter) for name, uses in functions(kernel)]
    stubs = [one for one in picked if one and any(use.kind is Kind.STUB for use in one.uses)]
    macros = [one for one in picked if one and any(use.kind is Kind.MACRO_CALL for use in one.uses)]
    plain = [one for one in picked if one and one not in stubs and one not in macros]
    of = partial(rotated, kinds=(Kind.CALL, Kind.PROTOTYPE))
    yield from family(kernel, "parameter", plain[:3], 3, lambda one, turn: of(one, turn=turn))
    of = partial(rotated, kinds=(Kind.CALL, Kind.DEFINITION))
    yield from family(kernel, "parameter", plain[3:], 3, lambda one, turn: of(one, turn=turn))
    of = partial(rotated, kinds=(Kind.STUB, Kind.CALL))
    yield from family(kernel, "stub", stubs, 4, lambda one, turn: of(one, turn=turn))
    of = partial(rotated, kinds=(Kind.MACRO_CALL,))
    yield from family(kernel, "macro-body", macros, 2, lambda one, turn: of(one, turn=turn))


def arch_cases(kernel: Kernel) -> Iterator[Case]:
    """Yields the cases of functions that architectures implement."""

    def leaves(change: Converted, turn: int) -> list[Use]:
        definitions = [
            use
            for use, _edits in change.sites
            if use.kind is Kind.DEFINITION and use.path.startswith("arch/")
        ]
        ours = [use for use in definitions if compiled(use.path)]
        # One architecture that is not compiled shows where the compiler has no say.
        others = [use for use in definitions if not compiled(use.path)][: turn == 0]
        return [*ours[turn % 2 :: 2][:3], *others, *rotated(change, (Kind.CALL,), turn)]

    picks = (converted(kernel, name, uses, add_parameter) for name, uses in arch_functions(kernel))
    yield from family(kernel, "arch", picks, 4, leaves)


def type_cases(kernel: Kernel) -> Iterator[Case]:
    """Yields the cases of a parameter that gets another type."""

    def picks() -> Iterator[Converted | None]:
        for name, uses in functions(kernel):
            definition = next(use for use in uses if use.kind is Kind.DEFINITION)
            index = integer_parameter(kernel.source(definition.path), definition)
            if index is not None:
                yield converted(kernel, name, uses, change_type(index))

    kinds = (Kind.PROTOTYPE, Kind.STUB)
    yield from family(kernel, "type", picks(), 3, lambda one, turn: rotated(one, kinds, turn))


def void_cases(kernel: Kernel) -> Iterator[Case]:
    """Yields the cases of a function that returns nothing any more."""
    picked = []
    used: list[Converted] = []
    for name, uses in functions(kernel):
        change = converted(kernel, name, uses, return_nothing)
        if change:
            picked.append(change)
            continue
        calls = [use for use in uses if use.kind is Kind.CALL]
        valued = [use for use in calls if not is_statement(kernel.source(use.path), use)]
        rest = [use for use in uses if use not in valued]
        partly = converted(kernel, name, rest, return_nothing) if len(valued) == 1 else None
        if partly:
            site = (valued[0], (Edit(valued[0].path, 0, 0, b""),))
            used.append(Converted(name, tuple(uses), (*partly.sites, site)))
    kinds = (Kind.DEFINITION, Kind.PROTOTYPE)
    yield from family(kernel, "void", picked, 3, lambda one, turn: rotated(one, kinds, turn))
    yield from (case(kernel, "void", one, one.sites[-1][0]) for one in used[:3])


def removed_cases(kernel: Kernel) -> Iterator[Case]:
    """Yields the cases of a function that is taken away with its calls."""
    picks = (converted(kernel, name, uses, remove) for name, uses in functions(kernel))
    yield from family(kernel, "removed", picks, 3, lambda one, turn: rotated(one, (Kind.CALL,), turn))


def renamed_cases(kernel: Kernel) -> Iterator[Case]:
    """Yields the cases of a function that gets another name."""
    kinds = (Kind.CALL, Kind.PROTOTYPE)
    picks = (
        converted(kernel, name, uses, rename(name, f"pk_{name}")) for name, uses in functions(kernel)
    )
    yield from family(kernel, "renamed", picks, 3, lambda one, turn: rotated(one, kinds, turn))


def macro_cases(kernel: Kernel) -> Iterator[Case]:
    """Yields the cases of a function-like macro that takes one more parameter."""

    def picks() -> Iterator[Converted | None]:
        for name in kernel.names("macro"):
            if fit(kernel.files("macro", name)):
                uses = kernel.uses("macro", name)
                kinds = [use.kind for use in uses]
                if kinds.count(Kind.MACRO) == 1 and set(kinds) <= {Kind.MACRO, *CALLING}:
                    yield converted(kernel, name, uses, add_parameter)

    yield from family(kernel, "macro", picks(), 3, lambda one, turn: rotated(one, (Kind.CALL,), turn))

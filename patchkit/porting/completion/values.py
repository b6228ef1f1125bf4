"""What to pass for a parameter that a call does not have yet: found in facts, or not at all.

Two kinds of evidence. The variable that has the parameter's name and type where the call stands; and
what the series itself passes in the calls that it converts, said in the terms of this call: its other
arguments, and variables of the same name and type. Where evidence contradicts itself, or there is
none, a person has to decide.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from patchkit.cfacts.declare import KEYWORDS, TAGS
from patchkit.cfacts.tokens import is_word, tokenize
from patchkit.porting.completion.callsite import CallSite, normal
from patchkit.porting.completion.delta import Delta, Slot
from patchkit.porting.completion.intents import Intent, intended


class Evidence(StrEnum):
    """What stands for a value."""

    HUNK = "hunk"  # what a hunk that was left out passes in this very call
    NAME = "name"  # a variable of the parameter's name and type
    DERIVED = "derived"  # the same function of this call's other arguments as in the series' calls
    EXPRESSION = "expression"  # what else the series passes elsewhere, in terms of this call
    CONSTANT = "constant"  # what the series passes everywhere, and no variable is in it


class Value(Struct, frozen=True):
    """An argument, and what stands for it; `seen` counts the series' calls that pass it."""

    text: bytes
    evidence: Evidence
    seen: int = 0


class Example(Struct, frozen=True):
    """A call that the series itself converts: as it is afterwards, and the arguments it had before.

    `before` is empty for a call that the series brings.
    """

    site: CallSite
    before: tuple[bytes, ...] = ()


class Shown(Struct, frozen=True):
    """What the series shows: the calls that it converts, and those that hunks left out are for.

    `visible` tells whether a file, by its path, sees a declaration of a name.
    """

    examples: tuple[Example, ...] = ()
    intents: tuple[Intent, ...] = ()
    visible: Callable[[str, bytes], bool] = lambda _path, _name: True


def values_for(site: CallSite, at: int, delta: Delta, shown: Shown) -> list[Value]:
    """Returns the values that evidence suggests for the parameter at place `at` afterwards."""
    meant = intended(site, at, shown.intents)
    if meant is not None and _seen(meant, site, shown):
        return [Value(meant, Evidence.HUNK)]
    slot = delta.slots[at]
    found: dict[bytes, Value] = {}
    named = _named(site, slot) if slot.source is None else None
    if named is not None:
        found[named] = Value(named, Evidence.NAME)
    for example in shown.examples:
        said = _unchanged(example, at, site, delta) or _transferred(example, at, site, delta)
        if said is None or not _seen(said[0], site, shown):
            continue
        text, kind = said
        old = found.get(text)
        kind = old.evidence if old else kind
        found[text] = Value(text, kind, (old.seen if old else 0) + 1)
    return list(found.values())


def _named(site: CallSite, slot: Slot) -> bytes | None:
    name = (slot.param.name or "").encode("utf-8", "surrogateescape")
    if not name or site.type_of(name) != normal(slot.param.type) or not site.is_set(name):
        return None
    return name


def _unchanged(example: Example, at: int, site: CallSite, delta: Delta) -> tuple[bytes, Evidence] | None:
    """Returns the argument that `site` has, where the series leaves that of `example` as it was."""
    source = delta.slots[at].source
    if source is None or not example.before:
        return None
    same = one_line(example.before[source]) == one_line(example.site.arguments[at])
    return (one_line(site.arguments[source]), Evidence.EXPRESSION) if same else None


def _transferred(shown: Example, at: int, site: CallSite, delta: Delta) -> tuple[bytes, Evidence] | None:
    """Returns the argument that `example` has at place `at` as it would be at `site`.

    With it, what kind of evidence that is. None where a variable of it means nothing at `site`.
    """
    example = shown.site
    raw = example.arguments[at]
    if b"/*" in raw or (b"\n" in raw and (b'"' in raw or b"'" in raw)):
        return None
    tokens = example.function.tokens
    first, last = example.call.arguments[at]
    parts: list[bytes] = []
    derived = b"(" in tokens.texts[first:last] and not {b"->", b"."} & {*tokens.texts[first:last]}
    done = start = tokens.starts[first]
    for index in range(first, last):
        text = tokens.texts[index]
        if not _variable(example, text, index):
            continue
        behind = tokens.texts[index + 1] if index + 1 < last else b""
        before = tokens.texts[index - 1] if index > first else b""
        said = _here(shown, text, site, delta, (before, behind))
        if said is None:
            return None
        derived = derived and _given_as(shown, text, delta) is not None
        parts += [raw[done - start : tokens.starts[index] - start], said]
        done = tokens.starts[index] + len(text)
    kind = Evidence.DERIVED if derived else Evidence.EXPRESSION
    whole = one_line(b"".join((*parts, raw[done - start :])))
    return whole, kind if parts else Evidence.CONSTANT


def _variable(example: CallSite, text: bytes, index: int) -> bool:
    tokens = example.function.tokens
    if not is_word(text) or text in KEYWORDS or tokens.text(index - 1) in (b"->", b".", *TAGS):
        return False
    return example.function.lookup(text, index) is not None


def _here(
    example: Example, name: bytes, site: CallSite, delta: Delta, around: tuple[bytes, bytes]
) -> bytes | None:
    """Returns what a variable of `example` is at `site`: the same argument, or the same name.

    `around` are the tokens beside it. A variable whose own address is passed may be one to write to, and
    is no other function's business.
    """
    before, behind = around
    place = _given_as(example, name, delta)
    if place is not None:
        chain = all(is_word(one) or one in (b"->", b".") for one in site.tokens(place))
        return one_line(site.arguments[place]) if chain or behind in (b"", b")", b",") else None
    if before == b"&" and behind in (b"", b")", b","):
        return None
    type_ = example.site.type_of(name)
    if type_ is None or site.type_of(name) != type_ or not site.is_set(name):
        return None
    return name


def _seen(text: bytes, site: CallSite, shown: Shown) -> bool:
    """Tells whether the file of `site` sees all that an expression names and no variable is."""
    tokens = tokenize(text, 0, len(text))
    if tokens is None:
        return False
    for at, word in enumerate(tokens.texts):
        plain = is_word(word) and word not in KEYWORDS
        if not plain or tokens.text(at - 1) in (b"->", b".", *TAGS) or word in _BUILT_IN:
            continue
        if site.type_of(word) is None and not shown.visible(site.path, word):
            return False
    return True


_BUILT_IN = frozenset((b"true", b"false", b"NULL"))


def _given_as(example: Example, name: bytes, delta: Delta) -> int | None:
    """Returns the place, before, of the argument that is this variable and nothing else."""
    for at, slot in enumerate(delta.slots):
        if slot.source is not None and not slot.retyped and example.site.tokens(at) == (name,):
            return slot.source
    if not example.before:
        return None
    changed = [one.source for one in delta.slots if one.source is not None and one.retyped]
    for place in (*delta.removed, *changed):
        if example.before[place] == name:
            return place
    return None


def one_line(text: bytes) -> bytes:
    """Returns an expression on one line."""
    return b" ".join(text.split())

"""A call made to fit a changed signature: arguments dropped, moved, and passed where facts say which.

What an argument means is never judged. A value is passed when all evidence there is says the same one;
else the call is left as it is, with what would be needed and what is in scope.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from patchkit.cfacts.source import Source
from patchkit.porting.completion.callsite import CallSite
from patchkit.porting.completion.delta import Delta
from patchkit.porting.completion.lists import rewritten
from patchkit.porting.completion.values import Evidence, Shown, Value, one_line, values_for

_MOST_SHOWN = 4
_PATTERN = 2


class Change(Struct, frozen=True):
    """New text for the bytes [start, end) of a file, and in a few words what that does and why."""

    start: int
    end: int
    text: bytes
    detail: str


class Refusal(Struct, frozen=True):
    """Why a site is left as it is, in one sentence; `value`: a value is all that is missing."""

    detail: str
    value: bool = False


def converted_call(source: Source, site: CallSite, delta: Delta, shown: Shown) -> Change | Refusal:
    """Returns what makes a call with the arguments of before fit the signature of after."""
    if len(site.written.items) != len(delta.before.params):
        return Refusal("it does not have the arguments that the function took before")
    wanted: list[int | bytes] = [at if at is not None else b"" for at in delta.order]
    said: list[str] = []
    for at in delta.open:
        values = values_for(site, at, delta, shown)
        slot = delta.slots[at]
        value = _agreed(values)
        if value is None:
            return Refusal(_needs(site, at, delta, shown), value=True)
        if slot.source is None or value.text != site.arguments[slot.source]:
            wanted[at] = value.text
            said.append(_passed(value))
    said += [f"{_text(site.arguments[at])} dropped" for at in delta.removed]
    if not said:
        said.append("arguments in their new order")
    text = rewritten(source, site.written, wanted)
    return Change(site.written.opening, site.written.closing + 1, text, "; ".join(said))


def _agreed(values: Sequence[Value]) -> Value | None:
    """Returns the value that all evidence agrees on.

    What others pass as a constant is no evidence for it, and speaks against all but a variable of the
    parameter's own name. A function of the other arguments is the same for every caller; for the rest,
    one call shows what one caller does, and only two of them make a pattern.
    """
    said = [value for value in values if value.evidence is not Evidence.CONSTANT]
    if len(said) != 1:
        return None
    value = said[0]
    if value.evidence in (Evidence.EXPRESSION, Evidence.DERIVED) and len(values) > 1:
        return None
    return None if value.evidence is Evidence.EXPRESSION and value.seen < _PATTERN else value


def _passed(value: Value) -> str:
    text = _text(value.text)
    if value.evidence is Evidence.HUNK:
        return f"{text} passed, as the hunk for this call does that is left out"
    if value.evidence is Evidence.NAME:
        return f"{text} passed, a variable of the parameter's name and type"
    calls = "call" if value.seen == 1 else f"{value.seen} calls"
    return f"{text} passed, as in the {calls} that the series converts"


def _needs(site: CallSite, at: int, delta: Delta, shown: Shown) -> str:
    """Says what a person has to find, and what there is to find it with."""
    names = list(site.in_scope())
    scope = f"in scope are {', '.join(names)}" if names else "nothing is in scope"
    elsewhere = list(_elsewhere(at, shown))[:_MOST_SHOWN]
    told = f"; the series passes {', '.join(elsewhere)}" if elsewhere else ""
    return f"needs a value for '{delta.slots[at].param}' here: {scope}{told}"


def _elsewhere(at: int, shown: Shown) -> Iterator[str]:
    """Yields what the series passes in other calls, each expression once, and in which function."""
    found: dict[bytes, str] = {}
    for example in shown.examples:
        found.setdefault(one_line(example.site.arguments[at]), _text(example.site.function.name))
    for intent in shown.intents:
        if at < len(intent.arguments):
            text = intent.arguments[at]
            found.setdefault(intent.values.get(text, text), intent.function)
    for text, function in found.items():
        yield f"{_text(text)} in {function}()"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")

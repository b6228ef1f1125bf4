"""What completes one patch of a port: edits of sites that it leaves behind, and what it cannot edit.

Everything happens on the tree that the patch leaves, site by site in the order of the file, so that each
edit sees those before it. Nothing is edited that the orders do not name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from patchkit.cfacts import Includes, file_sites
from patchkit.cfacts.resolve import Resolver
from patchkit.cfacts.source import source_of
from patchkit.cfacts.text import next_token
from patchkit.model.diff import Hunk
from patchkit.model.facts import Site, SiteKind
from patchkit.model.port import Adaptation
from patchkit.model.tree import Tree
from patchkit.porting.completion.calls import Change, Refusal, converted_call
from patchkit.porting.completion.callsite import calls_in
from patchkit.porting.completion.conversion import Conversion, conversions
from patchkit.porting.completion.declared import converted_declaration
from patchkit.porting.completion.lists import read_list
from patchkit.porting.completion.orders import Order

NEEDS_VALUE = "value-needed"
NOT_COMPLETED = "not-completed"
CALLBACK = "callback-to-review"
COMPLETED = "completed-"

_IN_MACRO = Refusal("it stands in a macro's body, where nothing has a type")
_NOT_PLAIN = Refusal("how the signature changes is not plain")
_SPLIT = Refusal("a preprocessor line splits its arguments, or a comment")
_CHOSEN = Refusal("its arguments do not stand behind its name")
_UNREAD = Refusal("the function around it cannot be read")

Orders = Mapping[Order, str]
"""Orders, each with what was found against following it, "" for nothing."""


class Plan(Struct, frozen=True):
    """The new content of each file, and what was done and not done, as adaptations."""

    files: Mapping[str, bytes]
    adaptations: tuple[Adaptation, ...]


class Step(Struct, frozen=True):
    """A patch of a port: its number, the trees before and after it, and the files that it changes.

    `left_out` are the hunks that are not in it, each with the file that it is for.
    """

    number: int
    before: Tree
    after: Tree
    paths: tuple[str, ...]
    left_out: tuple[tuple[str, Hunk], ...] = ()


def plan(orders: Orders, step: Step, upon: Tree) -> Plan:
    """Returns what completes a patch, as edits of the tree `upon`: the one after it, or a later one."""
    mine = [order for order in orders if order.patch == step.number]
    if not mine:
        return Plan({}, ())
    known = conversions(
        step.number,
        _contents(step.before, step.paths),
        _contents(step.after, step.paths),
        {order.name for order in mine},
        step.left_out,
    )
    resolver = Resolver(Includes(upon))

    def visible(path: str, name: bytes) -> bool:
        macros, declared = resolver.definitions(path, name)
        return declared or bool(macros)

    known = {key: replace(one, shown=replace(one.shown, visible=visible)) for key, one in known.items()}
    files: dict[str, bytes] = {}
    adaptations: list[Adaptation] = []
    for path in sorted({order.path for order in mine}):
        data = upon.read(path) or b""
        editing = _Editing(path, data)
        for order in mine:
            if order.path == path:
                editing.follow(order, orders[order], known)
        if editing.data != data:
            files[path] = editing.data
        adaptations += sorted(editing.said, key=lambda one: one.line)
    return Plan(files, tuple(adaptations))


def _contents(tree: Tree, paths: Iterable[str]) -> dict[str, bytes]:
    return {path: data for path in paths if (data := tree.read(path)) is not None}


class _Editing:
    """One file, as it is after the edits so far, and what is said of them."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path, self.data = path, data
        self.said: list[Adaptation] = []

    def follow(self, order: Order, against: str, known: Mapping[tuple[str, str], Conversion]) -> None:
        """Makes the sites fit that the order is about, as far as that is known."""
        conversion = known.get((order.name, order.path)) or known.get((order.name, ""))
        if order.callback:
            self._say(CALLBACK, order.line, order.message)
        elif against:
            self._refuse(order, order.line, Refusal(f"completed, it would not hold: {against}"))
        elif conversion is None:
            self._refuse(order, order.line, _NOT_PLAIN)
        else:
            done = -1
            while (site := self._next(order, conversion, done)) is not None:
                done = site.offset
                answer = self._answer(site, conversion)
                if isinstance(answer, Refusal):
                    self._refuse(order, site.line, answer)
                else:
                    self._make(site, answer)

    def _next(self, order: Order, conversion: Conversion, done: int) -> Site | None:
        """Returns the first site behind byte `done` that the order is about."""
        for site in file_sites(self.path, self.data, (order.name,)):
            if site.offset > done and site.kind in order.kinds and _meant(site, order, conversion):
                return site
        return None

    def _answer(self, site: Site, conversion: Conversion) -> Change | Refusal:
        source = source_of(site.path, self.data)
        if site.kind in (SiteKind.MACRO, SiteKind.MACRO_BODY):
            return _IN_MACRO
        if site.kind is not SiteKind.CALL:
            return converted_declaration(source, site, conversion.delta, conversion.model)
        name = site.name.encode("utf-8", "surrogateescape")
        for call in calls_in(site.path, self.data, name):
            if call.offset == site.offset:
                return converted_call(source, call, conversion.delta, conversion.shown)
        if next_token(source.code, site.offset + len(name)) != b"(":
            return _CHOSEN
        return _SPLIT if read_list(source, site.offset + len(name)) is None else _UNREAD

    def _make(self, site: Site, change: Change) -> None:
        more = change.text.count(b"\n") - self.data.count(b"\n", change.start, change.end)
        self.data = self.data[: change.start] + change.text + self.data[change.end :]
        self.said = [
            replace(one, line=one.line + more) if one.line > site.line else one for one in self.said
        ]
        self._say(f"{COMPLETED}{site.kind}", site.line, f"{site.name}(): {change.detail}", made=True)

    def _refuse(self, order: Order, line: int, why: Refusal) -> None:
        kind = NEEDS_VALUE if why.value else NOT_COMPLETED
        self._say(kind, line, f"{order.name}(): {why.detail}")

    def _say(self, kind: str, line: int, detail: str, *, made: bool = False) -> None:
        self.said.append(Adaptation(kind, self.path, line, detail, made=made))


def _meant(site: Site, order: Order, conversion: Conversion) -> bool:
    """Tells whether a site is one that the order is about: of that function, and not as it should be."""
    if site.function != order.function:
        return False
    if site.arguments is not None:
        return len(site.arguments) == len(conversion.delta.before.params)
    if site.signature is None:
        return False
    types = (site.signature.returns, site.signature.types)
    return types != (conversion.delta.after.returns, conversion.delta.after.types)

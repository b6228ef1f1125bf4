"""Where names occur in a tree and as what, for people and for programs: `patchkit sites`.

Grouped by name and kind, declarations first. What could not be classified is counted and printed,
also when it is nothing. Adding a key does not change `SCHEMA_VERSION`; renaming, removing or changing
the meaning of one does. Refuses to judge: it does not say which of two signatures is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from msgspec import Struct

from patchkit.model.facts import ReferenceForm, Signature, Site, SiteKind
from patchkit.model.findings import Incident
from patchkit.model.tree import TreeIdentity
from patchkit.reports.json import dump
from patchkit.reports.text import printable

SCHEMA_VERSION = 1

_PLURALS = {SiteKind.MACRO_BODY: "in macro bodies", SiteKind.ASSEMBLY: "in assembly"}
_UNCOUNTABLE = frozenset(_PLURALS) | {SiteKind.UNACCOUNTED}


class ParameterRow(Struct, frozen=True):
    """One parameter; `name` is null when it has none."""

    type: str
    name: str | None


class SignatureRow(Struct, frozen=True):
    """A signature; `alternatives` are further parameter lists where `#if` splits it."""

    text: str
    returns: str
    params: tuple[ParameterRow, ...]
    variadic: bool
    unspecified: bool
    alternatives: tuple[tuple[ParameterRow, ...], ...]


class SiteRow(Struct, frozen=True):
    """One occurrence. `line` and `column` (bytes) are 1-based; `guards` are outermost first.

    `uncertain` says why the kind may be wrong, "" when both classifiers agree.
    """

    path: str
    line: int
    column: int
    kind: SiteKind
    form: ReferenceForm | None
    arch: str
    function: str
    static: bool
    guards: tuple[str, ...]
    signature: SignatureRow | None
    arguments: tuple[str, ...] | None
    uncertain: str
    text: str


class NameRow(Struct, frozen=True):
    """One name's sites, sorted by kind, path and line; `unaccounted` of them have no kind."""

    name: str
    hits: int
    files: int
    unaccounted: int
    kinds: dict[str, int]
    architectures: tuple[str, ...]
    sites: tuple[SiteRow, ...]


class SitesReport(Struct, frozen=True):
    """The sites of every name asked for, in the order of asking."""

    schema_version: int
    tree: TreeIdentity
    hits: int
    unaccounted: int
    names: tuple[NameRow, ...]
    incidents: tuple[Incident, ...]


def build(
    names: Sequence[str],
    sites: Iterable[Site],
    tree: TreeIdentity,
    incidents: tuple[Incident, ...] = (),
) -> SitesReport:
    """Returns what is shown of the sites; a name without any is kept, with 0 hits."""
    found: dict[str, list[Site]] = {name: [] for name in names}
    for site in sites:
        found[site.name].append(site)
    rows = tuple(_name_row(name, group) for name, group in found.items())
    return SitesReport(
        schema_version=SCHEMA_VERSION,
        tree=tree,
        hits=sum(row.hits for row in rows),
        unaccounted=sum(row.unaccounted for row in rows),
        names=rows,
        incidents=incidents,
    )


_ORDER = {kind: place for place, kind in enumerate(SiteKind)}


def _name_row(name: str, sites: list[Site]) -> NameRow:
    ordered = sorted(sites, key=lambda site: (_ORDER[site.kind], site.path, site.offset))
    counts = Counter(site.kind.value for site in ordered)
    return NameRow(
        name=name,
        hits=len(ordered),
        files=len({site.path for site in ordered}),
        unaccounted=counts[SiteKind.UNACCOUNTED],
        kinds=dict(counts),
        architectures=tuple(sorted({site.arch for site in ordered if site.arch})),
        sites=tuple(_site_row(site) for site in ordered),
    )


def _site_row(site: Site) -> SiteRow:
    return SiteRow(
        path=site.path,
        line=site.line,
        column=site.column,
        kind=site.kind,
        form=site.form,
        arch=site.arch,
        function=site.function,
        static=site.static,
        guards=tuple(guard.text for guard in site.guards),
        signature=None if site.signature is None else _signature_row(site.name, site.signature),
        arguments=site.arguments,
        uncertain=site.uncertain,
        text=site.text,
    )


def _signature_row(name: str, signature: Signature) -> SignatureRow:
    lists = (signature.params, *signature.alternatives)
    rows = [tuple(ParameterRow(one.type, one.name) for one in params) for params in lists]
    return SignatureRow(
        text=_signature_text(name, signature),
        returns=signature.returns,
        params=rows[0],
        variadic=signature.variadic,
        unspecified=signature.unspecified,
        alternatives=tuple(rows[1:]),
    )


def _signature_text(name: str, signature: Signature) -> str:
    """Returns a signature as a declaration: "int f(struct page *page, ...)"."""
    names = [str(param).strip() for param in signature.params]
    if signature.variadic:
        names.append("...")
    if not names and not signature.unspecified and not signature.macro:
        names.append("void")
    space = "" if not signature.returns or signature.returns.endswith("*") else " "
    return f"{signature.returns}{space}{name}({', '.join(names)})"


def render_json(report: SitesReport, out: TextIO) -> None:
    """Writes the report as indented JSON with a final newline."""
    dump(report, out)


def render_terse(report: SitesReport, out: TextIO) -> None:
    """Writes one line per site, `file:line: kind:name: text`, as editors read them."""
    lines = (
        f"{site.path}:{site.line}: {site.kind.value}:{row.name}: {_shown(row.name, site)}"
        for row in report.names
        for site in row.sites
    )
    _write(lines, out)


def render_text(report: SitesReport, out: TextIO) -> None:
    """Writes the report as plain lines; strangers' text is made printable."""
    _write(_lines(report), out)


def _write(lines: Iterable[str], out: TextIO) -> None:
    encoding = getattr(out, "encoding", None)
    for line in lines:
        out.write(printable(line, encoding) + "\n")


def _lines(report: SitesReport) -> Iterator[str]:
    version = f" (kernel {report.tree.version})" if report.tree.version else ""
    yield f"{report.tree.location}{version}"
    for row in report.names:
        yield ""
        yield from _name_lines(row)
    yield ""
    yield f"unaccounted: {report.unaccounted} of {report.hits}"
    if report.incidents:
        yield "incidents:"
    for incident in report.incidents:
        place = f"{incident.where}: " if incident.where else ""
        yield f"  {incident.kind}: {place}{incident.message}"


def _name_lines(row: NameRow) -> Iterator[str]:
    if not row.hits:
        yield f"{row.name}: not in this tree"
        return
    counts = ", ".join(_counted(SiteKind(kind), count) for kind, count in row.kinds.items())
    yield f"{row.name}: {row.hits} in {_plural(row.files, 'file')}: {counts}"
    if row.architectures:
        yield f"  architectures: {', '.join(row.architectures)}"
    kind: SiteKind | None = None
    for site in row.sites:
        if site.kind is not kind:
            kind = site.kind
            yield f"  {kind.value}"
        yield f"    {site.path}:{site.line}: {_shown(row.name, site)}"
        notes = _notes(site)
        if notes:
            yield f"        {'; '.join(notes)}"


def _shown(name: str, site: SiteRow) -> str:
    """Returns what a site says: its signature, its call, or its line."""
    if site.signature is not None:
        static = "static " if site.static else ""
        return f"{static}{site.signature.text}"
    if site.arguments is not None:
        return f"{name}({', '.join(site.arguments)})"
    return site.text


def _notes(site: SiteRow) -> list[str]:
    notes = [f"#{guard}" for guard in site.guards]
    if site.arch:
        notes.insert(0, site.arch)
    if site.function:
        notes.insert(0, f"in {site.function}")
    if site.form is not None:
        notes.insert(0, site.form.value)
    if site.signature is not None and site.signature.alternatives:
        lists = (
            ", ".join(f"{one.type} {one.name or ''}".strip() for one in params)
            for params in site.signature.alternatives
        )
        notes += [f"or ({params})" for params in lists]
    if site.uncertain:
        notes.append(f"uncertain: {site.uncertain}")
    return notes


def _counted(kind: SiteKind, count: int) -> str:
    if kind in _UNCOUNTABLE:
        return f"{count} {_PLURALS.get(kind, kind.value)}"
    return _plural(count, kind.value)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"

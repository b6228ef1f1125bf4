"""parameter-name-conflict: prototype and definition name one slot by words that do not agree.

Names of parameters are free in C and often differ (`pfn`, `start_pfn`). Where they share no word and
neither abbreviates the other, one of them may say the opposite of what the other does.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from patchkit.model.changes import Aspect
from patchkit.model.facts import Parameter, Site, SiteKind
from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.rules.base import Prefix, Rule, finding

ID = "parameter-name-conflict"

_SHORTEST = 3
_NEGATIONS = frozenset(("no", "not", "non"))


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a note at each prototype that the series brought and whose names contradict."""
    names = {change.name for change in prefix.changes if change.realised and not change.scope}
    # A swap of parameters is visible in names alone: the prototype that kept them lies.
    swaps = {change.name for change in prefix.changes if Aspect.ORDER in change.aspects}
    for name in sorted(names):
        sites = prefix.index.of(name)
        definitions = [site for site in sites if site.kind is SiteKind.DEFINITION]
        for site in sites:
            # What T0 has is looked at as well: it is nothing that the series brings.
            told = name in swaps or prefix.number == 0 or _brought(prefix, site)
            if site.kind is SiteKind.PROTOTYPE and definitions and told:
                yield from _compare(site, definitions[0])


def _brought(prefix: Prefix, site: Site) -> bool:
    origins = prefix.origins(site.path)
    return site.line <= len(origins) and origins[site.line - 1] > 0


def _compare(site: Site, definition: Site) -> Iterator[Finding]:
    one, other = site.signature, definition.signature
    if one is None or other is None or len(one.params) != len(other.params):
        return
    swapped = (
        sorted(map(str, one.params)) == sorted(map(str, other.params)) and one.params != other.params
    )
    for position, (left, right) in enumerate(zip(one.params, other.params, strict=True), 1):
        contradicts = _contradict(left, right) or (swapped and left.name != right.name)
        if left.type == right.type and contradicts:
            found = finding(
                ID,
                site,
                f"parameter {position} of {site.name}() is '{left.name}' here and '{right.name}' in its "
                f"definition; do both mean the same?",
                severity=Severity.NOTE,
                confidence=Confidence.LOW,
                related=(Span(definition.path, definition.line, definition.text),),
            )
            yield replace(found, key=f"{found.key}|{left.name}|{right.name}")


def _contradict(left: Parameter, right: Parameter) -> bool:
    one, other = left.name or "", right.name or ""
    if min(len(one), len(other)) < _SHORTEST:
        return False
    words, others = {*one.lower().split("_")}, {*other.lower().split("_")}
    if words & others:
        return words != others and words ^ others <= _NEGATIONS
    return not (_abbreviates(one, other) or _abbreviates(other, one))


def _abbreviates(short: str, long: str) -> bool:
    """Tells whether the letters of `short` stand in `long` in this order, from its first on."""
    rest = iter(long.lower())
    return short[:1].lower() == long[:1].lower() and all(letter in rest for letter in short.lower())


RULE = Rule(ID, "a prototype and its definition name one parameter differently", check)

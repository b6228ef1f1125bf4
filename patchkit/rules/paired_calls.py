"""paired-calls (profile): two helpers exist together, agree, and are used in pairs.

What they replace is not called directly any more in the files that were converted to them. Helpers
that are declared and never defined are `declared-unused`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.apichange.compare import same_parameters
from patchkit.model.facts import Site, SiteKind
from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.model.profile import PairedCallsRule
from patchkit.rules.base import DECLARED, Prefix, Rule, finding, shown

ID = "paired-calls"

_CONSTANT = re.compile(r"-?\d\w*|NULL|true|false|'.*'|\".*\"")


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each way in which a pair of helpers falls apart."""
    for rule in prefix.profile.rule:
        if isinstance(rule, PairedCallsRule) and prefix.number >= rule.since_patch:
            yield from _by_rule(prefix, rule)


def _by_rule(prefix: Prefix, rule: PairedCallsRule) -> Iterator[Finding]:
    one, other = (prefix.index.of(name) for name in rule.functions)
    if not _declared(one) and not _declared(other):
        return  # the intent table says that the helpers are absent
    yield from _existence(rule, one, other)
    yield from _existence(rule, other, one)
    yield from _interface(rule, one, other)
    yield from _calls(rule, one, other)
    yield from _direct(prefix, rule, {site.path for site in (*_called(one), *_called(other))})


def _declared(sites: tuple[Site, ...]) -> list[Site]:
    return [site for site in sites if site.kind in (*DECLARED, SiteKind.MACRO)]


def _defined(sites: tuple[Site, ...]) -> list[Site]:
    return [site for site in _declared(sites) if site.kind is not SiteKind.PROTOTYPE]


def _called(sites: tuple[Site, ...]) -> list[Site]:
    return [site for site in sites if site.kind is SiteKind.CALL]


def _existence(
    rule: PairedCallsRule, mine: tuple[Site, ...], others: tuple[Site, ...]
) -> Iterator[Finding]:
    declared = _declared(mine)
    if declared and not _declared(others):
        missing = next(name for name in rule.functions if name != declared[0].name)
        yield finding(
            ID, declared[0], f"{declared[0].name}() exists without its counterpart {missing}()"
        )


def _interface(
    rule: PairedCallsRule, one: tuple[Site, ...], other: tuple[Site, ...]
) -> Iterator[Finding]:
    left = (_defined(one) or _declared(one))[:1]
    right = (_defined(other) or _declared(other))[:1]
    if not left or not right or left[0].signature is None or right[0].signature is None:
        return
    if not same_parameters(left[0].signature, right[0].signature):
        yield finding(
            ID,
            left[0],
            f"{rule.functions[0]}() and {rule.functions[1]}() take different parameters",
            related=(Span(right[0].path, right[0].line, shown(right[0].signature, right[0].name)),),
        )


def _calls(rule: PairedCallsRule, one: tuple[Site, ...], other: tuple[Site, ...]) -> Iterator[Finding]:
    """Each file that calls one helper calls the other, with the same arguments."""
    for mine, name, theirs in ((one, rule.functions[1], other), (other, rule.functions[0], one)):
        partner = {site.path: site for site in _called(theirs)}
        for site in _called(mine):
            if site.path not in partner:
                yield finding(
                    ID,
                    site,
                    f"{site.name}() is called here, {name}() nowhere in this file",
                    severity=Severity.WARNING,
                    confidence=Confidence.MEDIUM,
                )
    partner = {site.path: site for site in _called(other)}
    for site in _called(one):
        twin = partner.get(site.path)
        if twin is not None and _disagree(site.arguments or (), twin.arguments or ()):
            yield finding(
                ID,
                site,
                f"{site.name}({', '.join(site.arguments or ())}) and {twin.name}("
                f"{', '.join(twin.arguments or ())}) are not given the same arguments",
                severity=Severity.WARNING,
                confidence=Confidence.MEDIUM,
                related=(Span(twin.path, twin.line, twin.text),),
            )


def _disagree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tells whether two argument lists contradict: other constants, or one name in other places.

    Two expressions that are merely written differently may have the same value.
    """
    for position, (left, right) in enumerate(zip(one, other, strict=False)):
        constants = (_CONSTANT.fullmatch(left) is not None, _CONSTANT.fullmatch(right) is not None)
        if left != right and all(constants):
            return True
        moved = left in other and other.index(left) != position and left not in other[position]
        if moved and not constants[0]:
            return True
    return False


def _direct(prefix: Prefix, rule: PairedCallsRule, files: set[str]) -> Iterator[Finding]:
    for name in rule.replaces:
        for site in prefix.index.of(name):
            inside = site.function in rule.functions or site.function in rule.replaces
            if site.kind is SiteKind.CALL and site.path in files and not inside:
                yield finding(
                    ID,
                    site,
                    f"{name}() is still called directly in a file that uses "
                    f"{rule.functions[0]}()/{rule.functions[1]}()",
                    severity=Severity.WARNING,
                    confidence=Confidence.MEDIUM,
                )


RULE = Rule(ID, "two helpers that belong together fall apart", check)

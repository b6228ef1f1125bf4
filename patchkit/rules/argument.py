"""argument (profile): a parameter is what the series' author meant, and callers feed it rightly.

Counting arguments cannot see `arch_remove_memory(start, nid, size, altmap)`; the profile says that
the first one is a node id and what a node id looks like.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from patchkit.apichange.compare import same_parameters
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Site
from patchkit.model.findings import Confidence, Finding, Severity
from patchkit.model.profile import ArgumentRule
from patchkit.rules.base import CALLED, DECLARED, Prefix, Rule, finding

ID = "argument"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each declaration or call that breaks an `argument` rule.

    Declarations and calls that disagree with the changed signature are the other rules' business.
    """
    for rule in prefix.profile.rule:
        if isinstance(rule, ArgumentRule) and prefix.number >= rule.since_patch:
            yield from _by_rule(prefix, rule)


def _by_rule(prefix: Prefix, rule: ArgumentRule) -> Iterator[Finding]:
    signature, cause = prefix.reference(rule.function, "")
    if signature is None or cause is None:
        return
    whole = ApiChange(ChangeKind.SIGNATURE, rule.function, cause.patch, None, signature)
    for site in prefix.sites(whole):
        if site.kind in DECLARED and site.signature is not None:
            if same_parameters(site.signature, signature):
                yield from _declared(site, rule)
        elif site.kind in CALLED and site.arguments is not None:
            yield from _called(site, rule, len(signature.params))


def _declared(site: Site, rule: ArgumentRule) -> Iterator[Finding]:
    params = site.signature.params if site.signature else ()
    if len(params) < rule.position:
        return
    param = params[rule.position - 1]
    if param.type != rule.type:
        yield finding(
            ID,
            site,
            f"parameter {rule.position} of {site.name}() is '{param}', "
            f"the series means '{rule.type} {rule.name}' there",
        )
    elif param.name not in (None, rule.name):
        yield finding(
            ID,
            site,
            f"parameter {rule.position} of {site.name}() is called '{param.name}', "
            f"the series means '{rule.name}'",
            severity=Severity.WARNING,
            confidence=Confidence.MEDIUM,
        )


def _called(site: Site, rule: ArgumentRule, count: int) -> Iterator[Finding]:
    arguments = site.arguments or ()
    if len(arguments) != count:
        return
    given = "".join(arguments[rule.position - 1].split())
    if any(fnmatchcase(given, pattern.replace(" ", "")) for pattern in rule.fed_by):
        return
    fits = [
        index + 1
        for index, other in enumerate(arguments)
        if any(fnmatchcase("".join(other.split()), pattern) for pattern in rule.fed_by)
    ]
    where = f"; argument {fits[0]} looks like one" if fits else ""
    yield finding(
        ID,
        site,
        f"argument {rule.position} of {site.name}() is '{arguments[rule.position - 1]}', "
        f"which does not look like a {rule.name}{where}",
        severity=Severity.ERROR if fits else Severity.WARNING,
        confidence=Confidence.HIGH if fits else Confidence.MEDIUM,
    )


RULE = Rule(ID, "a parameter or argument is not what the profile says", check)

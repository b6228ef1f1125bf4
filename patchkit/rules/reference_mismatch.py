"""reference-mismatch: the function's address is stored where a pointer of the old type is expected.

An ops table's member, a callback. The pointer's own type is looked up by the member's name: when
a member of that name with the new signature exists the reference is right, when one exists that
agreed with the old signature and none with the new, it is wrong; otherwise the reader must look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.apichange.compare import same_interface
from patchkit.model.changes import ApiChange
from patchkit.model.facts import ReferenceForm, Signature, Site, SiteKind
from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.rules.base import Prefix, Rule, changed_here, finding

ID = "reference-mismatch"

_STORED = (ReferenceForm.INITIALIZER, ReferenceForm.ASSIGNMENT, ReferenceForm.ADDRESS)
_MEMBER = re.compile(r"(?:\.|->)\s*(\w+)\s*=\s*&?\s*$")


def member_of(site: Site) -> str:
    """Returns the member a reference is stored in (".op = f", "x->op = &f"), or ""."""
    before = site.text.split(site.name)[0]
    match = _MEMBER.search(before)
    return match.group(1) if match else ""


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each stored reference whose pointer type did not follow."""
    for change, signature, cause in prefix.signature_changes():
        if cause is None:
            continue
        for site in prefix.sites(change):
            if site.kind is SiteKind.REFERENCE and site.form in _STORED:
                yield from _judge(prefix, site, signature, cause)


def _judge(prefix: Prefix, site: Site, signature: Signature, cause: ApiChange) -> Iterator[Finding]:
    member = member_of(site)
    pointers = [one for one in prefix.members.pointers if one.name == member]
    if any(same_interface(one.signature, signature) for one in pointers):
        return
    old = [one for one in pointers if cause.before and same_interface(one.signature, cause.before)]
    where = f"the member .{member}" if member else "a pointer"
    related = changed_here(cause, prefix)
    if old:
        message = (
            f"{site.name} is stored in {where}, whose type is still the one before patch {cause.patch}"
        )
        seen = tuple(Span(one.path, one.line, f"{one.text}") for one in old)
        yield finding(ID, site, message, related=(*seen, *related), confidence=Confidence.MEDIUM)
    else:
        message = (
            f"the address of {site.name} is taken as {where}; its signature changed in patch "
            f"{cause.patch} and the pointer's type was not found"
        )
        yield finding(
            ID, site, message, related=related, severity=Severity.WARNING, confidence=Confidence.LOW
        )


RULE = Rule(ID, "a stored address whose pointer's type did not follow", check)

"""node-id-unchecked (profile): a value that may be -1 is used as an index without a check.

Looks inside one function at a time: `v = dev_to_node(dev);` followed by a use of `v` with no
comparison of `v` in between. A sibling that checks is shown, since it says that the author knew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from patchkit.cfacts import outline
from patchkit.cfacts.source import source_of
from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.model.profile import NodeIdRule
from patchkit.rules.base import Prefix, Rule

ID = "node-id-unchecked"


class _Flow(Struct, frozen=True):
    """One assignment from the source of the value, and what follows in the same function."""

    path: str
    function: str
    variable: str
    line: int
    checked: int
    used: int
    used_by: str


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each unchecked use on a line that the series brought."""
    for rule in prefix.profile.rule:
        if isinstance(rule, NodeIdRule) and prefix.number >= rule.since_patch:
            flows = [flow for path in prefix.touched for flow in _flows(prefix, path, rule)]
            siblings = [flow for flow in flows if flow.checked]
            for flow in flows:
                brought = {prefix.origins(flow.path)[line - 1] for line in (flow.line, flow.used or 1)}
                if flow.used and not flow.checked and max(brought) > 0:
                    yield _finding(flow, rule, siblings)


def _flows(prefix: Prefix, path: str, rule: NodeIdRule) -> Iterator[_Flow]:
    data = prefix.tree.read(path) if prefix.tree is not None else None
    if data is None or rule.value_of.encode() not in data:
        return
    lines = source_of(path, data).code.decode("latin-1").split("\n")
    assigned = re.compile(rf"\b(\w+)\s*=\s*{re.escape(rule.value_of)}\s*\(")
    for span in outline(path, data).functions:
        for number in range(span.first, span.last + 1):
            match = assigned.search(lines[number - 1])
            if match:
                rest = lines[number : span.last]
                yield _follow(path, span.name, match[1], number, rest, rule)


def _follow(
    path: str, function: str, variable: str, line: int, rest: list[str], rule: NodeIdRule
) -> _Flow:
    name = re.escape(variable)
    sentinels = "|".join(map(re.escape, (*rule.sentinels, r"-1", "0", "MAX_NUMNODES")))
    compared = re.compile(rf"\b{name}\s*(?:<=?|>=?|==|!=)\s*(?:{sentinels})")
    users = "|".join(map(re.escape, rule.used_by))
    used = re.compile(rf"\b({users})\s*(?:\([^;]*\b{name}\b|\[\s*{name}\s*\])")
    again = re.compile(rf"\b{name}\s*=[^=]")
    for number, text in enumerate(rest, line + 1):
        if compared.search(text):
            return _Flow(path, function, variable, line, number, 0, "")
        if (use := used.search(text)) is not None:
            return _Flow(path, function, variable, line, 0, number, use[1])
        if again.search(text):
            break
    return _Flow(path, function, variable, line, 0, 0, "")


def _finding(flow: _Flow, rule: NodeIdRule, siblings: list[_Flow]) -> Finding:
    near = next((one for one in siblings if one.path == flow.path), None)
    related = [Span(flow.path, flow.line, f"{flow.variable} comes from {rule.value_of}()")]
    guard = ""
    if near is not None:
        related.append(Span(near.path, near.checked, f"{near.function}() checks it"))
        guard = f", which {near.function}() does"
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        confidence=Confidence.MEDIUM,
        message=f"{flow.variable} is {rule.value_of}()'s, which may be -1, and {flow.used_by} uses it "
        f"in {flow.function}() without a check{guard}",
        primary=Span(flow.path, flow.used, ""),
        related=tuple(related),
        subject=flow.variable,
        key=f"{ID}|{flow.path}|{flow.function}|{flow.variable}",
    )


RULE = Rule(ID, "a node id that may be -1 is used as an index unchecked", check)

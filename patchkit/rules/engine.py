"""Runs the rules over the prefix trees and says which patch causes and which mends a finding.

A finding that T0 already shows is pre-existing and not charged to the series. A rule that
crashes is an incident: the report is then incomplete, and says so.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from patchkit.model.findings import Confidence, Finding, Incident, Severity, Span
from patchkit.rules import (
    arch_implementation_missed,
    argument,
    argument_type,
    arity_mismatch,
    caller_not_updated,
    declaration_left_behind,
    declaration_mismatch,
    declared_twice,
    declared_unused,
    duplicate_effect,
    function_unused,
    ignored_result,
    node_id_unchecked,
    ops_member_mismatch,
    paired_calls,
    parameter_name_conflict,
    prototype_missing,
    reference_mismatch,
    return_mismatch,
    site_not_covered,
    stub_mismatch,
    undefined_label,
    unknown_field,
    unresolved_identifier,
)
from patchkit.rules.base import Prefix, Rule

RULES: tuple[Rule, ...] = (
    caller_not_updated.RULE,
    arch_implementation_missed.RULE,
    declaration_mismatch.RULE,
    declaration_left_behind.RULE,
    stub_mismatch.RULE,
    reference_mismatch.RULE,
    ops_member_mismatch.RULE,
    argument.RULE,
    paired_calls.RULE,
    node_id_unchecked.RULE,
    declared_unused.RULE,
    prototype_missing.RULE,
    ignored_result.RULE,
    parameter_name_conflict.RULE,
    site_not_covered.RULE,
    unresolved_identifier.RULE,
    unknown_field.RULE,
    undefined_label.RULE,
    arity_mismatch.RULE,
    argument_type.RULE,
    return_mismatch.RULE,
    duplicate_effect.RULE,
    function_unused.RULE,
    declared_twice.RULE,
)

# That a name is undeclared, or declared for nobody, and by which patch it became so.
_BETTER = {
    unresolved_identifier.ID: caller_not_updated.ID,
    declared_unused.ID: prototype_missing.ID,
}
_SEVERITY = {one: rank for rank, one in enumerate(Severity)}
_CONFIDENCE = {one: rank for rank, one in enumerate(Confidence)}


class Judgement(Struct, frozen=True):
    """What the rules found: the series' own findings, what stood before it, and mishaps.

    `findings` are sorted by severity, causing patch, file and line.
    """

    findings: tuple[Finding, ...]
    preexisting: tuple[Finding, ...]
    incidents: tuple[Incident, ...] = ()


def judge(prefixes: Sequence[Prefix], rules: Iterable[Rule] = RULES) -> Judgement:
    """Evaluates every rule on every prefix tree T0..Tn, in order, and joins the findings.

    A finding is the same on two trees when its key is; it is shown at its place in the last
    tree that has it.
    """
    incidents: list[Incident] = []
    seen: list[dict[str, Finding]] = []
    for prefix in prefixes:
        found: dict[str, Finding] = {}
        for rule in rules:
            found |= _numbered(_run(rule, prefix, incidents))
        seen.append(_once(found))
    mine: list[Finding] = []
    older: list[Finding] = []
    for key in dict.fromkeys(key for found in seen for key in found):
        joined = _joined(key, seen, prefixes)
        (older if joined.caused_by == 0 else mine).append(joined)
    return Judgement(tuple(sorted(mine, key=_order)), tuple(sorted(older, key=_order)), tuple(incidents))


def _run(rule: Rule, prefix: Prefix, incidents: list[Incident]) -> list[Finding]:
    try:
        return list(rule.check(prefix))
    except Exception as error:  # a crash in one rule must not take the others' answers away
        place = traceback.extract_tb(error.__traceback__)[-1]
        incidents.append(
            Incident(
                "rule-crashed",
                f"rule {rule.id} failed after patch {prefix.number}: {error!r} "
                f"({place.name}, line {place.lineno}); its findings are missing",
                where=rule.id,
            )
        )
        return []


def _once(found: dict[str, Finding]) -> dict[str, Finding]:
    """Leaves out what another rule says of the same name at the same place, and says better."""
    said = {(one.rule, one.subject, one.primary.path, one.primary.line) for one in found.values()}
    return {
        key: one
        for key, one in found.items()
        if (_BETTER.get(one.rule, ""), one.subject, one.primary.path, one.primary.line) not in said
    }


def _numbered(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Tells apart findings of one key (two calls in one function) by their order."""
    count: Counter[str] = Counter()
    found = {}
    for one in sorted(findings, key=lambda item: (item.primary.path, item.primary.line)):
        count[one.key] += 1
        found[f"{one.key}|{count[one.key]}"] = one
    return found


def _joined(key: str, seen: Sequence[dict[str, Finding]], prefixes: Sequence[Prefix]) -> Finding:
    where = [number for number, found in enumerate(seen) if key in found]
    first, last = prefixes[where[0]].number, where[-1]
    mended = prefixes[last + 1].number if last + 1 < len(seen) else None
    found, prefix = seen[last][key], prefixes[last]
    return replace(
        found,
        primary=_in_base(found.primary, prefix),
        related=tuple(_in_base(span, prefix) for span in found.related),
        caused_by=first,
        mended_by=mended,
        key=key,
    )


def _in_base(span: Span, prefix: Prefix) -> Span:
    line, patched = prefix.base_line(span.path, span.line)
    return replace(span, line=line, patched=patched)


def _order(one: Finding) -> tuple[object, ...]:
    return (
        _SEVERITY[one.severity],
        one.caused_by,
        _CONFIDENCE[one.confidence],
        one.primary.path,
        one.primary.line,
        one.rule,
    )

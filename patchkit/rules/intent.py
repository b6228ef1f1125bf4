"""Judges what each patch is for on a tree, whatever became of its text.

"Applied", "superseded" and "reverted since" are three different answers, and none of them can be
had from hunks: the profile's probes ask the tree itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from patchkit.cfacts import SiteIndex, file_sites
from patchkit.model.facts import Site, SiteKind
from patchkit.model.profile import (
    FunctionProbe,
    Intent,
    MentionProbe,
    OrderProbe,
    ParameterProbe,
    Probe,
)
from patchkit.model.report import IntentReport, IntentState, ProbeReport
from patchkit.model.tree import Tree
from patchkit.rules.base import CALLED, DECLARED, shown

_SILENT = (SiteKind.COMMENT, SiteKind.STRING)
_IMPLEMENTED = (SiteKind.DEFINITION, SiteKind.STUB, SiteKind.MACRO)


class Question(Struct, frozen=True):
    """The tree an intent is judged on, with the sites of every name the profile mentions.

    `knows` tells whether a hunk of the series is for a site.
    """

    tree: Tree
    index: SiteIndex
    knows: Callable[[Site], bool]


def judge_intent(intents: Iterable[Intent], question: Question) -> tuple[IntentReport, ...]:
    """Returns the state of each patch's intent, in the given order."""
    return tuple(_judge(intent, question) for intent in intents)


def _judge(intent: Intent, question: Question) -> IntentReport:
    probes = tuple(_ask(probe, question) for probe in intent.probe)
    answers = {probe.answer for probe in probes} - {"moot"}
    successor = _successor(intent.superseded_by, question.index)
    if answers == {"present"}:
        state, why = IntentState.PRESENT, "every probe finds it"
    elif answers & {"present", "partly"}:
        state, why = IntentState.PARTLY, _which(probes)
    elif successor is not None:
        place = f"{successor.path}:{successor.line}"
        state, why = IntentState.SUPERSEDED, f"{successor.name}() does it ({place})"
    elif intent.merged and _version(question.tree.identity.version) >= _version(intent.merged):
        state = IntentState.REVERTED
        why = f"merged in {intent.merged}, and this tree no longer has it"
    else:
        state, why = IntentState.ABSENT, "no probe finds it"
    wanting = () if state is IntentState.PRESENT else _to_change(intent, question)
    return IntentReport(
        patch=intent.patch,
        summary=intent.summary,
        state=state,
        sentence=why,
        probes=probes,
        to_change=tuple(_spell(site) for site in wanting),
        unknown=tuple(_spell(site) for site in wanting if not question.knows(site)),
    )


def _which(probes: Iterable[ProbeReport]) -> str:
    return "; ".join(f"{probe.answer}: {probe.question}" for probe in probes)


def _successor(names: Iterable[str], index: SiteIndex) -> Site | None:
    for name in names:
        for site in index.of(name):
            if site.kind in _IMPLEMENTED:
                return site
    return None


def _version(text: str) -> tuple[int, ...]:
    """The numeric part of a kernel version; a release candidate counts as its release."""
    numbers = re.match(r"\d+(?:\.\d+)*", text)
    return tuple(int(part) for part in numbers.group().split(".")) if numbers else ()


def _spell(site: Site) -> str:
    return f"{site.path}:{site.line}: {site.text}"


def _to_change(intent: Intent, question: Question) -> tuple[Site, ...]:
    """The sites that have no such parameter yet, and the calls of those functions."""
    wanting: list[Site] = []
    for probe in intent.probe:
        if not isinstance(probe, ParameterProbe):
            continue
        for site in question.index.of(probe.function):
            declared = site.kind in DECLARED and site.signature is not None
            if (declared and not _has(site, probe)) or site.kind in CALLED:
                wanting.append(site)
    return tuple(dict.fromkeys(wanting))


def _ask(probe: Probe, question: Question) -> ProbeReport:
    if isinstance(probe, ParameterProbe):
        return _ask_parameter(probe, question.index)
    if isinstance(probe, FunctionProbe):
        return _ask_function(probe, question.index)
    if isinstance(probe, MentionProbe):
        return _ask_mention(probe, question)
    return _ask_order(probe, question)


def _has(site: Site, probe: ParameterProbe) -> bool:
    params = site.signature.params if site.signature else ()
    if len(params) < probe.position:
        return False
    param = params[probe.position - 1]
    return param.type == probe.type and param.name in (None, probe.name)


def _ask_parameter(probe: ParameterProbe, index: SiteIndex) -> ProbeReport:
    question = f"{probe.type} {probe.name} is parameter {probe.position} of {probe.function}()"
    sites = [
        site for site in index.of(probe.function) if site.kind in DECLARED and site.signature is not None
    ]
    with_it = [site for site in sites if _has(site, probe)]
    evidence = tuple(f"{site.path}:{site.line}: {shown(site.signature, site.name)}" for site in sites)
    if not sites:
        return ProbeReport(question, "absent", (f"{probe.function}() is not in this tree",))
    answer = "present" if len(with_it) == len(sites) else "partly" if with_it else "absent"
    return ProbeReport(question, answer, evidence)


def _ask_function(probe: FunctionProbe, index: SiteIndex) -> ProbeReport:
    sites = index.of(probe.function)
    defined = [site for site in sites if site.kind in _IMPLEMENTED]
    called = [site for site in sites if site.kind in CALLED or site.kind is SiteKind.REFERENCE]
    question = f"{probe.function}() is defined" + (" and called" if probe.called else "")
    evidence = tuple(_spell(site) for site in (*defined, *called))
    if defined and (called or not probe.called):
        return ProbeReport(question, "present", evidence)
    if defined:
        return ProbeReport(question, "partly", (*evidence, "defined, never called"))
    return ProbeReport(question, "absent", evidence or ("no definition in this tree",))


def _ask_mention(probe: MentionProbe, question: Question) -> ProbeReport:
    verb = "does not use" if probe.absent else "uses"
    text = f"{probe.function}() {verb} {probe.identifier}"
    bodies = _uses(probe.function, (probe.identifier,), question)
    if bodies is None:
        return ProbeReport(text, "moot", (f"{probe.function}() is not in this tree",))
    found = bool(bodies) is not probe.absent
    evidence = tuple(_spell(site) for site in bodies)
    return ProbeReport(text, "present" if found else "absent", evidence)


def _ask_order(probe: OrderProbe, question: Question) -> ProbeReport:
    text = f"{probe.function}() uses {probe.then} after {probe.first}"
    uses = _uses(probe.function, (probe.first, probe.then), question)
    if uses is None:
        return ProbeReport(text, "moot", (f"{probe.function}() is not in this tree",))
    first = [site for site in uses if site.name == probe.first]
    then = [site for site in uses if site.name == probe.then]
    evidence = tuple(_spell(site) for site in (*first, *then))
    if not first or not then:
        gone = probe.then if first else probe.first
        return ProbeReport(text, "moot", (*evidence, f"{gone} is not used there any more"))
    answer = "present" if min(s.offset for s in first) < min(s.offset for s in then) else "absent"
    return ProbeReport(text, answer, evidence)


def _uses(function: str, names: tuple[str, ...], question: Question) -> list[Site] | None:
    """The uses of `names` in the bodies of `function`; None when it is not defined."""
    paths = [site.path for site in question.index.of(function) if site.kind in _IMPLEMENTED]
    if not paths:
        return None
    found = []
    for path in dict.fromkeys(paths):
        data = question.tree.read(path)
        if data is not None:
            found += [
                site
                for site in file_sites(path, data, names)
                if site.function == function and site.kind not in _SILENT
            ]
    return found

"""The report: everything a renderer shows, sorted, with no logic left to do.

These types are the JSON format: `patchkit check --format json` is this module, encoded, and
docs/report.schema.json its JSON Schema. Adding a key does not change `SCHEMA_VERSION`;
renaming, removing or changing the meaning of one does. All lines are 1-based.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from patchkit.model.changes import Aspect, ChangeKind
from patchkit.model.facts import ReferenceForm, SiteKind
from patchkit.model.findings import Finding, Incident
from patchkit.model.placement import FilePlacement

SCHEMA_VERSION = 1


class SeriesText(StrEnum):
    """Which text of the series was used."""

    GIVEN = "given"  # --series
    POSTED = "posted"  # fetched, and verified to be the posting that the embedded series renders
    RENDERING = "rendering"  # the embedded rendering, on the sample tree it was written for
    INTENT_ONLY = "intent-only"  # the rendering's hunks were not judged on this tree


class SiteState(StrEnum):
    """What the series leaves of one site of a changed name."""

    CONVERTED = "converted"  # agrees with the new signature
    ALREADY = "already"  # agreed with it before the series
    REFUSED = "refused"  # the series has a hunk for it, which did not go in
    UNKNOWN = "unknown"  # no hunk of the series is for it, and it keeps the old signature
    OTHER = "other"  # agrees with neither signature: another function, or moved on
    REMOVED = "removed"  # the series removes it


class SeriesSummary(Struct, frozen=True):
    """The series as read."""

    location: str
    title: str
    version: int
    expected: int
    missing: tuple[int, ...]
    text: SeriesText
    note: str = ""


class TreeSummary(Struct, frozen=True):
    """The tree as opened; `prerequisites` are series that were placed on it first, in memory."""

    location: str
    kind: str
    version: str
    commit: str
    prerequisites: tuple[str, ...] = ()


class Counts(Struct, frozen=True):
    """How many hunks had which outcome."""

    exact: int = 0
    offset: int = 0
    three_way: int = 0
    fuzz: int = 0
    already: int = 0
    rejected: int = 0
    not_analysed: int = 0


class PatchState(StrEnum):
    """What a patch is on a tree, all in all."""

    APPLIES = "applies"
    WITH_CARE = "applies-with-care"
    PRESENT = "present"
    PARTLY_PRESENT = "partly-present"
    SUPERSEDED = "superseded"
    REVERTED = "reverted-since"
    NEEDS_PORTING = "needs-porting"
    HARMFUL = "harmful-if-forced"
    NOT_JUDGED = "not-judged"


class Standing(Struct, frozen=True):
    """A patch's state, why, and where to see it ("path:line: what")."""

    state: PatchState
    sentence: str
    evidence: tuple[str, ...] = ()


class PatchReport(Struct, frozen=True):
    """One patch: where it stands on this tree, and what became of its hunks."""

    number: int
    subject: str
    author: str
    message_id: str
    counts: Counts
    files: tuple[FilePlacement, ...]
    standing: Standing


class SiteReport(Struct, frozen=True):
    """One site of a changed name in the tree after the whole series.

    `line` and `patched` as in Span: the line of the tree as it stands, where it has one.
    """

    path: str
    line: int
    kind: SiteKind
    state: SiteState
    form: ReferenceForm | None = None
    arch: str = ""
    function: str = ""
    guards: tuple[str, ...] = ()
    signature: str = ""
    arguments: tuple[str, ...] | None = None
    patch: int | None = None
    uncertain: str = ""
    text: str = ""
    patched: bool = False


class ApiReport(Struct, frozen=True):
    """One API change; `before`/`after` are signatures as C text.

    `owner` is the struct's tag when the type of a member that points to a function changes.

    `realised` is False when the patch means the change and its hunks did not go in.
    """

    name: str
    kind: ChangeKind
    patch: int
    before: str
    after: str
    aspects: tuple[Aspect, ...]
    realised: bool
    scope: str = ""
    new_name: str = ""
    owner: str = ""
    static_in: str = ""
    sites: tuple[SiteReport, ...] = ()


class MatrixCell(Struct, frozen=True):
    """One architecture and one changed name: counts of sites by state, and one word for people."""

    name: str
    word: str
    states: dict[SiteState, int]


class MatrixRow(Struct, frozen=True):
    """One architecture ("" is the code common to all)."""

    arch: str
    cells: tuple[MatrixCell, ...]


class IntentState(StrEnum):
    """Whether a tree has what a patch is for."""

    PRESENT = "present"
    PARTLY = "partly"
    ABSENT = "absent"
    REVERTED = "reverted"
    SUPERSEDED = "superseded"


class ProbeReport(Struct, frozen=True):
    """One probe's answer: "present", "absent", "partly" or "moot", with the evidence."""

    question: str
    answer: str
    evidence: tuple[str, ...] = ()


class IntentReport(Struct, frozen=True):
    """One patch's intent on the tree as it stands, before the series.

    `to_change` are the sites a port has to change, `unknown` those among them for which the
    series has no hunk ("path:line: text").
    """

    patch: int
    summary: str
    state: IntentState
    sentence: str
    probes: tuple[ProbeReport, ...] = ()
    to_change: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Prerequisite(Struct, frozen=True):
    """A name that refused hunks or added lines expect in a file, and that the tree's file lacks.

    A member is named as it is used ("pgmap->kill"). `expected_by` are the numbers of the patches;
    `where_else` says in words where the tree and the base trees have the name. `gone_since` names the
    newest base tree whose file has it when all that do are older than the tree: then it is no
    prerequisite but gone. `introduced_by` is what a given history has on it: "commit subject", or
    "subject (date, message-id)" of mails.
    """

    name: str
    path: str
    expected_by: tuple[int, ...]
    where_else: str
    gone_since: str = ""
    introduced_by: tuple[str, ...] = ()


class Accounting(Struct, frozen=True):
    """Whether every word hit of the names looked up ended in a kind."""

    names: int
    files: int
    hits: int
    unaccounted: tuple[str, ...] = ()


class Verdict(StrEnum):
    """The one word of the report."""

    CLEAN = "clean"
    FINDINGS = "findings"
    DOES_NOT_APPLY = "does-not-apply"
    NOTHING_TO_DO = "nothing-to-do"
    INCOMPLETE = "incomplete"
    INTENT_ONLY = "intent-only"


class Report(Struct, frozen=True):
    """A check's whole answer."""

    series: SeriesSummary
    tree: TreeSummary
    verdict: Verdict
    sentence: str
    patches: tuple[PatchReport, ...] = ()
    api: tuple[ApiReport, ...] = ()
    matrix: tuple[MatrixRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    preexisting: tuple[Finding, ...] = ()
    intent: tuple[IntentReport, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    accounting: Accounting = Accounting(names=0, files=0, hits=0)
    incidents: tuple[Incident, ...] = ()
    schema_version: int = SCHEMA_VERSION
    patchkit_version: str = ""

"""One report that shows every feature of every renderer. All of its facts are invented."""

from __future__ import annotations

from patchkit.model.changes import Aspect, ChangeKind
from patchkit.model.facts import ReferenceForm, SiteKind
from patchkit.model.findings import Confidence, Finding, Incident, Severity, Span
from patchkit.model.placement import Candidate, FilePlacement, Outcome, Placement, Reason
from patchkit.model.report import (
    Accounting,
    ApiReport,
    Counts,
    IntentReport,
    IntentState,
    MatrixCell,
    MatrixRow,
    PatchReport,
    PatchState,
    Prerequisite,
    ProbeReport,
    Report,
    SeriesSummary,
    SeriesText,
    SiteReport,
    SiteState,
    Standing,
    TreeSummary,
    Verdict,
)

NOT_UTF8 = "Documentation/caf\udce9.rst"
"""A file name whose last letter is the Latin-1 byte E9, as surrogateescape gives it."""

NASTY = "[bold red]tidy[/] \x1b[31mup\x1b[0m\u202e the slot code"
"""A subject with rich markup, an escape sequence and a right-to-left override."""

OLD = "int arch_unplug_slot(u64 start, u64 size)"
NEW = "int arch_unplug_slot(int nid, u64 start, u64 size)"

PATCHES = (
    PatchReport(
        number=1,
        subject="mm/slots: Add nid parameter to arch_unplug_slot",
        author="Ada Example <ada@example.org>",
        message_id="20200101120000.1-2-ada@example.org",
        counts=Counts(exact=7, offset=11, three_way=1, fuzz=1, rejected=2),
        files=(
            FilePlacement(
                path="arch/s390/mm/slots.c",
                outcome=Outcome.THREE_WAY,
                hunks=(
                    Placement(0, Outcome.OFFSET, 240, 12, written_for="f", landed_in="f"),
                    Placement(
                        1,
                        Outcome.THREE_WAY,
                        260,
                        offset=9,
                        detail="three-way with base arch/s390/mm/slots.c of linux-5.0 (blob 5626abf0)",
                        written_for="g",
                        landed_in="g",
                    ),
                ),
            ),
            FilePlacement(
                path="kernel/devslots.c",
                outcome=Outcome.REJECTED,
                hunks=(
                    Placement(0, Outcome.EXACT, 61),
                    Placement(
                        1,
                        Outcome.FUZZ,
                        119,
                        offset=-4,
                        fuzz=2,
                        written_for="devslot_release",
                        landed_in="devslot_first_pfn",
                        rivals=(Candidate(88, 2, "devslot_kill"), Candidate(214, 2)),
                    ),
                    Placement(
                        2,
                        Outcome.REJECTED,
                        139,
                        reason=Reason.CONTEXT_DIFFERS,
                        detail="line 141 is 'mutex_unlock(&slot_lock);', the hunk has 'slots_unlock();'",
                        written_for="devslot_release",
                        landed_in="devslot_release",
                    ),
                    Placement(
                        3,
                        Outcome.REJECTED,
                        reason=Reason.AMBIGUOUS,
                        detail="it fits in 2 places",
                        written_for="devslot_release",
                        rivals=(Candidate(150, 0, "devslot_release"), Candidate(190, 1)),
                    ),
                ),
            ),
        ),
        standing=Standing(
            PatchState.NEEDS_PORTING,
            "2 of 22 hunks do not go in",
            ("arch/powerpc/mm/slots.c: hunk 1 refused (context-differs)",),
        ),
    ),
    PatchReport(
        number=2,
        subject=NASTY,
        author="Zoë \x1b[2J Example <zoe@example.org>",
        message_id="20200101120000.1-3-ada@example.org",
        counts=Counts(exact=1, already=1, rejected=3, not_analysed=1),
        files=(
            FilePlacement(
                path="arch/ia64/mm/slots.c",
                outcome=Outcome.REJECTED,
                hunks=tuple(
                    Placement(
                        index,
                        Outcome.REJECTED,
                        reason=Reason.FILE_MISSING,
                        detail="the tree has no such file",
                    )
                    for index in range(3)
                ),
            ),
            FilePlacement(
                path=NOT_UTF8,
                outcome=Outcome.ALREADY,
                hunks=(Placement(0, Outcome.ALREADY, 12),),
            ),
            FilePlacement(
                path="Documentation/slots.png", outcome=Outcome.NOT_ANALYSED, detail="a binary patch"
            ),
            FilePlacement(path="scripts/slots.sh", outcome=Outcome.EXACT),
        ),
        standing=Standing(PatchState.HARMFUL, "arch/ia64/mm/slots.c is not in the tree"),
    ),
    PatchReport(
        number=4,
        subject="mm/slots: Account for the slots that go away while nobody looks, which is rare",
        author="Ada Example <ada@example.org>",
        message_id="20200101120000.1-5-ada@example.org",
        counts=Counts(exact=4),
        files=(
            FilePlacement(
                path="mm/slots.c",
                outcome=Outcome.EXACT,
                hunks=tuple(Placement(index, Outcome.EXACT, 10 + 50 * index) for index in range(4)),
            ),
        ),
        standing=Standing(PatchState.APPLIES, "goes in"),
    ),
)

SITES = (
    SiteReport(
        "include/linux/slots.h",
        110,
        SiteKind.PROTOTYPE,
        SiteState.CONVERTED,
        signature=NEW,
        guards=("ifdef CONFIG_SLOT_HOTREMOVE",),
        patch=1,
    ),
    SiteReport(
        "arch/arm64/mm/slots.c",
        1601,
        SiteKind.DEFINITION,
        SiteState.UNKNOWN,
        arch="arm64",
        signature=OLD,
        guards=("ifdef CONFIG_SLOT_HOTREMOVE",),
    ),
    SiteReport(
        "kernel/devslots.c",
        139,
        SiteKind.CALL,
        SiteState.REFUSED,
        function="devslot_release",
        arguments=("align_start", "align_size"),
        patch=1,
        text="arch_unplug_slot(align_start, align_size);",
    ),
    SiteReport(
        "mm/hmslots.c",
        1015,
        SiteKind.CALL,
        SiteState.UNKNOWN,
        function="hm_slots_release",
        arguments=("start", "size"),
        uncertain="inside a part the parser gave up on",
        text="arch_unplug_slot(start,\tsize);",
    ),
    SiteReport(
        "arch/x86/mm/slots.c",
        77,
        SiteKind.REFERENCE,
        SiteState.OTHER,
        form=ReferenceForm.INITIALIZER,
        arch="x86",
        text=".unplug = arch_unplug_slot,",
    ),
)

API = (
    ApiReport(
        name="arch_unplug_slot",
        kind=ChangeKind.SIGNATURE,
        patch=1,
        before=OLD,
        after=NEW,
        aspects=(Aspect.COUNT, Aspect.ORDER),
        realised=True,
        sites=SITES
        + tuple(
            SiteReport(f"drivers/slot{n}.c", 10 + n, SiteKind.CALL, SiteState.OTHER, text="x();")
            for n in range(24)
        ),
    ),
    ApiReport(
        name="slot_detach",
        kind=ChangeKind.RENAMED,
        patch=2,
        before="static void slot_detach(struct slot *slot)",
        after="static void slot_unlink(struct slot *slot)",
        aspects=(),
        realised=False,
        scope="mm/slots.c",
        new_name="slot_unlink",
    ),
    ApiReport(
        name="del_device_slot",
        kind=ChangeKind.ADDED,
        patch=4,
        before="",
        after="int del_device_slot(int nid, unsigned long start, unsigned long size, struct slots *map)",
        aspects=(),
        realised=True,
    ),
)

MATRIX = (
    MatrixRow(
        "",
        (
            MatrixCell("arch_unplug_slot", "refused", {SiteState.REFUSED: 1, SiteState.CONVERTED: 2}),
            MatrixCell("slot_detach", "unknown", {SiteState.UNKNOWN: 4}),
            MatrixCell("del_device_slot_under_the_zone_lock", "converted", {SiteState.CONVERTED: 2}),
            MatrixCell("del_device_slot", "mixed", {SiteState.UNKNOWN: 1, SiteState.REFUSED: 1}),
        ),
    ),
    MatrixRow("arm64", (MatrixCell("arch_unplug_slot", "unknown", {SiteState.UNKNOWN: 1}),)),
    MatrixRow("s390", (MatrixCell("arch_unplug_slot", "converted", {SiteState.CONVERTED: 1}),)),
    MatrixRow(
        "x86",
        (
            MatrixCell("arch_unplug_slot", "other", {SiteState.OTHER: 1}),
            MatrixCell("slot_detach", "none", {}),
        ),
    ),
)

FINDINGS = (
    Finding(
        rule="caller-not-updated",
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message="arch_unplug_slot() is called with 2 arguments and takes 3",
        primary=Span("kernel/devslots.c", 139, "arch_unplug_slot(align_start, align_size);"),
        related=(
            Span("include/linux/slots.h", 110, f"declared here: {NEW}"),
            Span("arch/s390/mm/slots.c", 243, "defined here"),
        ),
        subject="arch_unplug_slot",
        caused_by=1,
        mended_by=4,
        key="caller-not-updated:kernel/devslots.c:devslot_release:arch_unplug_slot",
    ),
    Finding(
        rule="arch-implementation-missed",
        severity=Severity.ERROR,
        confidence=Confidence.MEDIUM,
        message="arm64 defines arch_unplug_slot() without the parameter 'int nid' of its prototype",
        primary=Span("arch/arm64/mm/slots.c", 1601),
        subject="arch_unplug_slot",
        arch="arm64",
        caused_by=1,
    ),
    Finding(
        rule="declaration-mismatch",
        severity=Severity.ERROR,
        confidence=Confidence.LOW,
        message="del_device_slot() is declared with 'bool mapped' and defined with 'bool private'",
        primary=Span("mm/slots.c", 210),
        caused_by=4,
    ),
    Finding(
        rule="argument",
        severity=Severity.WARNING,
        confidence=Confidence.MEDIUM,
        message="the node of arch_unplug_slot() is fed from 'zone', which is no node id",
        primary=Span("mm/slots.c", 0),
        caused_by=1,
    ),
    Finding(
        rule="paired-calls",
        severity=Severity.NOTE,
        confidence=Confidence.HIGH,
        message="add_device_slot() has no del_device_slot() beside it",
        primary=Span(NOT_UTF8, 7),
        caused_by=2,
    ),
)

PREREQUISITES = (
    Prerequisite(
        "slot->kill",
        "kernel/devslots.c",
        (1, 2),
        "nowhere in the tree; kernel/devslots.c of linux-5.0 has it",
        "",
        (
            "0123456789ab mm, devslots: Kill the reference before the slots go",
            "[PATCH v8 3/7] mm: Kill it \x1b[31m (Tue, 20 Nov 2018 15:12:49 -0800, <3@example.org>)",
        ),
    ),
    Prerequisite(
        "SLOT_DEVICE_PRIVATE", "kernel/devslots.c", (2,), "in include/linux/slots.h:58 and 4 more files"
    ),
    *(Prerequisite(f"SLOT_{n}", "mm/slots.c", (4,), "nowhere in the tree") for n in range(10)),
    *(Prerequisite(f"slot_{n}", "mm/slots.c", (4,), f"in mm/a.c:{n}") for n in range(10)),
    *(Prerequisite(f"old_{n}", "mm/old.c", (4,), "in mm/a.c:7", "linux-4.20") for n in range(2)),
)

INTENT = (
    IntentReport(
        patch=1,
        summary="arch_unplug_slot() takes the node id first",
        state=IntentState.ABSENT,
        sentence="none of 3 sites has it; 1 of them is unknown to the series",
        probes=(
            ProbeReport(
                "is parameter 1 of arch_unplug_slot() 'int nid'?",
                "absent",
                (f"include/linux/slots.h:110: {OLD}",),
            ),
        ),
        to_change=(
            f"include/linux/slots.h:110: {OLD}",
            "kernel/devslots.c:139: arch_unplug_slot(align_start, align_size);",
            f"arch/arm64/mm/slots.c:1601: {OLD}",
        ),
        unknown=(f"arch/arm64/mm/slots.c:1601: {OLD}",),
    ),
    IntentReport(
        patch=2,
        summary="one pair of helpers for device slots",
        state=IntentState.SUPERSEDED,
        sentence="slot_unlink_range() does it another way",
    ),
    IntentReport(
        patch=3,
        summary="slots of devices are skipped",
        state=IntentState.REVERTED,
        sentence="5.0 had it and this tree, 6.1, has not",
    ),
    IntentReport(
        patch=4, summary="slots are counted", state=IntentState.PRESENT, sentence="it is there"
    ),
    IntentReport(patch=5, summary="no page is read", state=IntentState.PARTLY, sentence="1 of 2 probes"),
)

INCIDENTS = (
    Incident("patch-missing", "patch 3/5 is not in the mbox", "slots-v3.mbox"),
    Incident("missing-object", "the blob 1a2b3c4d is not in the repository", "mm/bigslots.c:0"),
    Incident("crlf", "line ends were repaired", "slots-v3.mbox, mail 4", harmless=True),
    Incident("rule-crashed", "the rule stub-mismatch stopped with an internal error"),
)


def sample() -> Report:
    """Returns the report; only the patchkit version is held still."""
    return Report(
        series=SeriesSummary(
            location="slots-v3.mbox",
            title="Do not touch slots during hot-remove path",
            version=3,
            expected=5,
            missing=(3, 5),
            text=SeriesText.GIVEN,
            note="the embedded rendering was not used",
        ),
        tree=TreeSummary(
            location="/srv/linux.git",
            kind="git revision v6.1",
            version="6.1.0",
            commit="830b3c68c1fb",
            prerequisites=("hm-slots-v2.mbox",),
        ),
        verdict=Verdict.DOES_NOT_APPLY,
        sentence="5 hunks of patches 1/5 and 2/5 do not go in, and 2 sites that the series does not know"
        " keep the old signature",
        patches=PATCHES,
        api=API,
        matrix=MATRIX,
        findings=FINDINGS,
        preexisting=(
            Finding(
                rule="stub-mismatch",
                severity=Severity.WARNING,
                confidence=Confidence.HIGH,
                message="the stub of slot_online() takes 1 parameter, its prototype 2",
                primary=Span("include/linux/slots.h", 301),
                mended_by=2,
            ),
        ),
        intent=INTENT,
        prerequisites=PREREQUISITES,
        accounting=Accounting(names=5, files=12, hits=63, unaccounted=("mm/slots.c:99: slot_detach",)),
        incidents=INCIDENTS,
        patchkit_version="0.0.0",
    )

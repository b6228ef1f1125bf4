"""Runs the submit rules over a series; a rule that crashes is an incident, and the others go on."""

from __future__ import annotations

import traceback
from collections.abc import Iterable

from msgspec import Struct

from patchkit.model.findings import Incident
from patchkit.model.review import Remark
from patchkit.submit import (
    base_unstated,
    changelog_missing,
    co_developer_unsigned,
    cover_missing,
    diffstat_mismatch,
    fixes_commit,
    fixes_form,
    left_over_id,
    link_without_address,
    message_empty,
    numbering,
    report_unlinked,
    sign_off_missing,
    stable_form,
    subject_form,
    subject_prefix,
    tag_misspelt,
    unrelated_files,
    version_mismatch,
)
from patchkit.submit.base import Submission, SubmitRule

SUBMIT_RULES: tuple[SubmitRule, ...] = (
    numbering.RULE,
    version_mismatch.RULE,
    cover_missing.RULE,
    diffstat_mismatch.RULE,
    changelog_missing.RULE,
    base_unstated.RULE,
    subject_form.RULE,
    subject_prefix.RULE,
    message_empty.RULE,
    sign_off_missing.RULE,
    co_developer_unsigned.RULE,
    tag_misspelt.RULE,
    fixes_form.RULE,
    fixes_commit.RULE,
    stable_form.RULE,
    report_unlinked.RULE,
    link_without_address.RULE,
    left_over_id.RULE,
    unrelated_files.RULE,
)


class Judgement(Struct, frozen=True):
    """What the rules said, in the order of the rules and patches, and what went wrong."""

    remarks: tuple[Remark, ...]
    incidents: tuple[Incident, ...] = ()


def judge_submission(submission: Submission, rules: Iterable[SubmitRule] = SUBMIT_RULES) -> Judgement:
    """Returns the remarks of all rules."""
    remarks: list[Remark] = []
    incidents: list[Incident] = []
    for rule in rules:
        try:
            remarks += rule.check(submission)
        except Exception as error:  # a crash in one rule must not take the others' answers away
            place = traceback.extract_tb(error.__traceback__)[-1]
            message = (
                f"rule {rule.id} failed: {error!r} ({place.name}, line {place.lineno}); "
                "its remarks are missing"
            )
            incidents.append(Incident("rule-crashed", message, where=rule.id))
    return Judgement(tuple(remarks), tuple(incidents))

"""What each method says of the hunks of one file, in one form."""

from __future__ import annotations

from msgspec.structs import replace

from patchkit.gitio import merge_file
from patchkit.model.port import Cause, Method
from patchkit.placement.bases import Base
from patchkit.porting.claims import Claim, Claims
from tests.porting.questions import question_of

BODY = b"".join(b"\tstep_%d(dev);\n" % at for at in range(12))
FILE = b"int start(struct device *dev)\n{\n" + BODY + b"}\n"
AFTER = FILE.replace(b"\tstep_6", b"\tmore(dev);\n\tstep_6")
START = "int start(struct device *dev)"


def row(target: bytes, base: bytes = b"", heading: str = START, after: bytes = AFTER) -> list[Claim]:
    question = question_of(FILE, after, target, heading)
    if base:
        start = question.patch.hunks[0].old_start - 1
        merged, _ = merge_file(base, target, after)
        question = replace(question, base=Base(base, (start,), "base"), merged=merged)
    (only,) = Claims(question).all()
    return only


def methods(claims: list[Claim]) -> list[Method]:
    return [claim.method for claim in claims]


def test_on_the_file_it_was_made_on_all_agree() -> None:
    claims = row(FILE, FILE)
    assert methods(claims) == [Method.TEXT, Method.MERGE, Method.ALIGNED]
    assert len({claim.edits for claim in claims}) == 1
    assert claims[2].quality == 1.0


def test_without_a_base_there_is_no_merge() -> None:
    assert methods(row(FILE)) == [Method.TEXT, Method.ALIGNED]


def test_what_is_there_is_no_edit() -> None:
    claims = row(AFTER, FILE)
    assert methods(claims)[:2] == [Method.ALREADY, Method.MERGE]
    assert claims[0].edits == claims[1].edits == ()


def test_with_other_context_the_text_says_fuzz_and_the_rest_agrees() -> None:
    target = FILE.replace(b"step_3(", b"third(")
    claims = row(target, FILE)
    assert methods(claims) == [Method.FUZZ, Method.MERGE, Method.ALIGNED]
    assert len({claim.edits for claim in claims}) == 1
    assert claims[0].notes == ("fits with fuzz 1",)


def test_a_conflict_of_the_merge_is_a_claim_without_edits() -> None:
    after = FILE.replace(b"step_6(dev)", b"step_6(dev, 0)")
    target = FILE.replace(b"step_6(dev)", b"step_6(dev, 1)")
    merge = row(target, FILE, after=after)[1]
    assert merge.edits is None
    assert merge.cause is Cause.CHANGED_BOTH_WAYS
    assert merge.detail == "three-way with base base conflicts"


def test_another_function_is_not_taken() -> None:
    target = FILE.replace(b"int start(", b"int stop(") + b"\nint start(struct device *dev)\n{\n}\n"
    text, aligned = row(target)
    assert text.cause is Cause.WRONG_FUNCTION
    assert aligned.edits is None
    assert aligned.detail == "nothing in start() is like what it expects"


def test_a_function_that_is_gone_is_said_to_be() -> None:
    target = FILE.replace(b"int start(", b"int halt_all(")
    text, aligned = row(target)
    assert text.edits is None
    assert aligned.cause is Cause.FUNCTION_MISSING
    assert aligned.detail == "start() is not in this file"

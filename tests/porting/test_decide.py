"""Which claims are believed: a table of all that methods can say together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from patchkit.model.port import Cause, Grade, Method
from patchkit.porting.claims import Claim
from patchkit.porting.decide import decide
from patchkit.porting.methods.edits import Edit

HERE, THERE = (Edit(1, 1, (b"x\n",)),), (Edit(9, 9, (b"x\n",)),)
NOT_TEXT = Claim(Method.TEXT, None, cause=None, detail="the lines stand nowhere")
NOT_MERGED = Claim(Method.MERGE, None, 2, Cause.CHANGED_BOTH_WAYS, "conflicts")
NOT_ALIGNED = Claim(Method.ALIGNED, None, cause=Cause.AMBIGUOUS, detail="two places", quality=0.0)
TEXT, MERGE, FUZZ = (Claim(one, HERE, 2) for one in (Method.TEXT, Method.MERGE, Method.FUZZ))
THERE_ALREADY = Claim(Method.ALREADY, (), 2)
ALIGNED = Claim(Method.ALIGNED, HERE, 2, quality=0.9)
WEAK = replace(ALIGNED, quality=0.2)
SIDE = replace(ALIGNED, one_sided=True, quality=0.6)
WORDS = replace(ALIGNED, reworded=True, quality=0.6)
CONFIDENT, LIKELY, CONFLICT = Grade.CONFIDENT, Grade.LIKELY, Grade.CONFLICT


def elsewhere(claim: Claim) -> Claim:
    return replace(claim, edits=THERE)


@pytest.mark.parametrize(
    ("claims", "grade", "method"),
    [
        ([TEXT, MERGE, ALIGNED], CONFIDENT, Method.TEXT),
        ([TEXT, ALIGNED], CONFIDENT, Method.TEXT),
        ([FUZZ, MERGE, ALIGNED], CONFIDENT, Method.MERGE),
        ([FUZZ, ALIGNED], CONFIDENT, Method.ALIGNED),
        ([NOT_TEXT, MERGE, ALIGNED], CONFIDENT, Method.MERGE),
        ([elsewhere(FUZZ), MERGE, ALIGNED], CONFIDENT, Method.MERGE),
        ([NOT_TEXT, MERGE, NOT_ALIGNED], LIKELY, Method.MERGE),
        ([NOT_TEXT, MERGE, elsewhere(ALIGNED)], LIKELY, Method.MERGE),
        ([TEXT, elsewhere(ALIGNED)], LIKELY, Method.TEXT),
        ([FUZZ, elsewhere(MERGE), ALIGNED], LIKELY, Method.ALIGNED),
        ([FUZZ, NOT_MERGED, ALIGNED], LIKELY, Method.ALIGNED),
        ([NOT_TEXT, ALIGNED], LIKELY, Method.ALIGNED),
        ([NOT_TEXT, SIDE], LIKELY, Method.ALIGNED),
        ([NOT_TEXT, MERGE, SIDE], LIKELY, Method.MERGE),
        ([NOT_TEXT, WORDS], LIKELY, Method.ALIGNED),
        ([NOT_TEXT, NOT_MERGED, WORDS], LIKELY, Method.ALIGNED),
        ([elsewhere(FUZZ), NOT_MERGED, replace(SIDE, quality=0.9)], LIKELY, Method.ALIGNED),
        ([THERE_ALREADY, NOT_ALIGNED], LIKELY, Method.ALREADY),
        ([NOT_TEXT, NOT_MERGED, NOT_ALIGNED], CONFLICT, Method.ALIGNED),
        ([NOT_TEXT, WEAK], CONFLICT, Method.ALIGNED),
        ([NOT_TEXT, replace(SIDE, quality=0.4)], CONFLICT, Method.ALIGNED),
        ([NOT_TEXT, replace(WORDS, quality=0.3)], CONFLICT, Method.ALIGNED),
        ([elsewhere(TEXT), NOT_MERGED, replace(SIDE, quality=0.9)], LIKELY, Method.TEXT),
        ([elsewhere(FUZZ), NOT_MERGED, SIDE], CONFLICT, Method.ALIGNED),
        ([FUZZ, NOT_ALIGNED], CONFLICT, Method.FUZZ),
        ([FUZZ, NOT_MERGED, NOT_ALIGNED], CONFLICT, Method.FUZZ),
        ([THERE_ALREADY, NOT_MERGED, NOT_ALIGNED], CONFLICT, Method.ALREADY),
    ],
)
def test_the_table(claims: list[Claim], grade: Grade, method: Method) -> None:
    decision = decide(claims)
    assert decision.grade is grade
    assert decision.claim.method is method
    if grade is CONFLICT:
        assert decision.edits == ()
        assert decision.cause is not None
        assert decision.detail
    else:
        assert decision.edits == decision.claim.edits


def test_who_agrees_and_who_does_not() -> None:
    decision = decide([elsewhere(FUZZ), MERGE, ALIGNED])
    assert decision.agreeing == (Method.ALIGNED,)
    assert decision.differing == (Method.FUZZ,)


def test_a_wrong_function_is_the_cause_whatever_else_is_said() -> None:
    wrong = replace(NOT_TEXT, cause=Cause.WRONG_FUNCTION, detail="fits only in other()")
    assert decide([wrong, NOT_MERGED, NOT_ALIGNED]).cause is Cause.WRONG_FUNCTION


claims = st.lists(
    st.sampled_from(
        [TEXT, FUZZ, THERE_ALREADY, NOT_TEXT, MERGE, NOT_MERGED, ALIGNED, WEAK, SIDE, WORDS, NOT_ALIGNED]
    ).flatmap(lambda one: st.sampled_from([one, elsewhere(one) if one.edits else one])),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one.method,
)


@given(claims)
def test_confident_is_never_one_alone(made: list[Claim]) -> None:
    decision = decide(made)
    if decision.grade is CONFIDENT:
        assert decision.agreeing
        same = [one for one in made if one.edits == decision.edits]
        assert len({one.method for one in same}) >= 2
        assert not any(one.loose for one in same)
    if decision.grade is CONFLICT:
        assert decision.detail

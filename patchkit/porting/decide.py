"""Which claim on a hunk to believe, and how sure that makes the result.

Independent methods that leave the same bytes are the best evidence there is without a compiler. A claim
that stands alone or is contradicted is likely at most; a weak one that stands alone is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from patchkit.model.port import Cause, Grade, Method
from patchkit.porting.claims import Claim
from patchkit.porting.methods.edits import Edit

# The share of a hunk's expected lines that must stand there for an alignment to be believed alone; more
# where it is not all the evidence that the hunk asks for.
_ALONE, _REWORDED, _ONE_SIDED = 0.25, 0.35, 0.45
# Lines that fit elsewhere with fuzz do not speak against an alignment as good as this.
_BETTER = 0.75

# Between claims with equal support the strictest method wins.
_STRICTEST = (Method.ALREADY, Method.TEXT, Method.MERGE, Method.ALIGNED, Method.FUZZ)
_LINES = frozenset((Method.ALREADY, Method.TEXT, Method.FUZZ))


class Decision(Struct, frozen=True):
    """The edits to make, on which claim's word; without edits a cause and a sentence why not."""

    grade: Grade
    claim: Claim
    edits: tuple[Edit, ...] = ()
    agreeing: tuple[Method, ...] = ()
    differing: tuple[Method, ...] = ()
    cause: Cause | None = None
    detail: str = ""


def decide(claims: Sequence[Claim]) -> Decision:
    """Returns what to believe of the claims on one hunk."""
    made = [claim for claim in claims if claim.edits is not None]
    silent = [claim for claim in claims if claim.edits is None]
    if not made:
        return _refused(claims)
    best = max(made, key=lambda claim: (_support(claim, made), -_STRICTEST.index(claim.method)))
    same = [claim for claim in made if claim.edits == best.edits]
    other = [claim.method for claim in made if claim.edits != best.edits]
    if len(same) == 1 and (why := _why_not(best, other, silent)):
        return _too_weak(best, silent, why)
    assert best.edits is not None
    return Decision(
        Grade.CONFIDENT if _sure(same, other, silent) else Grade.LIKELY,
        best,
        best.edits,
        tuple(claim.method for claim in same if claim is not best),
        tuple(other),
    )


def _support(claim: Claim, made: Sequence[Claim]) -> int:
    return sum(other.edits == claim.edits for other in made)


def _sure(same: Sequence[Claim], other: Sequence[Method], silent: Sequence[Claim]) -> bool:
    """Tells whether claims leave no doubt: two methods agree, and a merge was not against it.

    What git merges and what the alignment says together outweighs lines that fit with fuzz elsewhere.
    """
    methods = {claim.method for claim in same}
    against = {*other, *(claim.method for claim in silent)}
    if any(claim.loose for claim in same) or Method.MERGE in against or len(methods) < 2:
        return False
    return {Method.MERGE, Method.ALIGNED} <= methods or not other


def _why_not(claim: Claim, other: Sequence[Method], silent: Sequence[Claim]) -> str:
    """Returns why a claim that stands alone is not to be believed, "" when it is."""
    merge_conflicts = any(one.method is Method.MERGE for one in silent)
    if claim.method is Method.ALREADY and merge_conflicts:
        return "the change seems to be there, but a three-way merge conflicts"
    if claim.method is Method.FUZZ and silent:
        return "the lines fit with fuzz only"
    if claim.method is not Method.ALIGNED:
        return ""
    share = f"{max(0, round(100 * claim.quality))} % of what it expects is there"
    if claim.quality < _least(claim):
        return f"only {share}"
    if claim.loose and other and not (set(other) == {Method.FUZZ} and claim.quality >= _BETTER):
        return f"{share}, and the lines fit elsewhere too"
    return ""


def _least(claim: Claim) -> float:
    if claim.one_sided:
        return _ONE_SIDED
    return _REWORDED if claim.reworded else _ALONE


def _refused(claims: Sequence[Claim]) -> Decision:
    """No method has an answer. Text knows of wrong functions, the alignment of everything else."""
    wrong = [claim for claim in claims if claim.cause is Cause.WRONG_FUNCTION]
    aligned = [claim for claim in claims if claim.method is Method.ALIGNED]
    why = (*wrong, *aligned, *claims)[0]
    return Decision(Grade.CONFLICT, why, cause=why.cause or Cause.NO_ANCHOR, detail=why.detail)


def _too_weak(claim: Claim, silent: Sequence[Claim], why: str) -> Decision:
    known = [one for one in silent if one.cause is not None and one.detail]
    cause = known[0].cause if known else Cause.AMBIGUOUS
    detail = f"{why}; {known[0].detail}" if known else why
    return Decision(Grade.CONFLICT, claim, cause=cause, detail=detail)

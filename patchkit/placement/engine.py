"""The ladder for one hunk: exact, offset, already there, fuzz, refused; first rung that holds wins.

On a rung the nearest place wins as in git and patch, except that the function the hunk was written
for beats distance, and that a tie which only the direction of the search would break is refused.
Every other place of the rung is kept as a rival. Knows no paths and no trees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from patchkit.model.diff import Hunk
from patchkit.model.facts import Outline
from patchkit.model.placement import Candidate, Outcome, Placement, Reason
from patchkit.placement.diagnosis import why_nowhere
from patchkit.placement.heading import function_written_for
from patchkit.placement.image import Image, Pattern, Place
from patchkit.placement.strategies import already, preimage


@dataclass(frozen=True, slots=True)
class PlacementOptions:
    """How far placement may go: `max_fuzz` outer context lines left out, as in `patch -F`."""

    max_fuzz: int = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """The place taken, why it was not the nearest, and the other places; None: a tie."""

    place: Place | None
    others: tuple[Place, ...] = ()
    why: str = ""


@dataclass(slots=True)
class HunkPlacer:
    """Places the hunks of one file patch in order; `image` and its front move along."""

    image: Image
    outline: Outline = field(default_factory=lambda: Outline(()))
    options: PlacementOptions = field(default_factory=PlacementOptions)

    def place(self, index: int, hunk: Hunk) -> Placement:
        """Returns where hunk number `index` (from 0) goes, having written it into the image."""
        base = Placement(index, Outcome.REJECTED, written_for=function_written_for(hunk))
        for found, outcome in self._rungs(hunk):
            if found:
                return self._taken(hunk, found, replace(base, outcome=outcome))
        reason, detail = why_nowhere(self.image, hunk)
        return replace(base, reason=reason, detail=detail)

    def _rungs(self, hunk: Hunk) -> Iterator[tuple[list[Place], Outcome]]:
        yield list(preimage.places(self.image, hunk, 0)), Outcome.OFFSET
        yield list(already.places(self.image, hunk)), Outcome.ALREADY
        for fuzz in range(1, self.options.max_fuzz + 1):
            yield list(preimage.places(self.image, hunk, fuzz)), Outcome.FUZZ

    def _taken(self, hunk: Hunk, found: list[Place], base: Placement) -> Placement:
        choice = self._choose(hunk, found, base.written_for)
        rivals = tuple(self._candidate(hunk, place) for place in choice.others)
        if choice.place is None:
            detail = f"{len(rivals)} places fit equally well and nothing decides between them"
            return replace(
                base, outcome=Outcome.REJECTED, reason=Reason.AMBIGUOUS, rivals=rivals, detail=detail
            )
        place = choice.place
        is_there = base.outcome is Outcome.ALREADY
        header = Pattern.after(hunk).start if is_there else Pattern.before(hunk).start
        offset = place.start - header
        exact = base.outcome is Outcome.OFFSET and offset == 0
        placement = replace(
            base,
            outcome=Outcome.EXACT if exact else base.outcome,
            line=place.start + 1,
            offset=offset,
            fuzz=place.fuzz,
            landed_in=self._function_at(hunk, place),
            rivals=rivals,
        )
        (self.image.skip if is_there else self.image.write)(hunk, place)
        return replace(placement, detail=_sentence(placement, choice.why))

    def _choose(self, hunk: Hunk, found: list[Place], written_for: str) -> Choice:
        expected = Pattern.before(hunk).start + self.image.carry

        def distance(place: Place) -> int:
            return abs(place.start - expected)

        # Of two places equally far away git and patch both take the one further down.
        ranked = sorted(found, key=lambda place: (distance(place), place.start < expected))
        own = [place for place in ranked if written_for == self._function_at(hunk, place)]
        pool = own if own and written_for else ranked
        if len(pool) > 1 and distance(pool[0]) == distance(pool[1]):
            return Choice(None, tuple(ranked))
        others = tuple(place for place in ranked if place is not pool[0])
        if pool[0] is ranked[0]:
            return Choice(pool[0], others)
        nearest = ranked[0].start + 1
        return Choice(
            pool[0], others, f"taken because it is in {written_for}(); line {nearest} is nearer"
        )

    def _candidate(self, hunk: Hunk, place: Place) -> Candidate:
        return Candidate(place.start + 1, place.fuzz, self._function_at(hunk, place))

    def _function_at(self, hunk: Hunk, place: Place) -> str:
        """Returns the function that holds the first changed line, "" at file scope.

        A pure insertion stands between two lines and is in a function only when both are.
        """
        line = place.start + hunk.leading + 1
        span = self.outline.at(line)
        inserts = hunk.lines[hunk.leading : hunk.leading + 1] and hunk.lines[hunk.leading].op == "+"
        if span is None or (inserts and self.outline.at(line - 1) != span):
            return ""
        return span.name


def _sentence(placement: Placement, why: str) -> str:
    """Says what a table cannot: strayed from its function, rivals, the place not the nearest."""
    parts = [why] if why else []
    if placement.written_for and placement.landed_in not in ("", placement.written_for):
        parts.append(f"written for {placement.written_for}(), landed in {placement.landed_in}()")
    if placement.rivals:
        lines = ", ".join(str(rival.line) for rival in placement.rivals[:5])
        more = " and more" if len(placement.rivals) > 5 else ""
        parts.append(f"fits at line {lines}{more} as well")
    return "; ".join(parts)

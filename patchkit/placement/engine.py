"""The ladder for one hunk: exact, offset, already there, fuzz, refused; first rung that holds wins.

On a rung the nearest place wins as in git and patch, except that the function the hunk was written
for beats distance, and that a tie which only the direction of the search would break is refused. Text
that fits in other functions only is no place when the hunk's own function has the change already.
Every other place of the rung is kept as a rival. Knows no paths and no trees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    """The place to take, the others from near to far, why it is not the nearest, or no choice."""

    place: Place
    others: tuple[Place, ...]
    why: str
    certain: bool


@dataclass(slots=True)
class HunkPlacer:
    """Places the hunks of one file patch in order; `image` and its front move along."""

    image: Image
    outline: Outline = field(default_factory=lambda: Outline(()))
    options: PlacementOptions = field(default_factory=PlacementOptions)

    def place(self, index: int, hunk: Hunk) -> Placement:
        """Returns where hunk number `index` (from 0) goes, having written it into the image."""
        base = Placement(index, Outcome.REJECTED, written_for=function_written_for(hunk))
        for found, outcome, why in self._rungs(hunk, base.written_for):
            if found:
                return self._taken(hunk, found, replace(base, outcome=outcome, detail=why))
        reason, detail = why_nowhere(self.image, hunk)
        return replace(base, reason=reason, detail=detail)

    def _rungs(self, hunk: Hunk, written_for: str) -> Iterator[tuple[list[Place], Outcome, str]]:
        whole = list(preimage.places(self.image, hunk, 0))
        if written_for and whole and self._all_in_others(hunk, whole, written_for):
            # The text fits in other functions only; in its own the change may be made already.
            there = already.places(self.image, hunk)
            own = [place for place in there if self._function_at(hunk, place) == written_for]
            fits = f"line {whole[0].start + 1} in {self._function_at(hunk, whole[0])}()"
            yield own, Outcome.ALREADY, f"the text would fit at {fits}, which it was not written for"
        yield whole, Outcome.OFFSET, ""
        yield list(already.places(self.image, hunk)), Outcome.ALREADY, ""
        for fuzz in range(1, self.options.max_fuzz + 1):
            yield list(preimage.places(self.image, hunk, fuzz)), Outcome.FUZZ, ""

    def _all_in_others(self, hunk: Hunk, places: list[Place], written_for: str) -> bool:
        return all(self._function_at(hunk, place) not in ("", written_for) for place in places)

    def _taken(self, hunk: Hunk, found: list[Place], base: Placement) -> Placement:
        is_there = base.outcome is Outcome.ALREADY
        choice = self._choose(hunk, found, base.written_for)
        if not choice.certain and not is_there:
            return replace(
                base,
                outcome=Outcome.REJECTED,
                reason=Reason.AMBIGUOUS,
                rivals=self._candidates(hunk, (choice.place, *choice.others)),
                detail=f"{len(found)} places fit equally well and nothing decides between them",
            )
        place = choice.place
        header = Pattern.after(hunk).start if is_there else Pattern.before(hunk).start
        offset = place.start - header
        exact = base.outcome is Outcome.OFFSET and offset == 0
        (self.image.skip if is_there else self.image.write)(hunk, place)
        return replace(
            base,
            outcome=Outcome.EXACT if exact else base.outcome,
            line=place.start + 1,
            offset=offset,
            fuzz=place.fuzz,
            landed_in=self._function_at(hunk, place),
            rivals=self._candidates(hunk, choice.others),
            detail=choice.why or base.detail,
        )

    def _choose(self, hunk: Hunk, found: list[Place], written_for: str) -> Choice:
        expected = Pattern.before(hunk).start + self.image.carry

        def distance(place: Place) -> int:
            return abs(place.start - expected)

        # Of two places equally far away git and patch both take the one further down.
        ranked = sorted(found, key=lambda place: (distance(place), place.start < expected))
        pool, why = self._by_function(hunk, ranked, written_for)
        tied = len(pool) > 1 and distance(pool[0]) == distance(pool[1])
        # Without context the lines alone must tell the place: at the expected line, or at one only.
        unsure = len(pool) > 1 and not hunk.leading + hunk.trailing and distance(pool[0]) > 0
        others = tuple(place for place in ranked if place is not pool[0])
        return Choice(pool[0], others, why, certain=not (tied or unsure))

    def _by_function(self, hunk: Hunk, ranked: list[Place], written_for: str) -> tuple[list[Place], str]:
        """Returns the places the function leaves to choose from, and why if it decides.

        It decides when the nearest place is in another function, not when that place is in none:
        an outline may lack a function whose definition no parser understands.
        """
        elsewhere = self._function_at(hunk, ranked[0])
        own = [place for place in ranked if self._function_at(hunk, place) == written_for]
        if not written_for or not own or not elsewhere:
            return ranked, ""
        if elsewhere == written_for:
            return own, ""
        nearer = ranked[0].start + 1
        return own, f"taken because it is in {written_for}(); line {nearer} in {elsewhere}() is nearer"

    def _candidates(self, hunk: Hunk, places: Iterable[Place]) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(place.start + 1, place.fuzz, self._function_at(hunk, place)) for place in places
        )

    def _function_at(self, hunk: Hunk, place: Place) -> str:
        """Returns the function that holds the first changed line, "" at file scope.

        A pure insertion stands between two lines and is in a function only when both are.
        """
        line = place.start + hunk.leading + 1
        span = self.outline.at(line)
        inserts = any(change.op == "+" for change in hunk.lines[hunk.leading : hunk.leading + 1])
        if span is None or (inserts and self.outline.at(line - 1) != span):
            return ""
        return span.name

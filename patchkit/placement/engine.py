"""The ladder for one hunk: exact, offset, already there, there in other words, fuzz, refused.

The first rung that holds wins. On a rung the nearest place wins as in git and patch, except that only
places in the function the hunk was written for count, and that a tie which only the direction of the
search would break is refused. Every other place of the rung is kept as a rival, and so is, for a hunk
that is refused, text that fits in a function it was not written for. Knows no trees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from patchkit.model.diff import Hunk
from patchkit.model.facts import Outline
from patchkit.model.placement import Candidate, Heir, Outcome, Placement, Reason
from patchkit.placement.diagnosis import why_nowhere
from patchkit.placement.functions import Home, homes, mended, was_renamed
from patchkit.placement.heading import function_rewritten
from patchkit.placement.heirs import Elsewhere, Kin, described, ranked
from patchkit.placement.image import Image, Pattern, Place
from patchkit.placement.options import PlacementOptions
from patchkit.placement.strategies import already, preimage, reworded
from patchkit.placement.tokens import C_SUFFIXES


class Choice(Struct, frozen=True):
    """The place to take, the others from near to far, why it is not the nearest, or no choice."""

    place: Place
    others: tuple[Place, ...]
    why: str
    certain: bool


class Task(Struct, frozen=True):
    """One hunk, the function it belongs to, and its placement as far as it is known."""

    hunk: Hunk
    home: Home
    base: Placement

    @property
    def is_there(self) -> bool:
        """True on the rungs that look for the change instead of for a place to make it."""
        return self.base.outcome is Outcome.ALREADY


class HunkPlacer:
    """Places the hunks of one file patch in order; `image` and its front move along."""

    def __init__(
        self,
        path: str,
        image: Image,
        outline: Outline,
        options: PlacementOptions,
        elsewhere: Elsewhere,
    ) -> None:
        """Takes the file's name before the patch, its content, its functions and those of others."""
        self.image = image
        self._path = path
        self._in_c = path.endswith(C_SUFFIXES)
        self._outline = outline
        self._options = options
        self._elsewhere = elsewhere
        self._kin: Kin | None = None

    def place_all(self, hunks: tuple[Hunk, ...]) -> tuple[Placement, ...]:
        """Returns where each hunk goes, having written those that go in into the image."""
        self._outline = mended(self._outline, hunks, self.image)
        return tuple(
            self._place(Task(hunk, home, Placement(index, Outcome.REJECTED, written_for=home.name)))
            for index, (hunk, home) in enumerate(zip(hunks, homes(hunks, self._outline), strict=True))
        )

    def _place(self, task: Task) -> Placement:
        strays: list[Place] = []
        for found, outcome, why in self._rungs(task):
            if not found:
                continue
            if any(self._admits(task, place) for place in found):
                if strays and outcome is Outcome.ALREADY:
                    why = f"{why}; " if why else ""
                    why += f"the text would fit at {self._spot(task, strays[0])}, not its function"
                tried = replace(task, base=replace(task.base, outcome=outcome, detail=why))
                return self._taken(tried, found)
            if outcome is not Outcome.ALREADY:
                known = {place.start for place in strays}
                new = [place for place in found if place.start not in known]
                strays += sorted(new, key=lambda place: self._distance(task, place))
        return self._refused(task, strays)

    def _rungs(self, task: Task) -> Iterator[tuple[list[Place], Outcome, str]]:
        hunk, most = task.hunk, self._options.max_fuzz
        whole = list(preimage.places(self.image, hunk, 0))
        astray = whole and not any(self.image.is_due(hunk, place) for place in whole)
        if astray and already.adds_much(hunk):
            # Text fits somewhere else. Where the hunk is expected the change may be made already.
            for there, words in self._made(task):
                due = [place for place in there if self.image.is_due(hunk, place)]
                second = f"the text would fit a second time at line {whole[0].start + 1}"
                yield due, Outcome.ALREADY, f"{words}; {second}" if words else second
        yield whole, Outcome.OFFSET, ""
        for there, words in self._made(task):
            yield there, Outcome.ALREADY, words
        for fuzz in range(1, most + 1):
            found = preimage.places(self.image, hunk, fuzz)
            yield [place for place in found if self._doubled(task, place) is None], Outcome.FUZZ, ""

    def _made(self, task: Task) -> Iterator[tuple[list[Place], str]]:
        """Yields where the hunk's change is made already, and in what way."""
        yield list(already.places(self.image, task.hunk)), ""
        if self._in_c:
            most = self._options.max_fuzz
            there = reworded.places(self.image, task.hunk, most, lambda place: self._admits(task, place))
            yield list(there), "in other words"

    def _doubled(self, task: Task, place: Place) -> int | None:
        """Returns the 0-based line of what a loose place would put in a second time, or None."""
        if not self._in_c:
            return None
        beside = reworded.doubled_at(self.image, task.hunk, place)
        if beside is not None:
            return beside
        return reworded.made_at(self.image, task.hunk, lambda one: self._admits(task, one))

    def _admits(self, task: Task, place: Place) -> bool:
        """Tells whether a place can be the hunk's: it is in no function but its own."""
        function = self._function_at(task.hunk, place)
        if task.home.owns(function):
            return True
        return not place.fuzz and was_renamed(task.home, function, self.image, self._outline)

    def _taken(self, task: Task, found: list[Place]) -> Placement:
        choice = self._choose(task, found)
        place, hunk = choice.place, task.hunk
        if not choice.certain and not task.is_there:
            equal = 1 + len(choice.others)
            return replace(
                task.base,
                outcome=Outcome.REJECTED,
                reason=Reason.AMBIGUOUS,
                rivals=self._candidates(hunk, (place, *choice.others)),
                detail=f"{equal} places fit equally well and nothing decides between them",
            )
        header = Pattern.after(hunk).start if task.is_there else Pattern.before(hunk).start
        offset = place.start - header
        exact = task.base.outcome is Outcome.OFFSET and offset == 0
        (self.image.skip if task.is_there else self.image.write)(hunk, place)
        landed = self._function_at(hunk, place)
        renamed = "" if task.home.owns(landed) else f"{task.home.name}() is called {landed}() here"
        return replace(
            task.base,
            outcome=Outcome.EXACT if exact else task.base.outcome,
            line=place.start + 1,
            offset=offset,
            fuzz=place.fuzz,
            landed_in=landed,
            rivals=self._candidates(hunk, choice.others),
            detail="; ".join(part for part in (choice.why, task.base.detail, renamed) if part),
        )

    def _choose(self, task: Task, found: list[Place]) -> Choice:
        # Of two places equally far away git and patch both take the one further down.
        ranked = sorted(
            found, key=lambda place: (self._distance(task, place), place.start < self._expected(task))
        )
        pool, why = self._by_function(task, ranked)
        nearest = self._distance(task, pool[0])
        tied = len(pool) > 1 and nearest == self._distance(task, pool[1])
        # Without context the lines alone must tell the place: at the expected line, or at one only.
        unsure = len(pool) > 1 and not task.hunk.leading + task.hunk.trailing and nearest > 0
        others = tuple(place for place in ranked if place is not pool[0])
        return Choice(pool[0], others, why, certain=not (tied or unsure))

    def _by_function(self, task: Task, ranked: list[Place]) -> tuple[list[Place], str]:
        """Returns the places the function leaves to choose from, and why if it decides.

        A place in no function stays in the choice unless a place in the hunk's own is nearer: an outline
        may lack a function whose definition no parser understands.
        """
        name = task.home.name
        elsewhere = self._function_at(task.hunk, ranked[0])
        own = [place for place in ranked if self._function_at(task.hunk, place) == name]
        if not name or not own or not elsewhere:
            return [place for place in ranked if self._admits(task, place)], ""
        if elsewhere == name:
            return own, ""
        nearer = ranked[0].start + 1
        return own, f"taken because it is in {name}(); line {nearer} in {elsewhere}() is nearer"

    def _refused(self, task: Task, strays: list[Place]) -> Placement:
        """Says why no place was taken; text that fits in other functions stays as rivals."""
        home = task.home
        reason, why = why_nowhere(self.image, task.hunk, home.span, in_c=self._in_c)
        gone = self._gone(task)
        heirs = self._heirs(gone, home) if gone else ()
        about_heirs = described(heirs, self._path)
        if strays:
            reason = Reason.WRONG_FUNCTION
            whose = f" at line {home.span.first}; {why}" if home.span else ", which is not in this file"
            spot = self._spot(task, strays[0])
            why = f"fits only at {spot}, and was written for {home.name}(){whose}{about_heirs}"
        elif gone:
            why = f"{why}; {gone}() is not in this file{about_heirs}"
        elif (line := self._partly_at(task)) is not None:
            why = f"some of what it adds is there at line {line + 1}; {why}"
        rivals = self._candidates(task.hunk, strays)
        return replace(task.base, reason=reason, detail=why, rivals=rivals, heirs=heirs)

    def _partly_at(self, task: Task) -> int | None:
        """Returns the 0-based line of what kept the hunk from its own place with fuzz, or None."""
        for fuzz in range(1, self._options.max_fuzz + 1):
            for place in preimage.places(self.image, task.hunk, fuzz):
                if self._admits(task, place):
                    return self._doubled(task, place)
        return None

    def _gone(self, task: Task) -> str:
        """Returns the function that the hunk is about and the file does not have, "" when it has."""
        name = task.home.name or function_rewritten(task.hunk)
        known = {span.name for span in self._outline.functions}
        return name if known and name not in known else ""

    def _heirs(self, name: str, home: Home) -> tuple[Heir, ...]:
        if self._kin is None:
            self._kin = Kin(self._path, self.image.search.tokens, self._outline)
        return ranked((*self._elsewhere(name, home.body), *self._kin.heirs(name, home)))

    def _expected(self, task: Task) -> int:
        return Pattern.before(task.hunk).start + self.image.carry

    def _distance(self, task: Task, place: Place) -> int:
        return abs(place.start - self._expected(task))

    def _spot(self, task: Task, place: Place) -> str:
        fuzz = f" with fuzz {place.fuzz}" if place.fuzz else ""
        return f"line {place.start + 1} in {self._function_at(task.hunk, place)}(){fuzz}"

    def _candidates(self, hunk: Hunk, places: Iterable[Place]) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(place.start + 1, place.fuzz, self._function_at(hunk, place)) for place in places
        )

    def _function_at(self, hunk: Hunk, place: Place) -> str:
        """Returns the function that holds the first changed line, "" at file scope.

        A pure insertion stands between two lines and is in a function only when both are.
        """
        line = 1 + (place.start + hunk.leading if place.change is None else place.change)
        span = self._outline.at(line)
        inserts = any(change.op == "+" for change in hunk.lines[hunk.leading : hunk.leading + 1])
        if span is None or (inserts and self._outline.at(line - 1) != span):
            return ""
        return span.name

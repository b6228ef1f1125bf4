"""A review for people: the verdict first, then what to do before sending, then what to look at.

Text for a terminal and Markdown for a mail or a merge request, from the same groups; JSON is the review
itself. Refuses to judge and to sort.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from msgspec import Struct

from patchkit.model.findings import Incident, Severity
from patchkit.model.review import SCHEMA_VERSION, Readiness, Remark, Review, Role, TreeReview
from patchkit.reports.base import needed
from patchkit.reports.json import dump, schema_of
from patchkit.reports.markup import plain
from patchkit.reports.page import Page
from patchkit.reports.text import printable

_HEAD = 9
_STYLE = {
    Readiness.READY: "bold green",
    Readiness.NOT_YET: "bold red",
    Readiness.INCOMPLETE: "bold yellow",
}
_SEVERITY_STYLE = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold magenta",
    Severity.NOTE: "bold cyan",
}
_LABELS = {Role.BASE: "base", Role.GIVEN: "tree", Role.TARGET: "meets"}
_BEFORE = "Before sending"
_LOOK = "Worth a look"


class _Group(Struct, frozen=True):
    """Remarks that say the same of several patches."""

    first: Remark
    patches: tuple[str, ...]

    @property
    def about(self) -> str:
        """The patches, or the place in a tree, as people write them."""
        named = ", ".join(self.patches)
        return f"{named} {self.first.where}" if self.first.trees and self.first.where else named


def schema() -> bytes:
    """Returns the JSON Schema of `render_json`'s output."""
    return schema_of(Review, "review", SCHEMA_VERSION)


def render_json(review: Review, out: TextIO) -> None:
    """Writes the review as indented JSON with a final newline."""
    dump(review, out)


def render_text(review: Review, out: TextIO, *, color: bool | None, width: int | None) -> None:
    """Writes the review; see `Page` for what None means for `color` and `width`."""
    page = Page(out, color=color, width=width)
    page.line((review.sentence, _STYLE[review.verdict]))
    page.blank()
    for label, text in _head(review):
        page.line(f"{label:{_HEAD}}", text, hang=_HEAD)
    for title, groups in _sections(review):
        page.blank()
        page.line((title, "bold"))
        for group in groups:
            one = group.first
            page.line(
                f"{group.about}: " if group.about else "",
                (f"{one.severity} {one.rule}", _SEVERITY_STYLE[one.severity]),
                f": {one.message}{_on(one, review.trees)}",
                hang=4,
            )
            for more in _more(one):
                page.line(more, indent=4, hang=6)
    if review.incidents:
        page.blank()
        page.line(("Not read, or odd", "bold"))
        for incident in review.incidents:
            page.line(_incident(incident), hang=4)


def render_markdown(review: Review, out: TextIO) -> None:
    """Writes the review as Markdown, for a mail to oneself, a merge request or a bot's comment."""
    encoding = getattr(out, "encoding", None)
    for line in _markdown(review):
        out.write(printable(line, encoding) + "\n")


def _markdown(review: Review) -> Iterator[str]:
    yield f"**{plain(review.sentence)}**"
    yield ""
    for label, text in _head(review):
        yield f"- {label}: {plain(text)}"
    for title, groups in _sections(review):
        yield ""
        yield f"### {title}"
        yield ""
        for group in groups:
            one = group.first
            about = f"{plain(group.about)}: " if group.about else ""
            on = plain(_on(one, review.trees))
            yield f"- {about}**{one.severity}** `{one.rule}`: {plain(one.message)}{on}"
            for more in _more(one):
                yield f"  <br>{plain(more)}"
    if review.incidents:
        yield ""
        yield "### Not read, or odd"
        yield ""
        for incident in review.incidents:
            yield f"- {plain(_incident(incident))}"


def _head(review: Review) -> Iterator[tuple[str, str]]:
    series = review.series
    version = f" v{series.version}" if series.version > 1 else ""
    count = f"{series.expected} patches" if series.expected != 1 else "1 patch"
    title = f"{series.title}{version}, " if series.title != series.location else ""
    yield "series", f"{title}{count}, {series.location}"
    for tree in review.trees:
        summary = tree.report.tree
        label = _LABELS[tree.role]
        version = f"{summary.version}, " if summary.version else ""
        yield label, f"{version}{summary.location} ({tree.why}): {tree.report.sentence}"
    for location in review.trees[0].report.tree.prerequisites if review.trees else ():
        yield "first", f"{location}, placed on each tree before the series"
    for one in review.prerequisites:
        yield "needs", needed(one)


def _sections(review: Review) -> Iterator[tuple[str, list[_Group]]]:
    for title, blocks in ((_BEFORE, True), (_LOOK, False)):
        chosen = [one for one in review.remarks if one.blocks is blocks]
        if chosen:
            yield title, list(_groups(chosen, review.series.expected))


def _groups(remarks: Sequence[Remark], total: int) -> Iterator[_Group]:
    """Yields remarks of one rule that say the same as one; those of a tree's place stay apart."""
    groups: dict[tuple[object, ...], list[Remark]] = {}
    for one in remarks:
        place = one.where if one.trees else ""
        groups.setdefault((one.rule, one.severity, one.message, one.quote, place), []).append(one)
    for same in groups.values():
        numbers = [one.patch for one in same if one.patch is not None]
        yield _Group(same[0], tuple(_label(number, total) for number in dict.fromkeys(numbers)))


def _label(number: int, total: int) -> str:
    return f"{number}/{total}" if number else "cover"


def _on(one: Remark, trees: Sequence[TreeReview]) -> str:
    """Says on which trees a remark holds, where there are several."""
    if len(trees) < 2 or not one.trees:
        return ""
    return f" [on {', '.join(one.trees)}]"


def _more(one: Remark) -> Iterable[str]:
    if one.quote.strip():
        yield f"| {one.quote.strip()}"
    if one.hint:
        yield f"hint: {one.hint}"


def _incident(incident: Incident) -> str:
    where = f"{incident.where}: " if incident.where else ""
    harmless = " (harmless)" if incident.harmless else ""
    return f"{incident.kind}{harmless}: {where}{incident.message}"

"""What a submit rule is and what it may look at: one series, and a history where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Protocol

from msgspec import Struct

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.model.series import Cover, Patch, Series


class Commit(Struct, frozen=True):
    """A commit of the history: its full id and its subject."""

    id: str
    subject: str


class History(Protocol):
    """What rules may ask of the repository that a series is for."""

    @property
    def complete(self) -> bool:
        """True when the repository has all of its history: what is not in it is nowhere in it."""
        ...

    def commits(self, abbreviated: str) -> Sequence[Commit]:
        """Returns the commits whose ids start so."""
        ...

    def beyond(self, commits: Set[str]) -> Set[str]:
        """Returns those of the commits, full ids, that the series' base is known not to have."""
        ...

    def titled(self, subjects: Set[str]) -> Mapping[str, Commit]:
        """Returns the newest commit before the base that has exactly this subject, where one has."""
        ...

    def subjects(self, path: str) -> Sequence[str]:
        """Returns the subjects of the newest commits that changed a file, the newest first."""
        ...


class Submission(Struct, frozen=True):
    """A series as it is to be sent.

    `posted` is False for commits of a repository: they have no cover letter, sender and base line yet.
    `history` is None where no repository is known.
    """

    series: Series
    posted: bool = True
    history: History | None = None

    @property
    def mails(self) -> tuple[Cover | Patch, ...]:
        """The cover letter, where there is one, and the patches."""
        cover = (self.series.cover,) if self.series.cover else ()
        return (*cover, *self.series.patches)

    @property
    def whole(self) -> bool:
        """Tells whether these are all patches, so that a letter about all of them can be judged."""
        picked = any(one.kind == "patches-picked" for one in self.series.incidents)
        return not picked and not self.series.missing

    @property
    def own_mails(self) -> tuple[Cover | Patch, ...]:
        """The mails, without a cover letter that was taken from another posting."""
        adopted = any(one.kind == "cover-differs" for one in self.series.incidents)
        return self.series.patches if adopted else self.mails


class SubmitRule(Struct, frozen=True):
    """A rule: its id names the fault, `summary` is its one-line explanation."""

    id: str
    summary: str
    check: Callable[[Submission], Iterator[Remark]]


def number_of(mail: Cover | Patch) -> int:
    """Returns the number of a patch, 0 for the cover letter."""
    return mail.number if isinstance(mail, Patch) else 0


def remark(
    rule: str,
    weight: tuple[Severity, Confidence],
    message: str,
    mail: Cover | Patch | None = None,
    *,
    quote: str = "",
    hint: str = "",
) -> Remark:
    """Builds what `rule` says of a mail, or of the series as a whole (`mail` None)."""
    return Remark(
        rule=rule,
        severity=weight[0],
        confidence=weight[1],
        message=message,
        patch=None if mail is None else number_of(mail),
        where="" if mail is None else mail.where,
        quote=quote,
        hint=hint,
    )

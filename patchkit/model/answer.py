"""What is said about one mail of a series, or about the series that one mail stands for."""

from __future__ import annotations

from msgspec import Struct

from patchkit.model.report import Report


class MailAnswer(Struct, frozen=True):
    """An answer about the patch `number` of `total`, or (0) about the whole series.

    `report` holds what there is to say about it and nothing else, None when nothing means anything.
    `lacking` names what is not known of the rest of the series ("" when all is): what is said without it
    is no more than a warning. `judged` is False when that makes any answer a guess.
    """

    number: int
    total: int
    report: Report | None = None
    lacking: str = ""
    judged: bool = True

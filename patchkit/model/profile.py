"""What cannot be inferred from a series' text: its facts (series.toml) and its intent (profile.toml).

The types are the file formats: a key that is not named here is an error, so that a typing mistake
never switches a rule off in silence. Written in TOML with kebab-case keys.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

PatchNumber = Annotated[int, msgspec.Meta(ge=1)]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A TOML table."""


class Posting(_Table, frozen=True):
    """One posting of the series to a mailing list; `date` is ISO (YYYY-MM-DD).

    `insertions` and `deletions` are the sums over its patches one by one, where they are known.
    """

    version: str
    date: str
    message_ids: tuple[str, ...]
    subjects: tuple[str, ...]
    insertions: int | None = None
    deletions: int | None = None


class Diffstat(_Table, frozen=True):
    """The cover's diffstat: the series' NET change, which need not be the sum of its patches."""

    insertions: int
    deletions: int
    changed: dict[str, int]


class SeriesFacts(_Table, frozen=True):
    """series.toml: what is known of a posted series without its text."""

    name: str
    title: str
    postings: tuple[Posting, ...]
    diffstat: Diffstat
    mails: str = "mails"
    prerequisites: tuple[str, ...] = ()
    fetch_hint: str = ""


class ParameterProbe(_Table, frozen=True, tag="parameter", tag_field="kind"):
    """Every definition and prototype of `function` has this parameter at 1-based `position`."""

    function: str
    position: Annotated[int, msgspec.Meta(ge=1)]
    type: str
    name: str


class FunctionProbe(_Table, frozen=True, tag="function", tag_field="kind"):
    """`function` is defined, and called at least once unless `called` is false."""

    function: str
    called: bool = True


class MentionProbe(_Table, frozen=True, tag="mentions", tag_field="kind"):
    """The body of `function` uses `identifier` (or does not, with `absent`)."""

    function: str
    identifier: str
    absent: bool = False


class OrderProbe(_Table, frozen=True, tag="order", tag_field="kind"):
    """In the body of `function`, `then` is used after `first`.

    Where the body no longer uses `first` the question has lost its object (moot).
    """

    function: str
    first: str
    then: str


Probe = ParameterProbe | FunctionProbe | MentionProbe | OrderProbe


class Intent(_Table, frozen=True):
    """What one patch is for, as probes a tree can answer.

    `merged` is the first mainline release that carried it ("5.0"): a later tree without it has
    lost it again. `superseded_by` names functions that do its work another way.
    """

    patch: PatchNumber
    summary: str
    probe: tuple[Probe, ...]
    merged: str = ""
    superseded_by: tuple[str, ...] = ()


class ArgumentRule(_Table, frozen=True, tag="argument", tag_field="id"):
    """Parameter `position` of `function` is `type name`, and callers feed it from `fed_by`.

    `fed_by` are shell patterns (fnmatch) over the argument's text without white space.
    """

    function: str
    position: Annotated[int, msgspec.Meta(ge=1)]
    type: str
    name: str
    fed_by: tuple[str, ...]
    since_patch: PatchNumber


class PairedCallsRule(_Table, frozen=True, tag="paired-calls", tag_field="id"):
    """`functions` exist together, take the same parameters, and are called in pairs.

    In the files that call them, none of `replaces` is called directly any more.
    """

    functions: tuple[str, str]
    replaces: tuple[str, ...]
    since_patch: PatchNumber


class NodeIdRule(_Table, frozen=True, tag="node-id-unchecked", tag_field="id"):
    """What `value_of` returns may be -1, and is not used as an index before it is checked.

    Uses are a call of one of `used_by` with the value among its arguments, or an array of that
    name indexed with it. A comparison with a number or with one of `sentinels` is a check.
    """

    value_of: str
    used_by: tuple[str, ...]
    since_patch: PatchNumber
    sentinels: tuple[str, ...] = ("NUMA_NO_NODE",)


ProfileRule = ArgumentRule | PairedCallsRule | NodeIdRule


class Profile(_Table, frozen=True):
    """profile.toml: the intent of each patch, and the rules of this series."""

    intent: tuple[Intent, ...] = ()
    rule: tuple[ProfileRule, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every function and identifier whose sites the profile needs."""
        found: set[str] = set()
        for intent in self.intent:
            found.update(intent.superseded_by)
            for probe in intent.probe:
                found.add(probe.function)
        for rule in self.rule:
            if isinstance(rule, ArgumentRule):
                found.add(rule.function)
            elif isinstance(rule, PairedCallsRule):
                found.update(rule.functions, rule.replaces)
        return frozenset(found)

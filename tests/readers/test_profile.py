"""series.toml and profile.toml: what is read, and how a fault in them is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from patchkit.errors import ProfileError
from patchkit.model.profile import (
    ArgumentRule,
    FunctionProbe,
    MentionProbe,
    OrderProbe,
    PairedCallsRule,
    ParameterProbe,
    Profile,
    SeriesFacts,
)
from patchkit.readers.profile import available, embedded_series, load_facts, load_profile

FACTS = """
name = "two"
title = "Two patches"
[[postings]]
version = "v1"
date = "2018-10-15"
message-ids = ["a@example.org", "b@example.org"]
subjects = ["[PATCH 1/2] one", "[PATCH 2/2] two"]
[diffstat]
insertions = 3
deletions = 1
[diffstat.changed]
"mm/a.c" = 4
"""

INTENT = """
[[intent]]
patch = 1
summary = "f() is told the node"
[[intent.probe]]
kind = "parameter"
function = "f"
position = 1
type = "int"
name = "nid"
"""


def write(folder: Path, facts: str | bytes = FACTS, profile: str = INTENT) -> Path:
    data = facts if isinstance(facts, bytes) else facts.encode()
    (folder / "series.toml").write_bytes(data)
    (folder / "profile.toml").write_text(profile)
    return folder


def test_facts_are_read(tmp_path: Path) -> None:
    facts = load_facts(write(tmp_path))
    assert facts.mails == "mails"
    assert facts.postings[0].message_ids == ("a@example.org", "b@example.org")
    assert facts.diffstat.changed == {"mm/a.c": 4}


def test_an_empty_profile_is_a_profile(tmp_path: Path) -> None:
    assert load_profile(write(tmp_path, profile="")) == Profile()


def test_every_kind_of_probe_and_rule_is_read(tmp_path: Path) -> None:
    text = """
[[intent]]
patch = 2
summary = "all"
merged = "5.0"
superseded-by = ["h"]
probe = [
    { kind = "parameter", function = "f", position = 1, type = "int", name = "nid" },
    { kind = "function", function = "f", called = false },
    { kind = "mentions", function = "f", identifier = "X", absent = true },
    { kind = "order", function = "f", first = "lock", then = "use" },
]
[[rule]]
id = "argument"
function = "f"
position = 1
type = "int"
name = "nid"
fed-by = ["nid"]
since-patch = 1
[[rule]]
id = "paired-calls"
functions = ["get", "put"]
replaces = ["raw"]
since-patch = 2
"""
    profile = load_profile(write(tmp_path, profile=text))
    kinds = [type(probe) for probe in profile.intent[0].probe]
    assert kinds == [ParameterProbe, FunctionProbe, MentionProbe, OrderProbe]
    assert [type(rule) for rule in profile.rule] == [ArgumentRule, PairedCallsRule]
    assert profile.names == {"f", "h", "get", "put", "raw"}


Loader = Callable[[Path], SeriesFacts | Profile]

FAULTS: dict[str, tuple[Loader, str, str, str, str]] = {
    "unknown-key": (load_profile, INTENT, 'name = "nid"', 'name = "nid"\ntyp = 1', "intent[0].probe[0]"),
    "unknown-top-key": (load_facts, FACTS, 'name = "two"', 'name = "two"\ntitel = "x"', "series.toml"),
    "unknown-probe": (load_profile, INTENT, '"parameter"', '"paramter"', "intent[0].probe[0].kind"),
    "missing-key": (load_profile, INTENT, 'function = "f"\n', "", "intent[0].probe[0]"),
    "wrong-type": (load_facts, FACTS, "insertions = 3", 'insertions = "3"', "diffstat.insertions"),
    "too-small": (load_profile, INTENT, "position = 1", "position = 0", "intent[0].probe[0].position"),
    "no-toml": (load_facts, FACTS, 'name = "two"', "name =", "series.toml"),
    "uneven-posting": (load_facts, FACTS, ', "b@example.org"', "", "postings[0]"),
    "wrong-total": (load_facts, FACTS, "insertions = 3", "insertions = 4", "diffstat"),
    "patch-twice": (load_profile, INTENT, INTENT, INTENT + INTENT, "intent[1]"),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
def test_a_fault_names_file_and_key_and_a_way_out(
    tmp_path: Path, case: tuple[Loader, str, str, str, str]
) -> None:
    load, text, good, bad, place = case
    assert good in text
    broken = text.replace(good, bad, 1)
    facts, profile = (broken, INTENT) if text is FACTS else (FACTS, broken)
    with pytest.raises(ProfileError) as caught:
        load(write(tmp_path, facts, profile))
    assert ".toml" in caught.value.where
    assert caught.value.where.endswith(place)
    assert caught.value.hint


def test_the_unknown_key_itself_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="`titel`"):
        load_facts(write(tmp_path, 'titel = "x"\n' + FACTS))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"No such file") as caught:
        load_facts(tmp_path)
    assert caught.value.where.endswith("series.toml")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="not UTF-8"):
        load_facts(write(tmp_path, b'name = "caf\xe9"\n'))


def test_hot_remove_is_embedded() -> None:
    assert "hot-remove" in available()
    assert (embedded_series("hot-remove") / "mails").is_dir()


@pytest.mark.parametrize("name", ["", "hot-removal", "../series/hot-remove", "/"], ids=repr)
def test_an_unknown_series_names_the_known_ones(name: str) -> None:
    with pytest.raises(ProfileError) as caught:
        embedded_series(name)
    assert "hot-remove" in caught.value.hint


def test_hot_remove_facts_are_those_of_the_cover_letter() -> None:
    facts = load_facts(embedded_series("hot-remove"))
    assert (facts.diffstat.insertions, facts.diffstat.deletions) == (169, 169)
    assert len(facts.diffstat.changed) == 15
    assert [len(posting.message_ids) for posting in facts.postings] == [6, 6]
    assert [posting.version for posting in facts.postings] == ["RFC v3", "v1"]


def test_hot_remove_has_an_intent_for_each_patch() -> None:
    profile = load_profile(embedded_series("hot-remove"))
    assert [intent.patch for intent in profile.intent] == [1, 2, 3, 4, 5]
    assert {rule.since_patch for rule in profile.rule} == {1, 2, 4}

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from patchkit.errors import FetchError, SeriesError
from patchkit.model.report import Report, SeriesText
from patchkit.readers import ReadOptions, fetched, lore
from patchkit.workflows.check import check
from patchkit.workflows.fetch import fetch, posted_series
from patchkit.workflows.inputs import CheckOptions
from tests.readers.mails import mail, mbox, patch_mail
from tests.readers.posted import facts, posted_thread
from tests.readers.test_lore import ID, THREAD, Node

HOT_REMOVE = facts().postings[0].message_ids[0]


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch) -> Node:
    made = Node(posted_thread())
    monkeypatch.setattr(lore, "open_node", lambda archive: made)
    return made


def failed(checks: tuple[fetched.Check, ...]) -> list[str]:
    return [check.question for check in checks if not check.passed]


def test_a_posting_is_kept_with_what_was_verified(node: Node) -> None:
    found = fetch("hot-remove", ReadOptions())
    assert found.record.verified
    assert found.record.message_id == HOT_REMOVE
    assert (found.record.version, found.record.patches) == ("RFC v3", 5)
    assert {check.detail for check in found.record.checks} >= {
        "6 of 6 subjects",
        "15 of 15 files",
        "+172 -172",
    }
    assert fetched.kept(HOT_REMOVE) == (node.mbox, found.record)
    assert fetch("hot-remove", ReadOptions(offline=True)) == found
    assert node.asked == [(HOT_REMOVE, False)]


@pytest.mark.parametrize(
    "what", [HOT_REMOVE, f"https://lore.kernel.org/linux-mm/{facts().postings[0].message_ids[2]}/"]
)
def test_a_posting_is_known_by_any_of_its_ids(node: Node, what: str) -> None:
    assert len(fetch(what, ReadOptions()).record.checks) == 8


@pytest.mark.parametrize(
    ("old", "new", "question"),
    [
        (b"RFC PATCH v3 4/5", b"RFC PATCH v2 4/5", "its mails have the known ids and subjects"),
        (b"RFC PATCH v3 4/5", b"RFC PATCH v3 5/5", "every patch is there and can be read"),
        (b"Move zone/pages", b"Move pages", "its mails have the known ids and subjects"),
        (b"mm/sparse.c", b"mm/dense.c", "its patches touch the known files"),
        (b"+new 2\n", b"+new 2\n+more\n", "nothing of it was left unread"),
        (b"-old 2\n", b" old 2\n", "each file has at least its known net change"),
        (b" mm/sparse.c | 4", b" mm/sparse.c | 5", "the cover letter's diffstat is the known one"),
    ],
)
def test_what_is_not_the_known_posting_is_said_and_not_used(
    node: Node, old: bytes, new: bytes, question: str
) -> None:
    assert old in node.mbox
    node.mbox = node.mbox.replace(old, new)
    found = fetch("hot-remove", ReadOptions())
    assert not found.record.verified
    assert question in failed(found.record.checks)
    told = posted_series("hot-remove", ReadOptions())
    assert isinstance(told, str)
    assert "not the known posting" in told
    assert question in told


def test_any_thread_is_asked_for_its_patches(node: Node) -> None:
    node.mbox = THREAD
    assert fetch(ID, ReadOptions()).record.verified
    node.mbox = mbox(mail("[PATCH 0/2] Slots", id="0"), patch_mail("[PATCH 1/2] a", id="1", parent="0"))
    assert failed(fetch(ID, ReadOptions()).record.checks) == [
        "every patch is there and can be read",
        "nothing of it was left unread",
    ]
    node.mbox = mbox(patch_mail("[PATCH] alone", id="other"))
    assert failed(fetch(ID, ReadOptions()).record.checks) == ["the mail asked for is of this series"]


def test_a_reply_may_be_asked_for(node: Node) -> None:
    node.mbox = mbox(
        patch_mail("[PATCH] a", id="a"), mail("Re: [PATCH] a", b"Nice.\n", id="r", parent="a")
    )
    assert fetch("r@example.org", ReadOptions()).record.verified


@pytest.mark.parametrize(
    ("what", "version", "message"),
    [
        ("hot-remove", 9, "no posting v9 is known"),
        ("no such name", None, "neither a message-id nor the address of a mail"),
        ("https://example.org/17.patch", None, "neither a message-id nor the address of a mail"),
    ],
)
def test_what_cannot_be_meant(node: Node, what: str, version: int | None, message: str) -> None:
    with pytest.raises(SeriesError, match=message) as caught:
        fetch(what, ReadOptions(version=version))
    assert caught.value.hint


def test_nothing_kept_and_no_network(node: Node) -> None:
    with pytest.raises(FetchError, match="no network may be used"):
        fetch("hot-remove", ReadOptions(offline=True))
    assert node.asked == []


@pytest.fixture
def checked(tmp_path: Path) -> Callable[..., Report]:
    """Checks the embedded series against a tree that its rendering was not written for."""
    tree = tmp_path / "linux"
    for path in facts().diffstat.changed:
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text("kept\n" + "".join(f"old {n}\n" for n in range(200)))

    def run(**options: object) -> Report:
        return check(CheckOptions(str(tree), kernel=False, **options))  # type: ignore[arg-type]

    return run


def test_a_check_without_a_series_is_of_the_posting(node: Node, checked: Callable[..., Report]) -> None:
    report = checked()
    assert report.series.text is SeriesText.POSTED
    assert report.series.location == f"<{HOT_REMOVE}>"
    assert "6 of 6 subjects" in report.series.note
    assert all(patch.files for patch in report.patches)  # its text was judged
    node.error = OSError("the second time it is kept")
    assert checked().series == report.series
    assert checked(offline=True).series == report.series


def test_a_check_without_network_says_so_and_judges_the_intent(checked: Callable[..., Report]) -> None:
    report = checked(offline=True)
    assert report.series.text is SeriesText.INTENT_ONLY
    assert "The posting was not read: there is no kept copy" in report.series.note


def test_a_check_whose_fetch_fails_says_so(node: Node, checked: Callable[..., Report]) -> None:
    node.error = OSError("no route to host")
    report = checked()
    assert report.series.text is SeriesText.INTENT_ONLY
    assert "no route to host" in report.series.note


def test_a_version_that_cannot_be_had_is_an_error(node: Node, checked: Callable[..., Report]) -> None:
    node.error = OSError("no route to host")
    with pytest.raises(FetchError, match="v1 was asked for"):
        checked(version=1)


def test_the_rendering_is_for_the_sample_alone(node: Node, checkout: Path) -> None:
    report = check(CheckOptions(str(checkout / "examples" / "kernel")))
    assert report.series.text is SeriesText.RENDERING
    assert node.asked == []

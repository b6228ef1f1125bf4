"""The network stands behind liblore; here it is a node, or a requests session, that answers from memory."""

from __future__ import annotations

import gzip
import io
import logging
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from patchkit.errors import FetchError
from patchkit.readers import ReadOptions, fetched, lore, read_series
from patchkit.readers.address import LORE, Address, parse_address
from patchkit.readers.fetched import Check, Record
from tests.readers.mails import mail, mbox, patch_mail

# Its Received line has no time zone, which liblore's own ordering of mails cannot bear.
NAIVE = "from a by b; Tue, 2 Oct 2018 17:00:24"
THREAD = mbox(
    mail("[PATCH v2 0/2] Slots", b"Hello.\n", id="0", Received=NAIVE),
    patch_mail("[PATCH v2 1/2] a", id="1", parent="0"),
    patch_mail("[PATCH v2 2/2] b", id="2", parent="0"),
    mail("Re: [PATCH v2 1/2] a", b"Acked-by: Ada Slot <ada@example.org>\n", parent="1"),
)
ID = "0@example.org"


class Node:
    """A liblore.LoreNode that holds one thread, or fails."""

    def __init__(self, mbox: bytes = THREAD, error: Exception | None = None) -> None:
        self.mbox = mbox
        self.error = error
        self.asked: list[tuple[str, bool]] = []

    def get_mbox_by_msgid(self, msgid: str, *, nocache: bool = False) -> bytes:
        self.asked.append((msgid, nocache))
        if self.error is not None:
            raise self.error
        return self.mbox


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch) -> Node:
    made = Node()
    monkeypatch.setattr(lore, "open_node", lambda archive: made)
    return made


@pytest.mark.parametrize(
    ("text", "archive", "message_id"),
    [
        ("x-1@example.org", LORE, "x-1@example.org"),
        ("<x-1@example.org>", LORE, "x-1@example.org"),
        ("https://lore.kernel.org/linux-mm/x-1@example.org/", LORE, "x-1@example.org"),
        ("https://lore.kernel.org/r/x-1@example.org", LORE, "x-1@example.org"),
        ("https://lore.kernel.org/all/x-1%40example.org/T/#u", LORE, "x-1@example.org"),
        ("https://patch.msgid.link/x-1@example.org", LORE, "x-1@example.org"),
        (
            "https://inbox.example.net/slot/x-1@example.org/t/",
            "https://inbox.example.net/slot",
            "x-1@example.org",
        ),
    ],
)
def test_addresses(text: str, archive: str, message_id: str) -> None:
    assert parse_address(text) == Address(archive, message_id)


@pytest.mark.parametrize(
    "text", ["", "slots", "a@b c", "https://example.org/slots/1.patch", "@example.org", "x@"]
)
def test_what_is_no_address(text: str) -> None:
    assert parse_address(text) is None


def test_a_thread_is_a_series(node: Node) -> None:
    series = read_series(f"https://lore.kernel.org/r/{ID}")
    assert (series.title, series.version, len(series.patches)) == ("Slots", 2, 2)
    assert [patch.where for patch in series.patches] == ["<1@example.org>", "<2@example.org>"]
    assert [trailer.key for trailer in series.trailers(series.patches[0])][-1] == "Acked-by"
    assert node.asked == [(ID, False)]


def test_without_cache(node: Node) -> None:
    read_series(ID, options=ReadOptions(use_cache=False))
    assert node.asked == [(ID, True)]


@pytest.mark.parametrize("error", [LookupError("no such mail"), OSError("no route"), EOFError("cut")])
def test_failures_are_fetch_errors(node: Node, error: Exception) -> None:
    node.error = error
    with pytest.raises(FetchError, match=str(error)) as caught:
        read_series(ID)
    assert caught.value.where == LORE


def test_a_failed_connection_is_told_in_a_few_words(node: Node) -> None:
    node.error = OSError(
        "All hosts failed for https://lore.kernel.org/all/x/t.mbox.gz: HTTPSConnectionPool(host="
        "'lore.kernel.org', port=443): Max retries exceeded with url: /all/x/t.mbox.gz (Caused by "
        "NameResolutionError(\"HTTPSConnection(host='lore.kernel.org', port=443): Failed to resolve "
        "'lore.kernel.org' ([Errno -2] Name or service not known)\"))"
    )
    with pytest.raises(FetchError) as caught:
        read_series(ID)
    assert caught.value.message == "the thread cannot be fetched: Failed to resolve 'lore.kernel.org'"


def test_an_empty_answer_is_no_thread(node: Node) -> None:
    node.mbox = b"\n"
    with pytest.raises(FetchError, match="there is no thread"):
        read_series(ID)


def record(mbox: bytes = THREAD) -> Record:
    check = Check("is it there", True, "yes")
    return Record(ID, LORE, "2018-10-03T09:00:00Z", fetched.digest(mbox), "Slots", "v2", 2, 2, (check,))


def test_offline_only_what_was_kept_is_read(node: Node) -> None:
    with pytest.raises(FetchError, match="no network may be used") as caught:
        read_series(ID, options=ReadOptions(offline=True))
    assert "patchkit fetch" in caught.value.hint
    fetched.keep(THREAD, record())
    assert len(read_series(ID, options=ReadOptions(offline=True)).patches) == 2
    assert node.asked == []


def test_a_kept_copy_stands_in_for_a_server_that_fails(node: Node) -> None:
    fetched.keep(THREAD, record())
    node.error = OSError("no route")
    series = read_series(ID)
    (told,) = [incident for incident in series.incidents if incident.kind == "kept-copy"]
    assert "2018-10-03" in told.message
    assert told.harmless


def test_a_copy_that_was_changed_is_none() -> None:
    place = fetched.keep(THREAD, record())
    assert fetched.kept(ID) == (THREAD, record())
    place.write_bytes(THREAD[:-100])
    assert fetched.kept(ID) is None
    place.with_suffix(".json").write_text("{}")
    assert fetched.kept(ID) is None


def test_a_message_id_leads_nowhere_but_into_the_cache_folder() -> None:
    place = fetched.place_of("../../etc/passwd@example.org")
    assert place.parent.name == "postings"
    assert "/" not in place.name


def test_a_copy_that_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(FetchError, match="cannot be kept"):
        fetched.keep(THREAD, record())


class Session(requests.Session):
    """A requests session that reaches nothing: it answers from memory."""

    def __init__(self, status: int = 200) -> None:
        super().__init__()
        self.status = status
        self.urls: list[str] = []

    def get(self, url: str | bytes, **arguments: object) -> requests.Response:  # type: ignore[override]
        self.urls.append(str(url))
        response = requests.Response()
        response.status_code = self.status
        response.raw = io.BytesIO(gzip.compress(THREAD))
        response.url = str(url)
        return response

    def head(self, url: str | bytes, **arguments: object) -> requests.Response:
        return self.get(url)


def real_node(monkeypatch: pytest.MonkeyPatch, session: Session) -> None:
    opened = lore.open_node

    def open_node(archive: str) -> lore.Node:
        node = opened(archive)
        node.set_requests_session(session)  # type: ignore[attr-defined]
        return node

    monkeypatch.setattr(lore, "open_node", open_node)


def test_liblore_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    real_node(monkeypatch, session)
    assert len(read_series(ID).patches) == 2
    assert len(read_series(ID).patches) == 2  # the second time from liblore's own cache
    assert session.urls == [f"{LORE}/0%40example.org/t.mbox.gz"]


def test_liblore_reads_mirrors_from_git_config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[lore]\n\tfallback = https://tor.lore.kernel.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    session = Session()
    real_node(monkeypatch, session)
    read_series(ID)
    assert session.urls[0].startswith("https://tor.lore.kernel.org/all/")


@pytest.mark.parametrize("status", [404, 503])
def test_liblore_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    real_node(monkeypatch, Session(status))
    with caplog.at_level(logging.ERROR), pytest.raises(FetchError, match=str(status)):
        read_series(ID)


def test_without_liblore_local_places_are_read_and_threads_say_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "slots.mbox").write_bytes(THREAD)
    code = (
        "import sys\n"
        "sys.modules['liblore'] = None\n"
        "from patchkit.readers import read_series\n"
        "print(len(read_series('slots.mbox').patches), len(read_series('slots.mbox#Slots').patches))\n"
        "assert 'requests' not in sys.modules\n"
        "try:\n"
        "    read_series('0@example.org')\n"
        "except Exception as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.startswith("2 2\nliblore is not installed\nhint: pip install")

"""git is run without the user's or the repository's configuration, and never fetches or writes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from patchkit.errors import GitError
from patchkit.gitio import (
    BlobReader,
    Merged,
    Repository,
    align_texts,
    blob_id,
    find_repository,
    merge_file,
    patch_ids,
    tree_entries,
)


def git(folder: Path, *args: str, stdin: bytes = b"") -> str:
    run = subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True, input=stdin)
    return run.stdout.decode().strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with one commit of two files, one of them in a folder."""
    top = tmp_path / "repo"
    (top / "mm").mkdir(parents=True)
    (top / "Makefile").write_bytes(b"all:\n")
    (top / "mm" / "a.c").write_bytes(b"int a;\n")
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "first")
    return top


def repository(location: Path) -> Repository:
    found = find_repository(str(location))
    assert found is not None
    return found


@pytest.fixture
def reader(folder: Path) -> Iterator[BlobReader]:
    with BlobReader(repository(folder)) as session:
        yield session


@pytest.mark.parametrize("data", [b"", b"int a;\n", b"\0\xff\r\n", b"x" * 100_000], ids=len)
def test_blob_id_is_what_git_says(data: bytes, tmp_path: Path) -> None:
    assert blob_id(data) == git(tmp_path, "hash-object", "--stdin", stdin=data)


@pytest.mark.parametrize(
    ("inside", "prefix"), [("", ""), ("mm", "mm"), (".git", ""), (".git/objects", "")], ids=str
)
def test_a_repository_is_found_from_within(folder: Path, inside: str, prefix: str) -> None:
    found = repository(folder / inside)
    assert (found.git_dir, found.prefix) == (str(folder / ".git"), prefix)
    assert found.object_format == "sha1"
    assert not found.shallow


def test_bare_repositories_and_linked_worktrees_are_found(folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(folder), "bare.git")
    git(folder, "worktree", "add", "-q", str(tmp_path / "linked"))
    bare, linked = repository(tmp_path / "bare.git"), repository(tmp_path / "linked" / "mm")
    assert (bare.git_dir, bare.prefix) == (str(tmp_path / "bare.git"), "")
    assert (linked.common_dir, linked.prefix) == (str(folder / ".git"), "mm")
    assert linked.resolve("HEAD") == bare.resolve("main")


def test_where_there_is_no_repository(tmp_path: Path) -> None:
    assert find_repository(str(tmp_path)) is None
    assert find_repository(str(tmp_path / "absent")) is None


@pytest.mark.parametrize("revision", ["main", "HEAD", "@", "main~0", "HEAD^{/first}", ":/first"])
def test_revisions_are_named_as_in_git(folder: Path, revision: str) -> None:
    assert repository(folder).resolve(revision) == git(folder, "rev-parse", "HEAD")


@pytest.mark.parametrize("revision", ["v9", "--all", "-h", "", "HEAD~1"])
def test_what_names_no_revision(folder: Path, revision: str) -> None:
    with pytest.raises(GitError) as caught:
        repository(folder).resolve(revision)
    assert caught.value.status == 128


def test_objects_come_in_the_order_asked_for(folder: Path, reader: BlobReader) -> None:
    known = git(folder, "rev-parse", "HEAD:Makefile", "HEAD:mm/a.c").split()
    absent = "1" * 40
    # Enough of them to fill every pipe more than once.
    asked = [known[0], absent, known[1]] * 2000
    found = [one and one.data for one in reader.read_many(asked)]
    assert found == [b"all:\n", None, b"int a;\n"] * 2000


def test_a_session_survives_a_reader_that_goes_away(folder: Path, reader: BlobReader) -> None:
    makefile, source = git(folder, "rev-parse", "HEAD:Makefile", "HEAD:mm/a.c").split()
    answers = reader.read_many([makefile] * 50)
    next(answers)
    answers.close()  # type: ignore[attr-defined]  # it is a generator
    found = reader.read(source)
    assert found is not None
    assert (found.type, found.data) == ("blob", b"int a;\n")


def test_a_session_that_was_ended_stays_so(folder: Path) -> None:
    makefile, source = git(folder, "rev-parse", "HEAD:Makefile", "HEAD:mm/a.c").split()
    with BlobReader(repository(folder)) as session:
        answers = session.read_many([makefile, source])
        next(answers)
    with pytest.raises(GitError, match="ended"):
        next(answers)
    with pytest.raises(GitError, match="ended"):
        session.read(source)


def test_a_damaged_object_costs_only_itself(folder: Path, reader: BlobReader) -> None:
    makefile, source = git(folder, "rev-parse", "HEAD:Makefile", "HEAD:mm/a.c").split()
    file = folder / ".git" / "objects" / makefile[:2] / makefile[2:]
    file.chmod(0o644)
    file.write_bytes(b"no zlib stream")
    found = [one and one.data for one in reader.read_many([source, makefile, source, makefile, source])]
    assert found == [b"int a;\n", None, b"int a;\n", None, b"int a;\n"]


def test_a_store_that_cannot_be_read_is_an_error(folder: Path, reader: BlobReader) -> None:
    makefile = git(folder, "rev-parse", "HEAD:Makefile")
    (folder / ".git" / "objects").rename(folder / "aside")
    with pytest.raises(GitError):
        list(reader.read_many([makefile] * 500))


def test_tree_entries_are_read_from_the_raw_object(folder: Path, reader: BlobReader) -> None:
    (folder / "wei\u00dfe datei\n").write_bytes(b"")
    (folder / "link").symlink_to("Makefile")
    git(folder, "add", ".")
    found = reader.read(git(folder, "write-tree"))
    assert found is not None
    kinds = {one.name: (one.is_file, one.is_folder) for one in tree_entries(found.data)}
    assert kinds == {
        "Makefile": (True, False),
        "mm": (False, True),
        "link": (False, False),
        "wei\u00dfe datei\n": (True, False),
    }


def test_sha256_repositories(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256", "repo")
    top = tmp_path / "repo"
    (top / "a.c").write_bytes(b"int a;\n")
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "first")
    with BlobReader(repository(top)) as session:
        tree = session.read(git(top, "rev-parse", "HEAD^{tree}"))
        assert tree is not None
        (entry,) = tree_entries(tree.data, "sha256")
        blob = session.read(entry.object_id)
    assert blob is not None
    assert blob.data == b"int a;\n"


def test_nothing_of_the_surroundings_takes_part(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a hook of another repository, with a configuration git would stumble over.
    broken = tmp_path / "broken.cfg"
    broken.write_text("[core\n", encoding="ascii")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(broken))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "many")
    found = repository(folder)
    with BlobReader(found) as session:
        assert session.read(found.resolve("main:mm/a.c")) is not None


def test_a_failing_git_tells_its_last_words(folder: Path) -> None:
    with pytest.raises(GitError, match="no-such-command") as caught:
        repository(folder).run("no-such-command")
    assert caught.value.status == 1


def test_git_is_imported_only_when_it_is_needed() -> None:
    code = "import sys, patchkit.gitio; sys.exit('git' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_blob_is_found_by_the_start_of_its_id(folder: Path, reader: BlobReader) -> None:
    makefile, commit = git(folder, "rev-parse", "HEAD:Makefile", "HEAD").split()
    assert [reader.blob(makefile[:digits]) for digits in (4, 12, 40)] == [b"all:\n"] * 3
    assert reader.blob(commit[:12]) is None
    assert [reader.blob(one) for one in ("", "abc", "1" * 12, "HEAD", "g" * 12)] == [None] * 5


def test_an_ambiguous_id_names_no_blob(folder: Path, reader: BlobReader) -> None:
    contents: dict[str, bytes] = {}
    for number in range(100_000):
        data = b"%d\n" % number
        start = blob_id(data)[:4]
        if start in contents:
            break
        contents[start] = data
    for one in (data, contents[start]):
        git(folder, "hash-object", "-w", "--stdin", stdin=one)
    assert reader.blob(start) is None
    assert reader.blob(blob_id(data)) == data


ABC = b"a\nb\nc\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        pytest.param(ABC, ABC, Merged(ABC, 0), id="nothing"),
        pytest.param(b"1\na\nb\nc\n", b"a\nb\nC\n", Merged(b"1\na\nb\nC\n", 0), id="clean"),
        pytest.param(b"a\nb\nC\n", b"a\nb\nC\n", Merged(b"a\nb\nC\n", 0), id="same-change"),
        pytest.param(
            b"a\nX\nc\n",
            b"a\nY\nc\n",
            Merged(b"a\n<<<<<<< ours\nX\n=======\nY\n>>>>>>> theirs\nc\n", 1),
            id="conflict",
        ),
        pytest.param(b"", ABC, Merged(b"", 0), id="emptied"),
        pytest.param(b"a\nb\nc", b"A\nb\nc\n", Merged(b"A\nb\nc", 0), id="no-newline-at-the-end"),
    ],
)
def test_three_way_merges(ours: bytes, theirs: bytes, merged: Merged) -> None:
    assert merge_file(ABC, ours, theirs) == merged


def test_binary_files_do_not_merge() -> None:
    with pytest.raises(GitError) as caught:
        merge_file(ABC, b"\0", ABC)
    assert "binary" in caught.value.message


def test_texts_align_as_in_gits_own_diff() -> None:
    pairs = [
        ([b"a", b"b"], [b"a", b"c", b"b"]),
        ([b"same"], [b"same"]),
        ([], [b"new", b""]),
        ([b"-- old", b"+++ b/x"], []),
        ([b"\0\xff", b"x\r"], [b"\0\xff", b"x"]),
    ]
    assert align_texts(pairs) == [" + ", " ", "++", "--", " -+"]
    assert align_texts([]) == []


def test_patch_ids_are_gits(folder: Path) -> None:
    diff = b"diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
    moved = diff.replace(b"@@ -1 +1 @@", b"@@ -9 +9 @@").replace(b"+b", b"+ b")
    expected = git(folder, "patch-id", "--stable", stdin=diff).split()[0]
    assert patch_ids([diff, b"", b"prose\n", moved, diff.rstrip()]) == [
        expected,
        "",
        "",
        expected,
        expected,
    ]

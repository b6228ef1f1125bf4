"""--branch: a branch upon the revision, and nothing else in the repository is any different."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from patchkit.errors import GitError, PortError
from patchkit.model.ported import PortResult
from patchkit.porting.mails import MailForm
from patchkit.porting.publish import Destination
from patchkit.workflows.port import PortOptions, port_series
from tests.porting.repos import ABOVE, BASE, Repo, new_repo

SLOT = BASE["mm/slot.c"]
TRAP = "#!/bin/sh\ntouch '{}'\n"


@pytest.fixture
def series(tmp_path: Path) -> Path:
    upstream = new_repo(tmp_path / "upstream")
    upstream.git("tag", "base")
    upstream.commit({"mm/slot.c": SLOT.replace(b"slot_remove", b"slot_take")}, b"slot: rename\n")
    upstream.git("mv", "mm/pool.c", "mm/lake.c")
    upstream.commit({}, b"pool: move\n")
    return upstream.mails(tmp_path / "series", "base")


@pytest.fixture
def target(tmp_path: Path) -> Repo:
    repo = new_repo(tmp_path / "target")
    repo.commit({"mm/slot.c": ABOVE + SLOT, "Documentation/big": b"x\n" * 1000}, b"grown\n")
    (repo.path / "mm" / "slot.c").write_bytes(b"work in progress\n")
    (repo.path / "staged").write_bytes(b"")
    repo.git("add", "staged")
    return repo


def branch(series: Path, onto: str, name: str = "port", **changes: object) -> PortResult:
    options = PortOptions(str(series), onto, kernel=False, branch=name)
    return port_series(replace(options, **changes))


def test_the_branch_is_there_and_nothing_else_is_different(series: Path, target: Repo) -> None:
    before = target.state()
    result = branch(series, f"{target.path}@main")
    refs, *rest = target.state()
    assert rest == list(before[1:])
    assert refs.split("\n") == [*before[0].split("\n"), f"refs/heads/port {result.output.tip}"]
    assert target.git("log", "--format=%s", "main..port").split("\n") == ["pool: move", "slot: rename"]
    assert target.git("diff", "--name-status", "-M", "main", "port").split("\n") == [
        "R100\tmm/pool.c\tmm/lake.c",
        "M\tmm/slot.c",
    ]
    commits = [one.commit for one in result.output.patches]
    assert target.git("rev-parse", "port~1", "port").split("\n") == commits
    assert target.git("log", "-1", "--format=%cn <%ce>", "port") == "Test Author <author@example.org>"
    target.git("fsck", "--strict")


def test_a_branch_that_is_there_stays(series: Path, target: Repo) -> None:
    target.git("branch", "port")
    before = target.state()
    with pytest.raises(PortError, match="there is a branch 'port' already"):
        branch(series, f"{target.path}@main")
    assert target.state() == before


def test_force_replaces_a_branch_but_never_the_one_checked_out(series: Path, target: Repo) -> None:
    target.git("branch", "port", "main~1")
    result = branch(series, f"{target.path}@main", destination=Destination(force=True))
    assert target.git("rev-parse", "port") == result.output.tip
    before = target.state()
    with pytest.raises(GitError, match="checked out"):
        branch(series, f"{target.path}@main", "main", destination=Destination(force=True))
    assert target.state() == before


@pytest.mark.parametrize("name", ["a b", "-x", "a..b", "x.lock", ""])
def test_a_name_that_no_branch_can_have(name: str, series: Path, target: Repo) -> None:
    before = target.state()
    if not name:
        assert branch(series, f"{target.path}@main", name).output.branch == ""
    else:
        with pytest.raises(GitError):
            branch(series, f"{target.path}@main", name)
    assert target.state() == before


def test_what_is_no_commit_has_no_branches(series: Path, target: Repo) -> None:
    target.git("checkout", "-q", "-f", "main")
    for onto in (str(target.path), f"{target.path}@main^{{tree}}"):
        with pytest.raises(PortError, match="only be made on a commit"):
            branch(series, onto)


def cloned(target: Repo, tmp_path: Path, kind: str) -> Repo:
    place = tmp_path / kind
    options = {"bare": ["--bare"], "shallow": ["--depth=1"], "shared": ["--shared"]}
    if kind == "linked":
        target.git("worktree", "add", "-q", str(place), "-b", "other")
    elif kind == "sha256":
        subprocess.run(
            ["git", "init", "-q", "-b", "main", "--object-format=sha256", str(place)], check=True
        )
        Repo(place).commit({**BASE, "mm/slot.c": ABOVE + SLOT})
    else:
        target.git("config", "uploadpack.allowFilter", "true")
        source = str(target.path) if kind == "shared" else f"file://{target.path}"
        more = options.get(kind, ["--filter=blob:none"])
        subprocess.run(["git", "clone", "-q", *more, source, str(place)], check=True)
    return Repo(place)


@pytest.mark.parametrize("kind", ["bare", "linked", "partial", "shallow", "shared", "sha256"])
def test_every_kind_of_repository(kind: str, series: Path, target: Repo, tmp_path: Path) -> None:
    target.git("checkout", "-q", "-f", "main")
    target.git("gc", "-q")
    repo = cloned(target, tmp_path, kind)
    result = branch(series, f"{repo.path}@HEAD")
    assert repo.git("log", "--format=%s", "HEAD..port") == "pool: move\nslot: rename"
    assert repo.git("rev-parse", "port~2", "port").split("\n") == [
        repo.git("rev-parse", "HEAD"),
        result.output.tip,
    ]
    repo.git("fsck", "--strict")


def test_a_tree_that_is_a_folder_of_the_repository(series: Path, tmp_path: Path) -> None:
    inside = {f"src/linux/{name}": content for name, content in BASE.items()}
    repo = new_repo(tmp_path / "outer", {**inside, "README": b"outer\n"})
    result = branch(series, f"{repo.path}@main:src/linux")
    changed = repo.git("diff", "--name-only", "--no-renames", "main", result.output.tip).split("\n")
    assert changed == ["src/linux/mm/lake.c", "src/linux/mm/pool.c", "src/linux/mm/slot.c"]


def test_the_mails_of_a_branch_name_its_parent(series: Path, target: Repo, tmp_path: Path) -> None:
    out = tmp_path / "out"
    branch(
        series,
        f"{target.path}@main",
        destination=Destination("mails", str(out)),
        form=MailForm("PATCH 5.10.y"),
    )
    first, second = sorted(out.iterdir())
    assert f"\nbase-commit: {target.git('rev-parse', 'main')}\n" in first.read_text()
    assert "base-commit" not in second.read_text()
    assert "\nSubject: [PATCH 5.10.y 2/2] pool: move\n" in second.read_text()
    old = target.git("rev-parse", "--short=12", "main:mm/slot.c")
    assert f"\nindex {old}.." in first.read_text()


def test_nothing_of_the_repositorys_own_is_run(series: Path, target: Repo, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    script = tmp_path / "trap"
    script.write_text(TRAP.format(ran))
    script.chmod(0o755)
    for hook in (
        "reference-transaction",
        "post-update",
        "post-checkout",
        "pre-auto-gc",
        "post-index-change",
    ):
        (target.path / ".git" / "hooks" / hook).write_text(TRAP.format(ran))
        (target.path / ".git" / "hooks" / hook).chmod(0o755)
    for name in (
        "core.fsmonitor",
        "core.alternateRefsCommand",
        "uploadpack.packObjectsHook",
        "core.editor",
    ):
        target.git("config", name, str(script))
    target.git("config", "gc.autoDetach", "false")
    target.git("config", "gc.auto", "1")
    alternate = new_repo(tmp_path / "alternate")
    (target.path / ".git" / "objects" / "info" / "alternates").write_text(
        f"{alternate.path}/.git/objects\n"
    )
    ran.unlink(missing_ok=True)
    branch(series, f"{target.path}@main")
    assert not ran.exists()

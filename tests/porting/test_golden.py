"""A whole output, byte for byte: cover letter, mails and `.rej` files of one port made by hand.

PATCHKIT_BLESS=1 rewrites tests/golden/port/; what is in there was read before it was kept.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from msgspec.structs import replace

from patchkit import __version__
from patchkit.model.diff import FileChange, FilePatch, Hunk, Line, repo_path
from patchkit.model.port import Adaptation, Cause, Conflict, FilePort, Grade, HunkPort, Method, PatchPort
from patchkit.model.series import Cover, Person, Series, Subject
from patchkit.porting.mails import MailForm
from patchkit.porting.messages import Mark, Wording
from patchkit.porting.publish import Destination
from patchkit.porting.upstream import Upstream
from patchkit.porting.write import Order, write_port
from patchkit.search.hits import silent
from patchkit.trees import MemoryTree
from tests.porting.makers import ADA, DATE, edit, patch, placed

POOL = b"""\
#include <linux/pool.h>

int pool_add(struct pool *pool, int nid)
{
	int ret = pool_grow(pool);

	if (ret)
		return ret;
	pool->nid = nid;
	return pool_online(pool);
}

void pool_remove(struct pool *pool)
{
	pool_offline(pool);
	pool_shrink(pool);
}
"""
HEADER = b"int pool_add(struct pool *pool, int nid);\nvoid pool_remove(struct pool *pool);\n"
USER = b"void arch_pool(struct pool *pool)\n{\n\tpool_remove(pool);\n}\n"
TREE = MemoryTree(
    {
        ".gitattributes": b"*.c diff=cpp\n",
        "mm/pool.c": POOL,
        "include/linux/pool.h": HEADER,
        "arch/arm64/mm/pool.c": USER,
    },
    "5.10.89",
)
IDS = {str(number): f"{number}" * 40 for number in (1, 2, 3)}


def first() -> PatchPort:
    """One hunk goes in adapted, one is a conflict; a site the series does not know is completed."""
    after = POOL.replace(
        b"void pool_remove(struct pool *pool)", b"void pool_remove(struct pool *pool, int nid)"
    )
    conflict = Conflict(
        Cause.CHANGED_BOTH_WAYS,
        "the target shrinks what it takes offline first",
        16,
        b"\tpool_offline(pool);\n\tpool_shrink(pool);\n",
        b"\tpool_shrink(pool);\n",
        b"\tpool_shrink(pool, nid);\n",
    )
    hunks = (
        HunkPort(
            0,
            Grade.LIKELY,
            Method.MERGE,
            (Method.ALIGNED,),
            (Method.FUZZ,),
            14,
            "",
            ("the function is not static here.",),
        ),
        HunkPort(1, Grade.CONFLICT, function="pool_remove", conflict=conflict),
    )
    header = HEADER.replace(
        b"pool_remove(struct pool *pool)", b"pool_remove(struct pool *pool, int nid)"
    )
    user = USER.replace(b"pool_remove(pool)", b"pool_remove(pool, pool->nid)")
    body = 'Removing a pool needs its node.\n\nFixes: 123456789012 ("mm: pools")\nSigned-off-by: Ada Slot <ada@example.org>'
    return PatchPort(
        patch(1, "mm/pool: pass the node to pool_remove()", body),
        (
            edit("mm/pool.c", POOL, after, *hunks, original=two_hunks()),
            edit("include/linux/pool.h", HEADER, header, placed(line=2, function="")),
            FilePort(None, "arch/arm64/mm/pool.c", "arch/arm64/mm/pool.c", USER, user),
        ),
        (Adaptation("unknown-site", "arch/arm64/mm/pool.c", 3, "pool->nid is passed to pool_remove()"),),
    )


def two_hunks() -> FilePatch:
    name = repo_path("mm/pool.c")
    hunk = Hunk(1, 1, 1, 1, "", (Line("-", b"a"), Line("+", b"b")))
    return FilePatch(name, name, FileChange.MODIFIED, (hunk, hunk))


def second() -> PatchPort:
    """Moved in the target as in the original."""
    name = "arch/arm64/mm/pool.c"
    user = USER.replace(b"pool_remove(pool)", b"pool_remove(pool, pool->nid)")
    moved = edit(name, user, user, to="mm/arm64-pool.c", new_mode="100755")
    return PatchPort(
        replace(patch(2, "J\u00f6rg's move"), author=Person("J\u00f6rg", "j@example.org")), (moved,)
    )


def third() -> PatchPort:
    gone = Conflict(Cause.FILE_MISSING, "mm/slot.c is not there, and nothing has its content")
    return PatchPort(patch(3, "mm/slot: gone here"), (edit("mm/slot.c", None, None, conflict=gone),))


def series(*ports: PatchPort) -> Series:
    body = "Pools have nodes.\n\nAda Slot (3):\n  a\n  b\n  c\n\n mm/pool.c | 4 ++--\n 1 file changed\n"
    cover = Cover(Subject("Pools know their nodes"), ADA, DATE, "0@example.org", body)
    return Series("(test)", tuple(port.patch for port in ports), cover, expected=len(ports))


def test_the_whole_output(checkout: Path, tmp_path: Path) -> None:
    ports = (first(), second(), third())
    order = Order(
        wording=Wording(
            Upstream(listed=IDS), (Mark.STABLE, Mark.CHERRY_PICK), True, Person("Bob", "b@x.org")
        ),
        form=MailForm("PATCH 5.10.y", 2),
        destination=Destination("mails", str(tmp_path / "out")),
    )
    write_port(series(*ports), ports, TREE, order, progress=silent)
    golden = checkout / "tests" / "golden" / "port"
    for file in (tmp_path / "out").iterdir():
        version = b"patchkit " + __version__.encode()
        file.write_bytes(file.read_bytes().replace(version, b"patchkit VERSION"))
    if os.environ.get("PATCHKIT_BLESS"):
        shutil.rmtree(golden, ignore_errors=True)
        shutil.copytree(tmp_path / "out", golden)
    written = {one.name: one.read_bytes() for one in (tmp_path / "out").iterdir()}
    assert written == {one.name: one.read_bytes() for one in golden.iterdir()}

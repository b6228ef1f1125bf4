"""A kernel of a few lines with a history of releases, and a series made on the first of them."""

from __future__ import annotations

from pathlib import Path

from patchkit.matrix.choose import choose_trees
from patchkit.matrix.executors import Executor, Serial
from patchkit.matrix.kept import Kept
from patchkit.matrix.run import Finished, MatrixOptions, run_matrix
from patchkit.matrix.sources import read_tasks
from patchkit.matrix.work import setting_of
from patchkit.workflows.inputs import CheckOptions
from tests.porting.repos import Repo, new_repo
from tests.rangediff.makers import patch
from tests.readers.mails import mbox

MAKEFILE = "# SPDX\nVERSION = %d\nPATCHLEVEL = %d\nSUBLEVEL = 0\nEXTRAVERSION =\nNAME = Slot\n"
SLOT = (
    "#include <linux/slot.h>\n\n"
    "int slot_cut(struct slot *slot, int size)\n{\n\tslot->size -= size;\n\treturn slot->size;\n}\n\n"
    "int slot_halve(struct slot *slot)\n{\n\treturn slot_cut(slot, slot->size / 2);\n}\n"
)
HEADER = "struct slot {\n\tint size;\n};\n\nint slot_cut(struct slot *slot, int size);\n"
POOL = "int pool_size(void)\n{\n\treturn 1;\n}\n"
USER = "#include <linux/slot.h>\n\nvoid tape_eject(struct slot *slot)\n{\n\tslot_cut(slot, slot->size);\n}\n"
BASE = {
    "mm/slot.c": SLOT,
    "mm/pool.c": POOL,
    "include/linux/slot.h": HEADER,
    "arch/sh/mm/init.c": "int arch_init(void)\n{\n\treturn 0;\n}\n",
    "drivers/base/init.c": "int base_init(void)\n{\n\treturn 0;\n}\n",
    "kernel/fork.c": "int fork(void)\n{\n\treturn 0;\n}\n",
}


def with_nid(text: str) -> str:
    return text.replace(
        "slot_cut(struct slot *slot, int", "slot_cut(int nid, struct slot *slot, int"
    ).replace("slot_cut(slot, ", "slot_cut(0, slot, ")


def kernel(path: Path) -> Repo:
    """v5.0 fits; v5.1 has a caller more; v5.2 has another body; v5.3 has the first patch."""
    repo = new_repo(path, _bytes(BASE | {"Makefile": MAKEFILE % (5, 0)}))
    releases: list[tuple[str, dict[str, str]]] = [
        ("v5.0", {}),
        ("v5.1", {"drivers/base/tape.c": USER}),
        ("v5.2", {"mm/slot.c": SLOT.replace("size / 2", "size >> 1")}),
        (
            "v5.3",
            {name: with_nid(text) for name, text in (BASE | {"drivers/base/tape.c": USER}).items()},
        ),
    ]
    for name, files in releases:
        makefile = MAKEFILE % (5, int(name[-1]))
        repo.commit(_bytes(files | {"Makefile": makefile}), f"Linux {name}\n".encode())
        repo.git("tag", name)
    return repo


def series(path: Path) -> str:
    """Two patches: an argument more for slot_cut(), and another size."""
    first = {
        name: (text, with_nid(text))
        for name, text in BASE.items()
        if name in ("mm/slot.c", "include/linux/slot.h")
    }
    second = {"mm/pool.c": (POOL, POOL.replace("return 1", "return 2"))}
    path.write_bytes(
        mbox(
            patch("[PATCH 1/2] mm/slot: Say which node", first),
            patch("[PATCH 2/2] mm/pool: Two of them", second),
        )
    )
    return str(path)


def pool_series(path: Path) -> str:
    """One patch that fits everywhere."""
    change = {"mm/pool.c": (POOL, POOL.replace("return 1", "return 3"))}
    path.write_bytes(mbox(patch("[PATCH] mm/pool: Three of them", change)))
    return str(path)


def options(repository: str, patterns: tuple[str, ...], *locations: str) -> MatrixOptions:
    asked = CheckOptions(tree="", offline=True)
    trees = choose_trees((), (repository,), patterns)
    with open("/dev/null", "rb") as nothing:
        return MatrixOptions(trees, read_tasks(locations, asked, nothing), setting_of(asked))


def judged(
    asked: MatrixOptions,
    file: Path | None = None,
    executor: Executor | None = None,
    *,
    resume: bool = False,
) -> Finished:
    kept = Kept(str(file) if file is not None else None, resume=resume)
    worker = executor or Serial()
    try:
        return run_matrix(asked, worker, kept)
    finally:
        worker.close()
        kept.close()


def _bytes(files: dict[str, str]) -> dict[str, bytes | None]:
    return {name: text.encode() for name, text in files.items()}

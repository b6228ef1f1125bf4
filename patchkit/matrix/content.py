"""What a verdict depends on, as digests: whether one that was kept still holds is told by them.

The sources and the files of the series on the tree and on every base tree, the history that renames are
looked up in, and which old file versions the repositories still have. Refuses to trust a time stamp
that may lie: then the answer is "", and whoever asked has to judge again.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

import patchkit
from patchkit.data import data_folder
from patchkit.errors import PatchkitError
from patchkit.model.tree import OpenedTree
from patchkit.trees import BlobStore
from patchkit.trees.open import repository_at
from patchkit.workflows.inputs import CheckOptions, Source

_BYTES = 20
_CODE = (".py", ".scm", ".toml", ".patch")


def content_of(
    source: Source, options: CheckOptions, tree: OpenedTree, bases: Iterable[OpenedTree]
) -> str:
    """Returns what stands for all that a check of `source` reads of these trees, "" when unsure."""
    states = [one.state(source.paths) for one in (tree, *bases)]
    if not all(states):
        return ""
    return _digest([*states, _tip(options), *_old_versions(source, options)])


def source_digest(source: Source) -> str:
    """Returns what stands for a series with its profile and prerequisites."""
    plain = msgspec.to_builtins(source, builtin_types=(bytes,), order="deterministic", enc_hook=str)
    return _digest([repr(plain)])  # names that are no UTF-8 are no trouble to repr


@cache
def code_digest() -> str:
    """Returns what stands for the code, the queries and the profiles that verdicts are made with."""
    package = Path(patchkit.__file__).parent
    digest = blake2b(digest_size=_BYTES)
    for top in (package, data_folder("queries"), data_folder("series")):
        for path in sorted(one for one in top.rglob("*") if one.suffix in _CODE):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(top)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _tip(options: CheckOptions) -> str:
    """Returns the commit whose history is asked for renames, "" outside of repositories."""
    try:
        repository, named = repository_at(options.tree)
        if repository is None:
            return ""
        revision = (options.rev or named).partition(":")[0]
        return repository.resolve(f"{revision or 'HEAD'}^{{commit}}")
    except PatchkitError:
        return ""


def _old_versions(source: Source, options: CheckOptions) -> list[str]:
    """Returns which file versions that the series was made on the repositories have."""
    wanted = {
        file.old_blob
        for series in (source.series, *source.before)
        for patch in series.patches
        for file in patch.files
        if file.old_blob.strip("0")
    }
    stores = [BlobStore(one) for one in dict.fromkeys((options.tree, *options.base_trees))]
    return [one for one in sorted(wanted) if any(store.blob(one) is not None for store in stores)]


def _digest(parts: Iterable[str]) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=_BYTES).hexdigest()

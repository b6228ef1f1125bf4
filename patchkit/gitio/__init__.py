"""The only package that runs git: without the user's configuration, hooks or network.

Repositories of the user are read and never written; objects are read through a private, empty git
directory that borrows the repository's object store. Merges run on temporary files.
"""

from patchkit.gitio.log import read_log
from patchkit.gitio.merge import Merged, merge_file
from patchkit.gitio.objects import GitObject, TreeEntry, blob_id, tree_entries
from patchkit.gitio.reader import BlobReader
from patchkit.gitio.repository import Repository, find_repository

__all__ = [
    "BlobReader",
    "GitObject",
    "Merged",
    "Repository",
    "TreeEntry",
    "blob_id",
    "find_repository",
    "merge_file",
    "read_log",
    "tree_entries",
]

"""The only package that runs git: without the user's configuration, hooks or network (but `remote`).

Repositories of the user are read; what a port writes is one branch, in one step (`branch`). Objects are
read through a private, empty git directory that borrows the repository's object store. Merges run on
temporary files, histories are made in temporary repositories.
"""

from patchkit.gitio.branch import branch_exists, bring_branch
from patchkit.gitio.commits import Commit, CommitReader
from patchkit.gitio.grep import grep_blobs
from patchkit.gitio.identity import user_identity
from patchkit.gitio.listing import list_files
from patchkit.gitio.log import read_log
from patchkit.gitio.merge import Merged, merge_file
from patchkit.gitio.merge_trees import MergedTrees, TreeMerger
from patchkit.gitio.objects import GitObject, TreeEntry, blob_id, tree_entries
from patchkit.gitio.patch_ids import commit_patch_ids, patch_ids
from patchkit.gitio.reader import BlobReader
from patchkit.gitio.references import Reference, list_references
from patchkit.gitio.remote import fetch_commit, is_url, remote_names
from patchkit.gitio.repository import Repository, find_repository
from patchkit.gitio.scratch import scratch_folder, uninterrupted
from patchkit.gitio.settings import settings_of, user_settings
from patchkit.gitio.temporary import TemporaryRepository, temporary_repository
from patchkit.gitio.texts import align_texts

__all__ = [
    "BlobReader",
    "Commit",
    "CommitReader",
    "GitObject",
    "Merged",
    "MergedTrees",
    "Reference",
    "Repository",
    "TemporaryRepository",
    "TreeEntry",
    "TreeMerger",
    "align_texts",
    "blob_id",
    "branch_exists",
    "bring_branch",
    "commit_patch_ids",
    "fetch_commit",
    "find_repository",
    "grep_blobs",
    "is_url",
    "list_files",
    "list_references",
    "merge_file",
    "patch_ids",
    "read_log",
    "remote_names",
    "scratch_folder",
    "settings_of",
    "temporary_repository",
    "tree_entries",
    "uninterrupted",
    "user_identity",
    "user_settings",
]

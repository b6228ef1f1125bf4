"""Threads from lore.kernel.org and other public-inbox servers: the one importer of liblore.

liblore knows mirrors, retries, the cache of what was fetched lately and the `[lore]` section of git's
configuration. It is asked for a thread's bytes and for nothing else: its own ordering of mails compares
dates with and without a time zone and raises TypeError on one mail in two hundred. Refuses to be needed
for anything local; liblore is an optional extra, imported when a thread is asked for.
"""

from __future__ import annotations

import logging
import re
import zlib
from typing import Protocol

from patchkit import __version__
from patchkit.errors import FetchError
from patchkit.readers.address import Address
from patchkit.search.stores import Store

_CAUSE = re.compile(r"\(Caused by \w+\(\W*(?:\w+\(.*?\): )?(.+?)\W*\)\)$", re.DOTALL)
_INSTALL = "pip install 'kernel-patchkit[lore]'; or save the thread to a file and give that"


class Node(Protocol):
    """What patchkit needs of a liblore.LoreNode."""

    def get_mbox_by_msgid(self, msgid: str, *, nocache: bool = False) -> bytes:
        """Returns the mbox of the thread that the mail is in."""


def open_node(archive: str) -> Node:
    """Returns liblore's connection to an archive; raises FetchError when liblore is not installed."""
    try:
        from liblore import LoreNode
    except ImportError as error:
        raise FetchError("liblore is not installed", hint=_INSTALL) from error
    logging.getLogger("liblore").addHandler(logging.NullHandler())  # errors are raised, not logged
    node = LoreNode.from_git_config(archive, cache_dir=str(Store.LORE.folder))
    node.set_user_agent("patchkit", __version__)
    return node


def fetch_thread(address: Address, *, use_cache: bool = True) -> bytes:
    """Returns the mbox of the thread; raises FetchError when it cannot be had."""
    node = open_node(address.archive)
    from liblore import LibloreError  # there, for there is a node

    try:
        mbox = node.get_mbox_by_msgid(address.message_id, nocache=not use_cache)
    except (LibloreError, LookupError, OSError, EOFError, zlib.error) as error:
        message = f"the thread cannot be fetched: {_reason(error)}"
        raise FetchError(message, where=address.archive) from error
    if not mbox.strip():
        raise FetchError(f"there is no thread of <{address.message_id}>", where=address.archive)
    return mbox


def _reason(error: Exception) -> str:
    """Returns what an error says, of a failed connection the reason alone."""
    cause = _CAUSE.search(str(error))
    return cause[1].partition(" ([Errno")[0] if cause else str(error)

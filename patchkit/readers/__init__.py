"""Mailboxes, folders, archives, commits and threads in, a frozen Series out."""

from patchkit.readers.location import ReadOptions, read_series

__all__ = ["ReadOptions", "read_series"]

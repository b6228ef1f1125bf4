"""Mailboxes, folders and diffs in, a frozen Series out."""

from patchkit.readers.location import read_series

__all__ = ["read_series"]

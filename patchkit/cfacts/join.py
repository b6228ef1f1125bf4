"""Joins what the two classifiers say about one word, and says where they do not agree.

Which one is believed was settled by looking at the disagreements in real kernels: the lexer on
lists and on whether something is called, the grammar on what is declared. Where the lexer is always
right the grammar is not even asked.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from patchkit.cfacts.reading import Reading
from patchkit.cfacts.word import KEYWORDS
from patchkit.model.facts import SiteKind

# Kinds that matter for a signature; a disagreement about one of them is always shown.
_FUNCTIONS = frozenset((SiteKind.DEFINITION, SiteKind.PROTOTYPE, SiteKind.STUB, SiteKind.CALL))
# Kinds that only say that the word is not the function: here the grammar is believed in silence.
_OTHERS = frozenset((SiteKind.VARIABLE, SiteKind.TYPE, SiteKind.MEMBER, SiteKind.LABEL))

# Kinds that the tokens beside the word settle wherever it stands, and those that they settle among
# statements. Samples of three kernels (4.20, 6.1, 6.12; 61 names) have 242,138 calls, 108,905 members
# and 2,644 labels of that kind. The grammar said otherwise of 714, because of a macro near by
# (`printk(KERN_ERR PFX "...")`) or a type among arguments, and was never right. Calls that look like
# declarators (_DECLARING) were settled then, and no longer are.
_SETTLED = frozenset((SiteKind.MEMBER, SiteKind.LABEL))

# What a declarator has in front of it: words and `*` alone from the statement's first word on, `int (*`.
# The lexer knows a prototype among statements by its first word only, and no function within another.
_WORDS = rb"(?:(?:__attribute__\s*\(\([^;{}]*?\)\)|\w+)[\s*]+)+(?:\(\s*\*+\s*)?\Z"
_DECLARING = re.compile(rb"\s*(?!(?:%s)\b)%s" % (b"|".join(sorted(KEYWORDS)), _WORDS))


def settled(scanned: Reading, head: bytes, *, in_body: bool) -> bool:
    """Tells whether what the lexer says of a word, `in_body` of a function or not, is enough.

    `head` is the statement in front of the word.
    """
    if scanned.doubt:
        return False
    called = in_body and scanned.kind is SiteKind.CALL
    return scanned.kind in _SETTLED or (called and not _DECLARING.match(head))


def joined(syntax: Reading | None, scanned: Reading) -> tuple[Reading, str]:
    """Returns the reading to be believed, and why it may be wrong ("" when both agree)."""
    if syntax is not None and syntax.kind is scanned.kind:
        return _same_kind(syntax, scanned)
    if scanned.doubt:
        return scanned, scanned.doubt
    if syntax is None:
        return scanned, "tree-sitter cannot parse this place"
    if syntax.kind is SiteKind.TYPE and scanned.kind is SiteKind.CALL:
        return scanned, ""  # the grammar takes a macro that declares for a type
    if syntax.kind in _FUNCTIONS or scanned.kind in _FUNCTIONS:
        doubt = f"tree-sitter sees a {syntax.kind}, the lexer a {scanned.kind}"
        return scanned, doubt
    if syntax.kind in _OTHERS and scanned.kind is not SiteKind.MEMBER:
        return replace(scanned, kind=syntax.kind, form=None, declared=scanned.declared), ""
    return scanned, ""


def _same_kind(syntax: Reading, scanned: Reading) -> tuple[Reading, str]:
    doubt = scanned.doubt
    if None not in (syntax.count, scanned.count) and syntax.count != scanned.count:
        doubt = doubt or f"the lexer counts {scanned.count} items, tree-sitter {syntax.count}"
    return replace(scanned, form=syntax.form or scanned.form), doubt

"""Conditions and refusals in a reviewer's prose: "With that fixed:", "This gets a NAK from me."

A help for people: a condition keeps a trailer from being taken, a no is shown; neither is understood.
The words were collected from the archives of several lists; on one of them NACK is what a bus says, so
only a sentence that opens with it, says that something is one, or whose it is, counts. Refuses to weigh
opinions that come without these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MOST = 200  # characters told of a sentence
_LONGEST = 500  # and looked at: what is longer is no prose

_DONE = (
    r"(?:fixed|addressed|changed|corrected|done|added|dropped|removed|resolved|updated|clarified|applied"
    r"|renamed|reworded|sorted|tidied|squashed|folded|split|considered|incorporated|included|made|adjusted"
    r"|amended|improved|implemented|moved|merged|answered|replaced|taken care|cleaned|tweaked|mentioned"
    r"|suggested)\b"
)
_DOING = (
    r"(?:fixing|addressing|changing|correcting|adding|dropping|removing|resolving|updating|making"
    r"|moving)\b"
)
_WHAT = (
    r"(?:that|this|these|those|the|such|both|all|any|my|your|his|her|their|some|above|minor|small|a|an"
    r"|\S+'s?)"
)
_NEAR = r"(?:(?! so | but | I )[^.,;]){0,60}"  # in the same clause
_SMALL = (
    r"(?:^|[,;:(.-]\s)"
    r"(?:\W*\b(?:and|so|but|fwiw|lgtm|ok|okay|then|anyway|again|please|thanks|only)\b)*\W*"
)
_CONDITIONS = (
    # "With that:", "With Ada's comment addressed", "Once the nit is fixed", "After fixing it", "If ..."
    rf"{_SMALL}with (?:that|this|these|those|such|both|it|which|the above)\b",
    rf"\bwith {_WHAT}\b{_NEAR}\b{_DONE}",
    rf"\b(?:when|after|once|as soon as)\b{_NEAR}\b(?:{_DONE}|{_DOING})",
    rf"{_SMALL}(?:once|after) you\b",
    rf"{_SMALL}(?:if|unless|until|provided|assuming|as long as)\b"
    r"(?! (?:so|not|any|needed|possible|I|we)\b)",
    r"\bif you (?:fix|re-?spin|resend|address|change|send|agree|make)\b",
)
_CONDITION = re.compile("|".join(_CONDITIONS), re.IGNORECASE)
_TRIED = re.compile(
    r"\b(?:test(?:ed)?|verified|booted|built|compiled|ran|runs|tried|works?|working)\b[^.]{0,60}\bwith\b",
    re.IGNORECASE,
)

_ANYWAY = re.compile(
    r"\b(?:otherwise|(?:other than|apart from|besides|except) (?:that|this)|in any case|either way"
    r"|regardless)\W*$",
    re.IGNORECASE,
)

_NAK = r"(?:N[Aa][Cc]?[Kk]|nac?k)"
_DOES = rf"{_NAK}(?:-?ed|ing|s)?"
_OF_THIS = r"(?:for|to|from|on (?:this|that|all|the (?:whole|entire|series|patch)))\b"
_BEHIND_IT = (
    rf"(?=\s*(?:$|[.,;:!(]|-|{_OF_THIS}"
    r"|(?:as|because|until|unless|not|in (?:the|its|this)|here|since|now)\b))"
)
_SWELLING = (
    r"(?:an?|my|the|also|still|self|soft|formal|big|fat|hard|firm|strong|clear|definite(?:ly)?|complete)"
)
_OPENING = rf"(?:(?:so|sorry|again|then|therefore|but|and|fwiw|here(?:'s| is)|{_SWELLING})[\s,-]+)"
_SAYING = (
    r"(?:\b(?:is|be|are|gets?|deserves?|consider (?:this|it)|stand(?:s|ing)?(?: by| on)?|sounds like)"
    r"|\b(?:that|this|it|here)'s)"
)
_WILLING = r"(?:am|will|would|must|do|have|need|want|going|to|hereby|strongly|also|still|like|therefore)"
_NAYS = (
    rf"^\W*(?i:{_OPENING}{{0,4}}){_DOES}{_BEHIND_IT}",
    rf"[,:-]\s+(?i:{_SWELLING}\s+){{0,2}}NAC?K(?=\s*(?:$|[.!]|{_OF_THIS}))",
    rf"(?i:{_SAYING}\b(?:\s+{_SWELLING}){{0,4}})\s+{_NAK}{_BEHIND_IT}",
    rf"\bI(?:'m|'ll|'d)?(?:\s+{_WILLING}){{0,5}}\s+{_DOES}\b",
    rf"\b{_NAK}\s+(?:from|by)\s+(?:me|us|my|our)\b",
)
_NAY = re.compile("|".join(_NAYS))
_NO_NAY = re.compile(
    rf"(?:\b(?:not?|never|without|wo)\b|n't\b)[^,;.]{{0,25}}\b{_NAK}|\?$", re.IGNORECASE
)


def condition_in(text: str) -> str:
    """Returns the last sentence of `text` when it makes what follows depend on something, else ""."""
    sentence = next(iter(list(sentences(text))[-1:]), "")
    free = not _CONDITION.search(sentence) or _TRIED.search(sentence) or _ANYWAY.search(sentence)
    return "" if free else sentence


def nays_in(text: str) -> Iterator[str]:
    """Yields the sentences of `text`, which holds no quoted line, that say no."""
    for paragraph in re.split(r"\n[ \t]*\n", text):
        for sentence in sentences(paragraph):
            if _NAY.search(sentence) and not _NO_NAY.search(sentence):
                yield sentence[:_MOST]


def sentences(text: str) -> Iterator[str]:
    """Yields the sentences of `text`, each on one line."""
    for sentence in re.split(r"(?<=[.!?])\s+(?=[\"'(A-Z])", " ".join(text.split())):
        if sentence:
            yield sentence[:_LONGEST]

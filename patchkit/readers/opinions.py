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
_SMALL = (
    r"(?:^|[,;:(.-]\s)"
    r"(?:\W*\b(?:and|so|but|fwiw|lgtm|ok|okay|then|anyway|again|please|thanks|only)\b)*\W*"
)
_CONDITIONS = (
    # "With that:", "With Ada's comment addressed", "Once the nit is fixed", "After fixing it", "If ..."
    rf"{_SMALL}with (?:that|this|these|those|such|both|it|which|the above)\b",
    rf"\bwith {_WHAT}\b[^.,;]{{0,60}}\b{_DONE}",
    rf"\b(?:when|after|once|as soon as)\b[^.,;]{{0,60}}\b(?:{_DONE}|{_DOING})",
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

_NAK = r"(?:N[Aa][Cc]?[Kk]|nac?k)(?:-?ed|ing|s)?"
_BEHIND_IT = (
    r"(?=\s*(?:$|[.,;:!(]|-|"
    r"(?:for|to|on this|as|from|because|until|unless|not|in (?:the|its|this)|here|since)\b))"
)
_SWELLING = (
    r"(?:an?|my|the|also|still|self|formal|big|fat|hard|firm|strong|clear|definite(?:ly)?|complete)"
)
_OPENING = rf"(?:(?:so|sorry|again|then|but|and|fwiw|here(?:'s| is)|{_SWELLING})[\s,-]+)"
_SAYING = r"(?:is|be|are|gets?|deserves?|consider (?:this|it)|stand(?:s|ing)?(?: by| on)?|sounds like)"
_WILLING = r"(?:am|will|would|must|do|have|need|want|going|to|hereby|strongly|also|still|like|therefore)"
_NAYS = (
    rf"^\W*(?i:{_OPENING}{{0,4}}){_NAK}{_BEHIND_IT}",
    rf"(?i:\b{_SAYING}\b(?:\s+{_SWELLING}){{0,4}})\s+{_NAK}{_BEHIND_IT}",
    rf"\bI(?:'m|'ll|'d)?(?:\s+{_WILLING}){{0,5}}\s+{_NAK}\b",
    rf"\b{_NAK}\s+(?:from|by)\s+(?:me|us|my|our)\b",
)
_NAY = re.compile("|".join(_NAYS))
_NO_NAY = re.compile(
    r"(?:\b(?:not?|never|without|wo)\b|n't\b)[^,;.]{0,25}\b" + _NAK + r"|\?$", re.IGNORECASE
)


def condition_in(text: str) -> str:
    """Returns the last sentence of `text` when it makes what follows depend on something, else ""."""
    sentence = next(iter(list(sentences(text))[-1:]), "")
    if not _CONDITION.search(sentence) or _TRIED.search(sentence):
        return ""
    return sentence


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

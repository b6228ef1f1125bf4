"""Whether two names and addresses are the same person, and senders that are no persons.

Lenient, as checkpatch.pl is about sign-offs: the same address, an address that differs in its +extension
or one level of subdomain, or the same name will do; so will a part of the name ("Prabhakar").
Refuses to know who anybody is.
"""

from __future__ import annotations

import re
import unicodedata

from patchkit.model.series import Person

# b4's relay, mailing lists that put themselves into From (DMARC), and forges.
_RELAY = re.compile(r"devnull\+|noreply@|no-reply@|[-_.]bounces?@|patchbot|gitgitgadget", re.IGNORECASE)
_VIA = re.compile(r"\bvia\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\w]+")


def same_person(one: Person, other: Person) -> bool:
    """Tells whether two mentions may be of one person."""
    if one.email and _address(one) == _address(other):
        return True
    mine, yours = set(_name(one).split()), set(_name(other).split())
    return bool(mine and yours) and (mine <= yours or yours <= mine)


def is_relay(sender: Person) -> bool:
    """Tells whether mails from `sender` are passed on by a machine, which signs nothing."""
    return bool(_RELAY.search(sender.email) or _VIA.search(sender.name))


def _address(person: Person) -> tuple[str, str]:
    local, _, domain = person.email.lower().partition("@")
    parts = domain.split(".")
    return local.partition("+")[0], ".".join(parts[1:] if len(parts) > 2 else parts)


def _name(person: Person) -> str:
    plain = unicodedata.normalize("NFKD", person.name)
    plain = _VIA.split(plain)[0]
    ascii_only = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(_LETTERS.sub(" ", ascii_only.lower()).split())

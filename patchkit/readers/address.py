"""Message-ids and the addresses of mails on public-inbox servers, taken apart.

Refuses to connect to anything; that is `patchkit.readers.lore`.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from msgspec import Struct

LORE = "https://lore.kernel.org/all"

_URL = re.compile(r"https?://", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<?([^\s<>@]+@[^\s<>@]+)>?")
# Hosts that hold no archive of their own and lead to lore.
_ALIASES = ("lore.kernel.org", "patch.msgid.link", "lkml.kernel.org", "www.lore.kernel.org")


class Address(Struct, frozen=True):
    """A mail on a public-inbox server: the archive's URL, and the message-id."""

    archive: str
    message_id: str


def parse_address(text: str) -> Address | None:
    """Returns where `text`, a message-id or the URL of a mail, leads; None when it is neither."""
    if not _URL.match(text):
        match = _MESSAGE_ID.fullmatch(text)
        return Address(LORE, match[1]) if match else None
    parts = urlsplit(text)
    steps = [unquote(step) for step in parts.path.split("/") if step]
    at = next((at for at, step in enumerate(steps) if _MESSAGE_ID.fullmatch(step)), None)
    if at is None:
        return None
    archive = "/".join((f"{parts.scheme}://{parts.netloc}", *steps[:at]))
    return Address(LORE if parts.hostname in _ALIASES else archive, steps[at])

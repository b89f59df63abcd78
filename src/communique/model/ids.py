"""Ids that depend on content alone, so that the same inputs give the same ids on any machine and in any order.

In: the parts that make a thing what it is. Out: a short lower-case hexadecimal string with a readable prefix.
"""

from __future__ import annotations

import hashlib
import unicodedata

ID_BYTES = 8
"""64 bits: a collision among a million things is less likely than one in ten million."""


def make_id(prefix: str, *parts: object) -> str:
    """Return `prefix-xxxxxxxxxxxxxxxx`, a hash of the parts in their order. `None` and the empty string count as different parts."""
    digest = hashlib.blake2b(digest_size=ID_BYTES)
    for part in parts:
        data = b"\x00none" if part is None else str(part).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return f"{prefix}-{digest.hexdigest()}"


def hash_text(text: str) -> str:
    """Return the id of a version: the hash of its text in Unicode normal form C."""
    return make_id("v", unicodedata.normalize("NFC", text))

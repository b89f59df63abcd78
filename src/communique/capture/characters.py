"""Which characters a captured text may hold.

In: decoded text in whatever state it was published. Out: the same words in Unicode normal form C, with one kind of space and one kind of
line end. Every offset of the package counts code points of the normalised text, so this happens once, at capture, and never again:

- every Unicode space (no-break, thin, ideographic, tab) becomes U+0020; CR, CRLF, VT, FF, LS and PS become a line feed;
- soft hyphens, zero-width spaces, word joiners, byte-order marks and direction marks are dropped: they are invisible and would break
  words apart. The zero-width joiner and non-joiner stay, since Persian spelling and emoji need them;
- C1 codes are what Windows-1252 means by them, as in HTML; other control codes are dropped; lone surrogates become U+FFFD.
"""

from __future__ import annotations

import re
import sys
import unicodedata

REPLACEMENT = "�"
"""What stands where a byte or code could not be read."""

_LINE_ENDS = re.compile("\r\n?|[\n\v\f\u2028\u2029]")
_MARKS = (0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF)
_INVISIBLE = (*_MARKS, *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC))
_NEEDS_CARE = re.compile("[^\n -~]")


def _translation() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys((*range(0x20), 0x7F, *_INVISIBLE))
    table[0x09] = " "
    del table[0x0A]
    for code in range(0x80, 0xA0):
        try:
            table[code] = bytes([code]).decode("cp1252")
        except UnicodeDecodeError:
            table[code] = None
    for code in (0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000):
        table[code] = " "
    return table


_TABLE = _translation()
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean_characters(text: str) -> str:
    """Return the text with the rules of this module applied. Applying them twice changes nothing."""
    if not _NEEDS_CARE.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text).translate(_TABLE)
    return unicodedata.normalize("NFC", _SURROGATES.sub(REPLACEMENT, text))


def is_private_or_unassigned(char: str) -> bool:
    """Tell whether a character has no agreed meaning: private use, unassigned, surrogate or replacement."""
    return char == REPLACEMENT or unicodedata.category(char) in ("Co", "Cn", "Cs")


def printable_name(name: str) -> str:
    """Return a file name that any output can hold: undecodable bytes become U+FFFD, control codes are escaped."""
    name = name.encode(sys.getfilesystemencoding(), "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)

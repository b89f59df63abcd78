"""From bytes to text.

In: the bytes of one source and, for HTML, the encoding that it declares. Out: decoded text, with the number of places that could not be
read; or an error that says what the bytes are instead. Order of trust: a byte-order mark, valid UTF-8, the declared encoding, UTF-8 with
damage, Windows-1252 where that gives words, and charset-normalizer last. Text that is sound but for a few bytes is read, with U+FFFD in
their place and a count, because a report with one broken letter is better than no report; the caller turns the count into a problem, so
that nothing is lost in silence.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from communique.capture.characters import REPLACEMENT, is_private_or_unassigned
from communique.model.errors import SourceUnreadable

MAX_CONTROL_SHARE = 0.01
"""Share of control codes above which bytes are no text; prose has none, saved terminal output stays below."""
MAX_DAMAGED_SHARE = 0.01
"""Share of unreadable places, per character, that a text may have; texts in another encoding have more, as every accent is one."""
MAX_MEANINGLESS_SHARE = 0.05
"""Share of private-use, unassigned and replaced characters above which decoded text is taken for junk."""
SAMPLE_BYTES = 256_000
"""How much of a source the detection of its encoding looks at."""
UTF16_ZERO_SHARE = 0.3
"""Share of zero bytes at one parity that gives UTF-16 away when it has no byte-order mark."""

_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"OggS\x00", "a media file (Ogg)"),
    (b"ID3\x03", "an MP3 recording"),
    (b"ID3\x04", "an MP3 recording"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document of the old kind"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BAD_BYTES = re.compile(f"{REPLACEMENT}+")
_LEGACY_SIGN = re.compile("[€‚„…‘’“”•–—™¡£§©«®°±²³´·»¼½¾¿]")
_REMEDY_BINARY = "Save its text as .txt or .html and read that."
_REMEDY_ENCODING = "Save it again as UTF-8."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text: the encoding it was read in, and how many places could not be read and hold U+FFFD instead."""

    text: str
    encoding: str
    n_damaged: int = 0


def name_binary(data: bytes) -> str | None:
    """Return what kind of file the first bytes announce, in words, or None when they announce none that is no text."""
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)


def decode(data: bytes, name: str, *, is_html: bool = False) -> Decoded:
    """Return the text of the bytes. `name` is how messages call the source; `is_html` lets the document declare its own encoding.

    Raises:
        SourceUnreadable: the bytes are no text, or no encoding makes sense of them.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_with_damage(data, encoding), name)
    kind = name_binary(data)
    if kind is not None:
        raise SourceUnreadable(f"{name}: is {kind}, and only text, HTML and JSON are read.", _REMEDY_BINARY)
    if b"\x00" in data[:SAMPLE_BYTES]:
        return _checked(_with_damage(data, _utf16_flavour(data, name)), name)
    _refuse_controls(data[:SAMPLE_BYTES], name)
    declared = _declared_encoding(data) if is_html else None
    if declared and declared.startswith("iso2022") and b"\x1b" in data:
        return _checked(_with_damage(data, declared), name)
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"), name)
    except UnicodeDecodeError:
        return _checked(_decode_legacy(data, declared, name), name)


def _decode_legacy(data: bytes, declared: str | None, name: str) -> Decoded:
    """Decode what is not valid UTF-8."""
    damaged = _with_damage(data, "utf-8")
    if declared and declared not in ("utf-8", "ascii"):
        guess = _strictly(data, declared)
        if guess is not None:
            return guess
    if len(_MULTIBYTE.findall(data)) > damaged.n_damaged:
        return damaged
    guess = _strictly(data, "cp1252")
    if guess is not None and _reads_like_words(guess.text):
        return guess
    if damaged.n_damaged <= max(1, MAX_DAMAGED_SHARE * len(damaged.text)):
        return damaged
    guess = _detected(data)
    if guess is not None and (guess.encoding != "cp1252" or _reads_like_words(guess.text)):
        return guess
    raise SourceUnreadable(f"{name}: no encoding makes words of its bytes.", _REMEDY_ENCODING)


def _refuse_controls(sample: bytes, name: str) -> None:
    n_controls = len(_CONTROLS.findall(sample))
    if n_controls > MAX_CONTROL_SHARE * len(sample):
        raise SourceUnreadable(f"{name}: is binary: {n_controls / len(sample):.0%} of its bytes are control codes.", _REMEDY_BINARY)


def _utf16_flavour(data: bytes, name: str) -> str:
    """Return the byte order of UTF-16 without a mark: the zero bytes of Latin text stand at one parity only.

    Raises:
        SourceUnreadable: the zero bytes stand anywhere, as in binary data.
    """
    sample = data[: SAMPLE_BYTES // 2 * 2]
    half = max(1, len(sample) // 2)
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > UTF16_ZERO_SHARE and even < UTF16_ZERO_SHARE / 10:
        return "utf-16-le"
    if even > UTF16_ZERO_SHARE and odd < UTF16_ZERO_SHARE / 10:
        return "utf-16-be"
    raise SourceUnreadable(f"{name}: is binary: it holds zero bytes, which no text has.", _REMEDY_BINARY)


def _declared_encoding(data: bytes) -> str | None:
    """Return the encoding that the head of an HTML document declares, in Python's spelling; Latin-1 means Windows-1252, as in browsers."""
    for found in _DECLARED.finditer(data[:_DECLARED_WITHIN]):
        try:
            name = codecs.lookup(found[1].decode("ascii")).name
        except LookupError:
            continue
        return "cp1252" if name in ("iso8859-1", "ascii") else name
    return None


def _strictly(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _with_damage(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    in_source = data.count(REPLACEMENT.encode()) if encoding.startswith("utf-8") else 0
    return Decoded(text, encoding, max(0, len(_BAD_BYTES.findall(text)) - in_source))


def _detected(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES]).best()
    return None if best is None else _strictly(data, best.encoding)


def _reads_like_words(text: str) -> bool:
    """Tell whether the non-ASCII characters stand where a Western text has them: letters inside words, signs anywhere."""
    n_good = n_bad = 0
    for found in re.finditer(r"[^\x00-\x7f]", text):
        i, char = found.start(), found[0]
        neighbours = text[max(0, i - 1) : i] + text[i + 1 : i + 2]
        is_letter_in_word = char.isalpha() and any(c.isascii() and c.isalpha() for c in neighbours)
        if _LEGACY_SIGN.match(char) or char == "\xa0" or (is_letter_in_word and not _starts_mojibake(text, i)):
            n_good += 1
        else:
            n_bad += 1
    return n_bad == 0 or n_good > 20 * n_bad


def _starts_mojibake(text: str, i: int) -> bool:
    """Tell whether a letter is a capital inside a lower-case word, or a UTF-8 lead byte before no letter: `cafÃ(`."""
    before, char, after = text[i - 1 : i], text[i], text[i + 1 : i + 2]
    return char.isupper() and before.islower() and not after.isupper()


def _checked(decoded: Decoded, name: str) -> Decoded:
    """Return the text when it looks like one.

    Raises:
        SourceUnreadable: too much of it is damaged or has no meaning.
    """
    text = decoded.text
    if decoded.n_damaged > max(1, MAX_DAMAGED_SHARE * len(text)):
        raise SourceUnreadable(f"{name}: {decoded.n_damaged} places are not valid {decoded.encoding}.", _REMEDY_ENCODING)
    sample = text[:SAMPLE_BYTES]
    n_odd = 0 if sample.isascii() else sum(not c.isascii() and is_private_or_unassigned(c) for c in sample)
    if n_odd > max(1, MAX_MEANINGLESS_SHARE * len(sample)):
        raise SourceUnreadable(f"{name}: {n_odd / len(sample):.0%} of its characters have no meaning.", _REMEDY_BINARY)
    return decoded

"""Numbers as the text writes them: "30", "two and a half", "twenty-five", "the third".

In: tokens of a scan. Out: exact fractions and integers, or None for an indefinite number ("several").
"""

from __future__ import annotations

from fractions import Fraction

from communique.language.times.lexicon import ONES, ORDINALS, SCALES, TAGS, TENS
from communique.language.times.scan import Scan

_HALF = Fraction(1, 2)


def amount(scan: Scan, tokens: range) -> Fraction | None:
    """Return the number that a quantity says: 1 for "a", None for "several"."""
    total, seen = Fraction(0), False
    words = [scan.lower(index) for index in tokens]
    if any(scan.tags[index] == TAGS["several"] for index in tokens):
        return Fraction(2) if "couple" in words else None
    if "/" in words and words[-1].isdigit() and len(words) == 4:
        return Fraction(words[0]) + Fraction(int(words[1]), max(int(words[3]), 1))
    for word in words:
        if word == "half":
            total, seen = total + _HALF, True
        elif word in SCALES:
            total, seen = (total or Fraction(1)) * SCALES[word], True
        else:
            number = _plain(word)
            if number is not None:
                total, seen = total + number, True
    return total if seen else Fraction(1)


def _plain(word: str) -> Fraction | None:
    if word in ONES:
        return Fraction(ONES[word])
    if word in TENS:
        return Fraction(TENS[word])
    digits = word.replace(",", "")
    return Fraction(digits) if digits[:1].isdigit() else None


def ordinal(word: str) -> int | None:
    """Return the number of "third", "3rd" or "second", None for another word."""
    if word in ORDINALS:
        return ORDINALS[word]
    digits = word[:-2]
    return int(digits) if word[-2:] in ("st", "nd", "rd", "th") and digits.isdigit() else None

"""Words as the comparison of texts sees them: where they stand, and what is left of them once spelling and inflection are set aside.

In: a text. Out: `Word`s with half-open code-point offsets. The stem is no linguistic analysis; it only has to be the same for forms a
sub-editor swaps without changing the fact ("crossing", "crossings"; "hold", "held"; "normalise", "normalize"), and to need no model, for
versions are grouped and ordered before anything is read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from communique.stories.lexicon import load_lexicon, words_of

_TENS: dict[str, int] = {form: 10 * ten for ten, forms in enumerate(load_lexicon()["tens"], start=2) for form in forms}
_UNITS: dict[str, int] = {form: unit for unit, forms in enumerate(load_lexicon()["numbers"][:10]) for form in forms if unit}
_COUNTED = rf"(?:{'|'.join(sorted(_TENS))})-(?:{'|'.join(sorted(_UNITS))})\b"
_WORD = re.compile(rf"\d+(?:[.,:]\d+)*|\b(?i:{_COUNTED})|[^\W\d_]+(?:[’'][^\W\d_]+)*")

FUNCTION_WORDS = words_of("function_words")
"""Closed-class words: they carry grammar, not facts (negation and modality are looked at on their own)."""

_IRREGULAR: dict[str, str] = {form: base for base, forms in load_lexicon()["irregular"].items() for form in forms}
_NUMBER_WORDS: dict[str, str] = {form: str(value) for value, forms in enumerate(load_lexicon()["numbers"]) for form in forms}
_NUMBER_WORDS |= {form: str(value) for form, value in _TENS.items()}
_NUMBER_WORDS |= {f"{ten}-{unit}": str(_TENS[ten] + _UNITS[unit]) for ten in _TENS for unit in _UNITS}
_INFLECTIONS: tuple[str, ...] = tuple(load_lexicon()["inflections"])
_DERIVATIONS: tuple[str, ...] = tuple(load_lexicon()["derivations"])
_MIN_STEM = 4


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `norm` is its folded form, `stem` what inflection leaves of it; `value` the digits of a number, else empty.

    `is_capital`: it begins with a capital letter. Punctuation is no word.
    """

    start: int
    end: int
    text: str
    norm: str
    stem: str
    value: str
    is_capital: bool

    @property
    def is_function(self) -> bool:
        """Whether it is a closed-class word."""
        return self.norm in FUNCTION_WORDS


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a word or name as `fold_text` does; remembered, since the same ones come again and again."""
    return fold_text(text)


def fold_text(text: str) -> str:
    """Return the text in lower case without diacritics and with plain apostrophes ("Kılıç" and "Kilic" are one)."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ı", "i").replace("İ", "I"))
    folded = _MARKS.sub("", decomposed).casefold()
    return folded.translate(_LOOK_ALIKES) if _LATIN.search(folded) else folded


_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_LATIN = re.compile("[a-z]")
_LOOK_ALIKES = str.maketrans("аеорсухіјѕԁԛԝһɡοαν", "aeopcyxijsdqwhgoav")
"""Cyrillic and Greek letters that pass for Latin ones: in a word that also has Latin letters they are a disguise (spun copies)."""


@lru_cache(maxsize=65536)
def stem(norm: str) -> str:
    """Return the stem of a folded word: British and American spelling, inflection and common derivations taken off, in this order."""
    if norm in _NUMBER_WORDS:
        return _NUMBER_WORDS[norm]
    if norm in _IRREGULAR:
        return stem(_IRREGULAR[norm])
    word = norm.replace("iz", "is") if len(norm) > _MIN_STEM + 1 else norm
    word = _strip(word, _INFLECTIONS)
    word = _strip(_strip(word, _DERIVATIONS), _DERIVATIONS)
    if len(word) > _MIN_STEM and word[-1] in "ey":
        word = word[:-1]
    if len(word) > _MIN_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word


def _strip(word: str, suffixes: tuple[str, ...]) -> str:
    for suffix in suffixes:
        if word.endswith(suffix) and not word.endswith("ss") and len(word) - len(suffix) >= _MIN_STEM - 1:
            return word[: -len(suffix)]
    return word


def find_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of `text[start:end]`, offsets counted in the whole text. A possessive 's is part of its word but not of its norm."""
    words = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        norm = fold(match.group())
        if norm.endswith("'s"):
            norm = norm[:-2]
        is_digit = norm[0].isdigit()
        value = norm.replace(",", "") if is_digit else _NUMBER_WORDS.get(norm, "")
        stemmed = value if is_digit else stem(norm)
        words.append(Word(match.start(), match.end(), match.group(), norm, stemmed, value, match.group()[0].isupper()))
    return words


def normalise(text: str) -> str:
    """Return the text with white space, quotation marks and dashes made uniform: what remains different was reworded."""
    plain = text.translate(_PUNCTUATION)
    return " ".join(unicodedata.normalize("NFC", plain).split())


_PUNCTUATION = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-"})

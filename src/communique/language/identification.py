"""Which language a text is in, so that what is not English is said to be unread instead of being read wrongly.

In: running text. Out: a `Guess`. The script decides first, then the function words of the languages written in it, which stand in
`data/function_words.psv`. Function words are a third and more of any running text and no names, so that an English report full of foreign
names stays English. A long text is sampled at its beginning, middle and end. Cost: about 0.2 ms a text once the words are loaded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

ENGLISH = "en"
UNKNOWN = "und"
"""The code of an undetermined language (ISO 639-2)."""
MAX_ENGLISH = 0.15
"""A text is foreign where English has less than this probability."""
LEAST_CONFIDENCE = 0.5
"""A text that may as well be in several languages is none of them but a list of names, codes or addresses."""
SAMPLE_CHARS = 3_600
"""Code points that are looked at, about 600 words."""
SCRIPT_LETTERS = 300
"""Non-ASCII letters whose script is looked up."""
ENOUGH_WORDS = 4
"""Fewer words than this tell little."""
SHORT_CONFIDENCE = 0.1
"""Confidence that each word of a shorter text gives."""
USUAL_SHARE = 0.35
"""Share of English function words in English prose that no other language of its script has, or has to share."""
CHANCE_SHARE = 0.15
"""Part of `USUAL_SHARE` that texts in other languages reach by words that look English."""
LEAST_SHARE = 0.1
"""Share of function words below which no language has its full confidence: tables, lists of names."""
WEIGHT = 1.2
"""Log-odds that one function word gives its language. Well below the log of the ratio of frequencies, since neighbouring words depend on
each other and names (de la, van der) are made of them."""
LETTER_WEIGHT = 0.5
"""What a word with a rare letter counts, a function word being 1: names have such letters too."""

_LATIN = "Latin"
_WORD = re.compile(r"[^\W\d_]+")
_HANDLES = re.compile(r"https?://\S+|[@#]\w+")
_SIGNS = ("@", "#", "://")
"""Without one of them there are no handles, and looking for them would take longer than all the rest."""
_BLOCKS = (
    (0x0000, _LATIN),
    (0x0370, "Greek"),
    (0x0400, "Cyrillic"),
    (0x0530, "Armenian"),
    (0x0590, "Hebrew"),
    (0x0600, "Arabic"),
    (0x0780, ""),
    (0x0900, "Devanagari"),
    (0x0980, "Bengali"),
    (0x0A00, "Gurmukhi"),
    (0x0A80, "Gujarati"),
    (0x0B00, ""),
    (0x0B80, "Tamil"),
    (0x0C00, "Telugu"),
    (0x0C80, "Kannada"),
    (0x0D00, "Malayalam"),
    (0x0D80, "Sinhala"),
    (0x0E00, "Thai"),
    (0x0E80, "Lao"),
    (0x0F00, ""),
    (0x1000, "Burmese"),
    (0x10A0, "Georgian"),
    (0x1100, "Hangul"),
    (0x1200, "Ethiopic"),
    (0x13A0, ""),
    (0x1780, "Khmer"),
    (0x1800, ""),
    (0x1E00, _LATIN),
    (0x1F00, "Greek"),
    (0x2000, ""),
    (0x3040, "Kana"),
    (0x3100, ""),
    (0x3400, "Han"),
    (0xA000, ""),
    (0xAC00, "Hangul"),
    (0xD7B0, ""),
    (0xF900, "Han"),
    (0xFB00, ""),
    (0xFB50, "Arabic"),
    (0xFF00, ""),
    (0x20000, "Han"),
    (0x32000, ""),
)
"""Where a run of Unicode blocks of one script begins (https://www.unicode.org/Public/UNIDATA/Blocks.txt); "" for what is passed over."""
_STARTS = tuple(start for start, _ in _BLOCKS)
_LETTERS_A_WORD = {"Han": 2.0, "Kana": 2.0, "Hangul": 3.0}
"""Letters that make a word; about five in an alphabet."""
_KANA_SHARE = 0.1
"""Share of kana above which a text of Chinese characters is Japanese."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A language by its ISO 639-1 code, or `und`, with its probability; `english` is the probability that the text is English after all.

    Both are in [0, 1] and need not add up to 1: a text can surely not be English and be either Danish or Norwegian.
    """

    language: str
    confidence: float
    english: float

    @property
    def is_foreign(self) -> bool:
        """Tell whether the text is so surely not English that it is not to be read."""
        is_told = self.confidence >= LEAST_CONFIDENCE or self.language == UNKNOWN
        return self.language != ENGLISH and is_told and self.english < MAX_ENGLISH


@dataclass(frozen=True, slots=True)
class _Profiles:
    """The words of the languages. `words` maps a script to its words and their languages, `letters` likewise the rare letters; `sole` has
    the scripts of one language, `english` the words of English with the part that is its own: 1 by the number of languages that have it."""

    names: dict[str, str]
    words: dict[str, dict[str, tuple[str, ...]]]
    letters: dict[str, dict[str, tuple[str, ...]]]
    sole: dict[str, str]
    english: dict[str, float]


@cache
def _profiles() -> _Profiles:
    table = files("communique.language").joinpath("data", "function_words.psv").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if line and not line.startswith("#")]
    languages = Counter(script for _, _, script, _, _ in rows)
    words: dict[str, dict[str, set[str]]] = {script: {} for script in languages}
    letters: dict[str, dict[str, set[str]]] = {script: {} for script in languages}
    for code, _, script, rare, listed in rows:
        for word in listed.split():
            words[script].setdefault(word, set()).add(code)
        for letter in rare:
            letters[script].setdefault(letter, set()).add(code)
    return _Profiles(
        names={code: name for code, name, _, _, _ in rows},
        words={script: {word: tuple(sorted(codes)) for word, codes in found.items()} for script, found in words.items()},
        letters={script: {letter: tuple(sorted(codes)) for letter, codes in found.items()} for script, found in letters.items()},
        sole={script: code for code, _, script, _, _ in rows if languages[script] == 1},
        english={word: 1 / len(codes) for word, codes in words[_LATIN].items() if ENGLISH in codes},
    )


def language_name(code: str) -> str:
    """Return the English name of a language that `identify` can give.

    >>> language_name("de")
    'German'
    """
    return _profiles().names.get(code, "an unknown language")


def identify(text: str) -> Guess:
    """Return the language of running text. Addresses and handles tell nothing, and a text of under four words little."""
    sample = _sample(text)
    if any(sign in sample for sign in _SIGNS):
        sample = _HANDLES.sub(" ", sample)
    found = Counter(_WORD.findall(sample.lower()))
    weights = _weigh_scripts(sample, found)
    if not weights:
        return Guess(UNKNOWN, 0.0, 0.5)
    script = max(sorted(weights), key=lambda name: weights[name])
    n_words = sum(weights.values())
    english = _share_of_english(found, n_words)
    if script in _profiles().sole:
        language, posterior, support = _profiles().sole[script], weights[script] / n_words, 1.0
    elif script in _profiles().words:
        language, posterior, support, likeness = _compare(found, script)
        english = max(english, likeness)
    else:
        return Guess(UNKNOWN, 0.0, max(english, _doubt(n_words, script)))
    trust = n_words / (n_words + 0.5) if n_words >= ENOUGH_WORDS else SHORT_CONFIDENCE * n_words
    if language == ENGLISH:
        confidence = posterior * support * trust
        return Guess(ENGLISH, confidence, max(confidence, 0.5))
    support = support if script == _LATIN else 1.0
    english = 1 - support * (1 - max(english, _doubt(n_words, script)))
    return Guess(language, min(posterior * support * trust, 1 - english), english)


def _doubt(n_words: float, script: str) -> float:
    """Return the probability that is left for English whatever the words say: a list of a few names may look like any Latin language."""
    return 2 / (n_words + 3) if script == _LATIN else 1 / (n_words + 3)


def _sample(text: str) -> str:
    if len(text) <= SAMPLE_CHARS:
        return text
    part = SAMPLE_CHARS // 3
    middle = (len(text) - part) // 2
    return f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"


def _weigh_scripts(sample: str, words: Counter[str]) -> dict[str, float]:
    """Return how many words there are in each script, about; empty where there are no letters."""
    n_plain = sum(n for word, n in words.items() if word[0] < "\x7f")
    found: Counter[str] = Counter()
    if not sample.isascii():
        others = [c for c in sample if c > "\x7f" and c.isalpha()]
        step = max(1, len(others) // SCRIPT_LETTERS)
        for letter in others[::step]:
            found[_BLOCKS[bisect_right(_STARTS, ord(letter)) - 1][1]] += step
    if found["Kana"] > _KANA_SHARE * found["Han"]:
        found["Kana"] += found.pop("Han", 0)
    weights = {script: n / _LETTERS_A_WORD.get(script, 5.0) for script, n in found.items() if script != _LATIN and n}
    if n_plain or found[_LATIN]:
        weights[_LATIN] = float(n_plain or 1)
    return weights


def _share_of_english(found: Counter[str], n_words: float) -> float:
    """Return the probability that a good part of the text is English: its function words, each shared among the languages that have it."""
    weights = _profiles().english
    share = sum(n * weights.get(word, 0.0) for word, n in found.items()) / n_words / USUAL_SHARE
    return min(1.0, max(0.0, share - CHANCE_SHARE) / (1 - CHANCE_SHARE))


def _compare(found: Counter[str], script: str) -> tuple[str, float, float, float]:
    """Return the most probable language of a script, its probability among them, how usual its share of function words is (0 to 1), and
    the probability of English among them."""
    words, letters = _profiles().words[script], _profiles().letters[script]
    hits: dict[str, float] = {}
    rare: dict[str, float] = {}
    for word, n in found.items():
        codes = words.get(word, ())
        for code in codes:
            hits[code] = hits.get(code, 0.0) + n
        if not codes and not word.isascii():
            for code in {code for letter in word for code in letters.get(letter, ())}:
                rare[code] = rare.get(code, 0.0) + LETTER_WEIGHT * n
    scores = {code: hits.get(code, 0.0) + rare.get(code, 0.0) for code in hits.keys() | rare.keys()}
    if not scores:
        return UNKNOWN, 0.0, 0.0, 0.0
    language = max(sorted(scores), key=lambda code: scores[code])
    odds = {code: exp(WEIGHT * (scores[code] - scores[language])) for code in sorted(scores)}
    total = sum(odds.values())
    support = min(1.0, hits.get(language, 0.0) / found.total() / LEAST_SHARE)
    return language, 1 / total, support, odds.get(ENGLISH, 0.0) / total

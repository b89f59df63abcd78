"""Names of persons and organisations across spellings: folding, comparing, and choosing the fullest form.

In: names as texts write them. Out: whether two of them may name one person, and the form that the record keeps. Transliterations differ
by outlet (Kılıç, Kilic, Kilych; Araghchi, Araqchi), so names are compared by a fold of their letters and by edit similarity, never by
spelling alone. First names that contradict each other keep two people apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from communique.language.lexicon import word_set

CLOSE_SURNAMES = 0.86
"""Similarity of folded surnames (Indel ratio) from which they count as one name spelt in two ways, whatever the first names."""
CLOSE_WITH_FIRST_NAME = 0.80
"""The same where both first names are given and agree."""
CLOSE_FIRST_NAMES = 0.75
MIN_FUZZY = 5
"""Shorter surnames must agree exactly: Kim is not Kin."""

_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ə": "a", "ŋ": "n", "ħ": "h"}
)
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´ʿʾ]")
_VARIANTS = (
    ("dzh", "j"), ("dj", "j"), ("tch", "c"), ("tsch", "c"), ("sch", "s"), ("ch", "c"), ("sh", "s"), ("zh", "j"), ("kh", "h"),
    ("gh", "k"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("gk", "g"), ("ks", "x"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ey", "i"), ("ei", "i"), ("iy", "i"), ("yi", "i"), ("y", "i"), ("q", "k"),
    ("w", "v"), ("ij", "i"),
)  # fmt: skip
_SOUNDS = dict(_VARIANTS)
_SOUND_PATTERN = re.compile("|".join(sorted(map(re.escape, _SOUNDS), key=lambda s: (-len(s), s))))
_DOUBLED = re.compile(r"(.)\1+")

PARTICLES = word_set(
    "al el as ad an ar ash at az bin ibn ben bint abu abd de del della di da dos du la le van von der den ter ten of ul ud e y bar zu",
    "st",
)  # fmt: skip
"""Words inside a name that carry none of it."""
PATRONYMICS = frozenset({"bin", "ibn", "ben", "bint"})
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "vi"})
FAMILY_FIRST = word_set(
    "xi li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin guo ma luo qin he han deng mao jiang zeng hua wen tsai",
    "lai su kim lee park choi jung jeong moon yoon roh chung cho kang shin nguyen tran le pham phan vo dang bui do ho truong hun lam",
)
"""Family names that stand first: "Xi" names Xi Jinping."""
TITLES = word_set(
    "mr mrs ms miss dr prof professor sir dame lord lady baroness baron count sheikh shaikh sheik sultan king queen prince princess",
    "emir crown president premier chancellor minister secretary general gen lieutenant lt colonel col major maj captain capt admiral",
    "adm brigadier marshal field sergeant ambassador envoy representative senator sen congressman congresswoman rep governor gov",
    "mayor speaker judge justice pope cardinal archbishop bishop patriarch father reverend rev ayatollah imam mullah hojatoleslam",
    "rabbi special deputy vice foreign defence defense prime acting interim former ex late then negotiator mediator chief commander",
    "spokesman spokeswoman spokesperson director chairman chairwoman chairperson chair leader excellency comrade hajji haji sayyid",
    "seyyed syed",
)
"""Words that stand before a name and are none of it (folded)."""


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return a word without case and marks: NFKD, combining marks removed, dotless and barred letters as their plain ones.

    >>> fold_word("Kılıç")
    'kilic'
    """
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)


def fold(name: str) -> str:
    """Return a name folded to plain lower-case words: marks removed, hyphens as spaces, apostrophes dropped.

    >>> fold("Badr al-Busaidi")
    'badr al busaidi'
    """
    return " ".join(re.findall(r"[^\W_]+", fold_word(_APOSTROPHES.sub("", name))))


@lru_cache(maxsize=16384)
def sound_of(word: str) -> str:
    """Return how a folded word sounds across transliterations: `ph` as f, `y` as i, `kh` as h, `q` as k, doubled letters once.

    >>> sound_of("rubinyan") == sound_of("rubinian")
    True
    """
    return _DOUBLED.sub(r"\1", _SOUND_PATTERN.sub(lambda m: _SOUNDS[m[0]], word))


_NICKNAMES = {
    sound_of(short): sound_of(full)
    for full, shorts in {
        "joseph": "joe", "michael": "mike mihail mikhail", "william": "bill will", "robert": "bob", "james": "jim", "thomas": "tom",
        "david": "dave", "steven": "steve stephen", "alexander": "alex aleksandr aleksander aleksandar alexandr", "anthony": "tony",
        "vladimir": "volodimir vladimer", "edward": "ed", "daniel": "dan", "benjamin": "ben biniamin binyamin",
    }.items()
    for short in shorts.split()
}  # fmt: skip


@lru_cache(maxsize=16384)
def words_of(name: str) -> tuple[str, ...]:
    """Return the folded words of a personal name without titles, suffixes and the possessive ending."""
    words = fold(re.sub(r"['’]s$", "", name.strip())).split()
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words = words[:-1]
    return tuple(words)


def same_person(a: str, b: str) -> bool:
    """Tell whether two names may name one person.

    One surname must be the other's up to transliteration, and first names, where both are given, must agree: equal, an initial, a short
    form, or a close spelling. A lone surname agrees with any first name. Symmetric, not transitive.
    """
    left, right = words_of(a), words_of(b)
    if not left or not right:
        return False
    if left == right:
        return True
    if len(left) > len(right):
        left, right = right, left
    core_left, core_right = core_of(left), core_of(right)
    if len(core_left) == 1:
        return _names_alone(core_left[0], core_right, right)
    if len(core_right) == 1:
        return _names_alone(core_right[0], core_left, left)
    if _first_names_agree(core_left[0], core_right[0]):
        if _surnames_agree(core_left[-1], core_right[-1], CLOSE_WITH_FIRST_NAME):
            return _middles_agree(core_left, core_right)
        return len(core_left) < len(core_right) and all(any(_is_close(w, x, CLOSE_SURNAMES) for x in core_right) for w in core_left)
    return _sounds(core_left) == _sounds(core_right) or _is_reordered(core_left, core_right) or _ends_alike(core_left, core_right)


def core_of(words: Sequence[str]) -> tuple[str, ...]:
    """Return the folded words of a name without particles; a single letter that stands first is an initial ("Y. Demir").

    >>> core_of(words_of("Dr. Anna van den Berg"))
    ('anna', 'berg')
    """
    core = tuple(word for index, word in enumerate(words) if word not in PARTICLES or (index == 0 and len(word) == 1))
    return core or tuple(words)


def _sounds(words: Sequence[str]) -> str:
    return "".join(sound_of(word) for word in words)


def _is_reordered(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether two names have the same words in another order, the family name first in one of them."""
    return sorted(left) == sorted(right) and (left[0] == right[-1] or left[-1] == right[0])


def _ends_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether the longer of two names only puts a further first name in front of the shorter one."""
    short, long = sorted((left, right), key=len)
    return 2 <= len(short) < len(long) and all(
        _is_close(a, b, CLOSE_WITH_FIRST_NAME) for a, b in zip(short, long[-len(short) :], strict=True)
    )


def _names_alone(single: str, core: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether a lone name is the surname of a longer one; a father's name behind "bin" is none."""
    if len(core) == 1:
        return _surnames_agree(single, core[0], CLOSE_SURNAMES)
    last = words[-1]
    if _surnames_agree(single, core[-1], CLOSE_SURNAMES):
        return not (len(words) > 1 and words[-2] in PATRONYMICS and last == core[-1])
    if core[0] in FAMILY_FIRST and single == core[0]:
        return True
    if len(core) == 2 and core[0] in FAMILY_FIRST and single == core[1]:
        return True
    return len(core) >= 3 and len(core[-2]) > 2 and _surnames_agree(single, core[-2], CLOSE_SURNAMES)


def _surnames_agree(a: str, b: str, threshold: float) -> bool:
    return any(_is_close(x, y, threshold) for x in _without_article(a) for y in _without_article(b))


def _without_article(word: str) -> tuple[str, ...]:
    if len(word) > 6 and word.startswith(("al", "el")):
        return (word, word[2:])
    return (word,)


@lru_cache(maxsize=65536)
def _is_close(a: str, b: str, threshold: float) -> bool:
    if a == b:
        return True
    left, right = sound_of(a), sound_of(b)
    if left == right:
        return min(len(a), len(b)) > 2
    return min(len(left), len(right)) >= MIN_FUZZY and Indel.normalized_similarity(left, right) >= threshold


@lru_cache(maxsize=65536)
def _first_names_agree(a: str, b: str) -> bool:
    if a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]):
        return True
    left, right = sound_of(a), sound_of(b)
    left, right = _NICKNAMES.get(left, left), _NICKNAMES.get(right, right)
    if left == right:
        return True
    bones = [re.sub("[aeiou]", "", sound) for sound in (left, right)]
    if bones[0] == bones[1] and len(bones[0]) >= 3:
        return True
    return min(len(left), len(right)) >= 4 and left[0] == right[0] and Indel.normalized_similarity(left, right) >= CLOSE_FIRST_NAMES


def _middles_agree(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether middle names, where both have some, do not contradict each other."""
    middle_left, middle_right = left[1:-1], right[1:-1]
    if not middle_left or not middle_right:
        return True
    return any(_is_close(a, b, CLOSE_SURNAMES) or a[0] == b[0] for a in middle_left for b in middle_right)


def fullest(names: Iterable[str]) -> str:
    """Return the name that the record keeps of several spellings of one person: the most words, then the most letters, in the original
    spelling of each word where any of the names has it. Does not depend on the order of the names.

    Raises:
        ValueError: there are no names.

    >>> fullest(["Kılıç", "Serdar Kilic", "Mr Kilic"])
    'Serdar Kılıç'
    """
    cleaned = sorted({clean(name) for name in names if name.strip()})
    if not cleaned:
        raise ValueError("fullest() needs at least one name")
    best = max(cleaned, key=lambda name: (_n_words(name), not name.isupper(), _n_marks(name), len(name), name))
    marked: dict[str, str] = {}
    for name in cleaned:
        for word in re.findall(r"[^\W\d_]+", name):
            if not word.isascii() and not word.isupper():
                marked.setdefault(fold_word(word), word)
    return re.sub(r"[^\W\d_]+", lambda m: marked.get(fold_word(m[0]), m[0]) if m[0].isascii() else m[0], best)


def _n_words(name: str) -> int:
    return len([word for word in words_of(name) if len(word) > 1])


def _n_marks(name: str) -> int:
    return sum(not c.isascii() for c in name)


def clean(name: str) -> str:
    """Return a personal name without titles before it, the possessive ending and stray punctuation; spaces are single."""
    name = " ".join(name.split()).strip(' ,;:"“”‘’«»()')
    name = re.sub(r"['’]s?$", "", name)
    parts = name.split(" ")
    while len(parts) > 1 and fold(parts[0]) in TITLES:
        parts = parts[1:]
    return " ".join(parts)

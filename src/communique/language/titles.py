"""The words of offices, and the one form in which the record keeps a title: "Minister of Foreign Affairs" is "Foreign Minister".

In: the words of a title as a text has it. Out: whether a word names an office, and the title in the singular, without ages, numbers,
dates, determiners and praise. A title keeps the case of its noun; its body and its holder stand elsewhere.
"""

from __future__ import annotations

import re

from communique.language.lexicon import word_set
from communique.language.ministries import canonical_field, ministry_field

TITLE_NOUNS = word_set(
    "minister president premier chancellor secretary envoy representative negotiator ambassador spokesman spokeswoman spokesperson",
    "chief head leader commander general king queen emir amir sultan sheikh prince princess director chairman chairwoman chairperson",
    "chair commissioner mediator facilitator coordinator co-ordinator adviser advisor governor mayor speaker deputy lawmaker senator",
    "diplomat pope patriarch ayatollah co-chair consul attaché attache rapporteur observer prosecutor aide counsellor councillor",
    "official delegate undersecretary under-secretary vice-president admiral colonel marshal lieutenant brigadier major captain ruler",
    "monarch congressman congresswoman mp strongman cardinal archbishop foreign-minister lead guarantor emissary counterpart",
    "plenipotentiary affaires vizier secretary-general troubleshooter dictator parliamentarian moderator",
)
"""Nouns that name an office or a function in talks (lower-case lemmas)."""
LOOSE_NOUNS = word_set("chief head leader official general major lead chair deputy diplomat aide")
"""Of these, what alone and without a body names nothing."""
EPITHETS = word_set("diplomat official counterpart aide sheikh strongman ruler dictator lawmaker parliamentarian troubleshooter observer")
"""Nouns that say for whom somebody acts and name no office."""
RANKS = word_set("general brigadier colonel major captain lieutenant marshal admiral field rear vice retired commander sheikh")
"""A title of nothing but these is a rank that goes with the name."""
FORMER = frozenset({"former", "ex", "late", "then", "outgoing", "ousted", "deposed", "ex-", "formerly", "once", "previously", "onetime"})
TITLE_ADJECTIVES = word_set(
    "special deputy foreign prime chief vice permanent acting interim first general national supreme presidential ministerial regional",
    "senior lead principal high assistant associate royal federal economic political military nuclear humanitarian diplomatic personal",
    "executive joint plenipotentiary extraordinary parliamentary under internal external public social digital territorial civil human",
    "local defence defense crown judicial legal medical naval european african chargé international global spiritual religious",
    "interior administrative financial industrial agricultural environmental cultural commercial",
)
"""Adjectives that belong to titles; any other only describes the holder ("veteran", "new", "31-year-old")."""
DESCRIBING = word_set("career veteran top star caretaker ally team fellow host home longtime week month year")
"""Nouns and the like that stand before a title and describe its holder or the occasion."""
TIME_WORDS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow january february march april may june july august",
    "september october november december morning afternoon evening night midnight noon",
)
_IRREGULAR = {
    "spokesmen": "spokesman", "spokeswomen": "spokeswoman", "chairmen": "chairman", "chairwomen": "chairwoman", "mps": "MP",
    "congressmen": "congressman", "congresswomen": "congresswoman", "people": "people",
}  # fmt: skip
_PLURAL_DETERMINERS = re.compile(
    r"\b(of|for|to|on|at|in) (?:(?:the|both|these|those|their|its|his|her|our|all) )+(?:(?:two|three|four) )?(?=[^\W\d_A-Z])"
)
_MINISTER = re.compile(r"^(?P<before>.*?)\b(?P<noun>minister|secretary) (?:of|for) (?:the )?(?P<field>[^\W\d_].*)$", re.IGNORECASE)
_SPEAKS = re.compile(
    r"^(?P<before>(?:chief |deputy |official )?)(?P<noun>spokes\w+) (?:of|for|at|from|with) (?:the )?(?P<ministry>.*\bministry\b.*)$",
    re.IGNORECASE,
)
_MINISTRY_FIRST = re.compile(r"^(?P<ministry>ministry of .*?)(?:['’]s?)? (?P<noun>(?:chief |deputy |official )?spokes\w+)$", re.IGNORECASE)


def is_title_word(word: str, lemma: str) -> bool:
    """Tell whether a word in lower case names an office, by itself or by its lemma."""
    return word in TITLE_NOUNS or lemma in TITLE_NOUNS or singular(word) in TITLE_NOUNS


def singular(word: str) -> str:
    """Return the singular of a title's noun in lower case.

    >>> singular("envoys"), singular("secretaries"), singular("spokesmen"), singular("affaires")
    ('envoy', 'secretary', 'spokesman', 'affaires')
    """
    if word in TITLE_NOUNS:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s") if word.endswith("s") else word


def is_plural_title(word: str) -> bool:
    """Tell whether a title's noun in lower case is a plural: several persons share the title."""
    return word not in TITLE_NOUNS and singular(word) in TITLE_NOUNS


def is_rank(words: list[str]) -> bool:
    """Tell whether a title in lower-case words is a rank or a form of address and no office."""
    return all(word in RANKS for word in words)


def make_title(words: list[str], noun: int) -> str:
    """Return the title that the record keeps for the words of one; `noun` is the place of its noun among them.

    >>> make_title(["Special", "representatives"], 1)
    'Special representative'
    >>> make_title(["spokesman", "of", "the", "Ministry", "of", "Foreign", "Affairs"], 0)
    'foreign ministry spokesman'
    >>> make_title(["heads", "of", "the", "two", "delegations"], 0)
    'head of delegation'
    """
    was_plural = is_plural_title(words[noun].lower())
    one = singular(words[noun].lower())
    kept = list(words)
    kept[noun] = one.capitalize() if words[noun][:1].isupper() else one
    if was_plural and noun + 1 < len(kept) and kept[noun + 1] in {"of", "for"} and kept[-1].islower():
        kept[-1] = singular_noun(kept[-1])
    title = re.sub(r" (['’]s?)(?= )", r"\1", " ".join(kept))
    title = _PLURAL_DETERMINERS.sub(r"\1 ", title)
    return _with_field(title)


def singular_noun(word: str) -> str:
    """Return the singular of a regular noun in lower case ("delegations", "services")."""
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "affairs", "talks")) else word


def _with_field(title: str) -> str:
    """Return a title with the field of its ministry in the one place and form that they have in the record."""
    match = _MINISTER.match(title)
    if match is not None:
        field = canonical_field(match["field"])
        if field is not None and (match["noun"].lower() == "minister" or field != "state"):
            return f"{match['before']}{_cased(field, match['noun'])} {match['noun']}"
    match = _SPEAKS.match(title) or _MINISTRY_FIRST.match(title)
    if match is not None:
        field = ministry_field(match["ministry"])
        if field is not None:
            before = match.groupdict().get("before") or ""
            return f"{field} ministry {before.lower()}{match['noun'].lower()}"
    return title


def _cased(field: str, noun: str) -> str:
    return field.title() if noun[:1].isupper() else field

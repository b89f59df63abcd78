"""Likeness of what is promised: whether two wordings speak of one thing.

In: verbatim objects of commitments and mentions of them. Out: a likeness in [0, 1] of their content words, and whether a mention speaks
of no agreement in particular ("the agreements reached at their previous meetings"). Names and numbers weigh most: "the northern gate" and
"the southern gate", "50 prisoners" and "80 prisoners" are different promises although most of their words agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from communique.stories.words import find_words, fold

_WORD = re.compile(r"\S+")
_GENERIC_FORMS = """agreement deal accord understanding commitment pledge promise obligation decision arrangement step measure point
        provision term document previous earlier past prior former existing last meeting round talk session reach make take
        conclude achieve sign adopt agree reaffirm reconfirm confirm reiterate implement implementation remain all both side
        party mutual joint other several various it this that these those ready continue keep plan intend will
        special representative envoy minister negotiator delegation official leader president government country capital
        day week month year"""
_GENERIC = frozenset(_WORD.findall(_GENERIC_FORMS))
_HASTE = "earliest early soon soonest possible date time immediate immediately near future"
"""Words that say how soon, and not what."""
_ONE_ACT = {
    "open": "open reopen enable allow let permit cross crossing pass passage",
    "start": "start begin launch commence resume restart establish introduce",
    "stop": "stop halt suspend ban close shut seal block cease",
    "ease": "ease simplify facilitate relax streamline liberalise",
    "assess": "assess study examine explore consider evaluate",
    "repair": "repair restore renovate rebuild reconstruct",
    "free": "free release liberate",
    "rail": "rail railway railroad",
    "citizen": "citizen national",
}
"""Words between which reports of one promise choose freely."""
_PEOPLE = frozenset(
    _WORD.findall(
        "citizen national holder passport resident student diplomat traveller tourist pilgrim trader worker driver prisoner truck"
    )
)
CONTAINED = 0.8
"""Share of the shorter object's words from which it is a shorter telling of the longer one; also the likeness that this makes."""
MIN_CONTAINED_WORDS = 4
"""With fewer words of its own, "open the border" is not a telling of "open the border to pilgrims"."""
MIN_SHARE_OF_LONGER = 0.55
"""Likeness that a shorter telling has all the same: in a long sentence any few words are found."""
MIN_TOPIC_WORDS = 2
_REFERENCE = re.compile(
    r"^(?:of\s+)?(?:an?|the|their|this|that|these|those|one|two|three|some|all)?\s*(?:\w+\s+)?"
    r"(?:agreements?|deals?|accords?|understandings?|steps?|measures?|points?)\s+(?:that|which|agreed|reached|made|concluded|signed)\b",
    re.IGNORECASE,
)
"""How a text speaks of an agreement of which it does not say what it holds."""
_PROCEDURE = (
    "next place hold continue carry again meet further precondition dialogue negotiation negotiate process contact consultation discussion "
    "discuss settle go necessary work start begin good positive spirit"
)
"""Words of promises that are only about the talks themselves: "to meet again", "to start the necessary work"."""
_LABEL_LENGTH = 60
_PLURALITY = re.compile(
    r"\b(?:agreements|deals|accords|understandings|commitments|pledges|promises|obligations|decisions|arrangements)\b", re.IGNORECASE
)
_LEADING = re.compile(r"^(?:to|that|on|for|upon|the)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """The content words of a text: their stems, those of names, and the numbers. Words for one act have one stem (`_ONE_ACT`)."""

    stems: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]


@lru_cache(maxsize=16384)
def read_wording(text: str) -> Wording:
    """Return the content words of a text, those that only say how soon left out. A name is a word with a capital that is not the first."""
    words = [word for word in find_words(text) if not word.is_function]
    stems = frozenset(_act_of(word.stem) for word in words)
    names = frozenset(word.stem for word in words if word.is_capital and word.start > 0)
    return Wording(stems - _stems_of(_HASTE) or stems, names, frozenset(word.value for word in words if word.value))


@lru_cache(maxsize=65536)
def likeness(a: str, b: str) -> float:
    """Return how alike two objects are, 0 where names, numbers or acts exclude each other.

    It is the share of common content words (Dice). Where one object says all that the other says and more, it is at least
    `CONTAINED`: reports of one promise differ in how much of it they tell.
    """
    left, right = read_wording(a), read_wording(b)
    if not left.stems or not right.stems:
        return 1.0 if fold(a) == fold(b) else 0.0
    if _exclude(left.names, right.names) or _exclude(left.numbers, right.numbers) or is_contrary(left.stems, right.stems):
        return 0.0
    shared, smaller = len(left.stems & right.stems), min(len(left.stems), len(right.stems))
    dice = 2 * shared / (len(left.stems) + len(right.stems))
    is_contained = smaller >= MIN_CONTAINED_WORDS and shared >= CONTAINED * smaller and dice >= MIN_SHARE_OF_LONGER
    return max(dice, CONTAINED) if is_contained else dice


@lru_cache(maxsize=65536)
def topic_likeness(a: str, b: str) -> float:
    """Return the share of the shorter object's words, acts left out, that the longer one has: what both are about, not what is done."""
    left, right = read_wording(a), read_wording(b)
    topics = left.stems - _acts(), right.stems - _acts()
    smaller = min(map(len, topics))
    if smaller < MIN_TOPIC_WORDS or _exclude(left.names, right.names) or _exclude(left.numbers, right.numbers):
        return 0.0
    return len(topics[0] & topics[1]) / smaller


@lru_cache(maxsize=16384)
def people_of(text: str) -> frozenset[str]:
    """Return the words for the people and goods that a promise is for ("citizen", "passport"), in the singular: its scope."""
    singular = {word.norm.removesuffix("s") for word in find_words(text)}
    return frozenset("citizen" if form == "national" else form for form in singular if form in _PEOPLE)


@lru_cache(maxsize=64)
def _stems_of(forms: str) -> frozenset[str]:
    return frozenset(word.stem for word in find_words(forms))


@lru_cache(maxsize=1)
def _acts_by_stem() -> dict[str, str]:
    return {stem: act for act, forms in _ONE_ACT.items() for stem in _stems_of(forms)}


def _act_of(stem: str) -> str:
    return _acts_by_stem().get(stem, stem)


@lru_cache(maxsize=1)
def _acts() -> frozenset[str]:
    return frozenset(_acts_by_stem().values()) - {"rail", "citizen"}


def is_contrary(a: frozenset[str], b: frozenset[str]) -> bool:
    """Tell whether one promises to begin what the other promises to stop."""
    begins, stops = {"open", "start"}, {"stop"}
    return any(left & begins and right & stops and not left & stops and not right & begins for left, right in ((a, b), (b, a)))


def _exclude(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and not a & b


@lru_cache(maxsize=16384)
def mention_likeness(mention: str, named: str) -> float:
    """Return how well a shorter mention fits a fuller object: the share of the mention's own words that the object has.

    "the visa deal" fits "simplify their visa procedures"; words that fit any agreement do not count. A mention may also say more than the
    object, as when a promise has grown: then it is the share of the object's words.
    """
    words, theirs = specific_words(mention), specific_words(named)
    if not words or _exclude(read_wording(mention).numbers, read_wording(named).numbers) or is_contrary(words, theirs):
        return 0.0
    shared = len(words & theirs)
    has_grown = len(theirs) >= MIN_CONTAINED_WORDS and 2 * shared >= MIN_SHARE_OF_LONGER * (len(words) + len(theirs))
    return max(shared / len(words), shared / len(theirs) if has_grown else 0.0)


@lru_cache(maxsize=16384)
def specific_words(text: str) -> frozenset[str]:
    """Return the stems that tell which agreement is meant."""
    words = (word for word in find_words(text) if not word.is_function and not _is_generic(word.norm, word.stem))
    return frozenset(_act_of(word.stem) for word in words) - _stems_of(_HASTE)


def _is_generic(norm: str, stem: str) -> bool:
    return norm in _GENERIC or stem in _stems_of(_GENERIC_FORMS)


@lru_cache(maxsize=4096)
def speaks_of_meetings(mention: str) -> bool:
    """Tell whether a mention means what was agreed at meetings ("the agreements reached at their previous meetings")."""
    return bool({word.stem for word in find_words(mention)} & _stems_of("meeting round session talk"))


@lru_cache(maxsize=4096)
def is_bulk(mention: str) -> bool:
    """Tell whether a mention means agreements in general: a plural of them, and no word that says which; names and dates do not say."""
    read = read_wording(mention)
    return bool(_PLURALITY.search(mention)) and not specific_words(mention) - read.names - read.numbers


@lru_cache(maxsize=16384)
def names_measure(text: str) -> bool:
    """Tell whether a text says what is to be done, and not only that something was agreed or is to be talked about, where or when."""
    read = read_wording(text)
    return not _REFERENCE.match(text) and bool(specific_words(text) - read.numbers - read.names - _stems_of(_PROCEDURE))


def is_same_utterance(a: str, b: str, threshold: float) -> bool:
    """Tell whether two reported texts are one utterance but for punctuation and small edits; `threshold` in [0, 100]."""
    return fuzz.ratio(squeeze(a), squeeze(b), score_cutoff=threshold) >= threshold


@lru_cache(maxsize=16384)
def squeeze(text: str) -> str:
    """Return the folded words of a text, punctuation left out."""
    return " ".join(word.norm for word in find_words(text))


def make_label(text: str) -> str:
    """Return a short readable form of an object: its beginning without particle, cut at a word."""
    label = " ".join(text.split()).strip(" ,;.:\"'“”‘’")
    while (stripped := _LEADING.sub("", label)) != label:
        label = stripped
    if len(label) > _LABEL_LENGTH:
        label = label[:_LABEL_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;.:") + " …"
    return label or text

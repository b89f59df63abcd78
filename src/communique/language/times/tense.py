"""Whether a time expression speaks of what was or of what is to come.

In: a scan, and the sentences' trees where there are any. Out: the tense that governs a place of the text. With a tree, the governing verb
is found by climbing the heads, through infinitives to the verb that announces them ("is scheduled to meet on Friday" looks forward).
Without one, the nearest word that tells decides. Tense settles which Tuesday is meant and which year "in March" lies in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from communique.language.times.lexicon import TAGS
from communique.language.times.scan import Scan
from communique.model.analysis import Sentence, Token


class Tense(StrEnum):
    """Where the governing verb looks."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    UNKNOWN = "unknown"


_MODALS = frozenset({"will", "shall", "would", "could", "may", "might", "should", "must", "can", "wo", "'ll", "’ll"})
_ANNOUNCING = frozenset({
    "agree", "aim", "announce", "arrange", "await", "decide", "demand", "due", "expect", "expected", "get", "go", "hope", "intend",
    "invite", "likely", "mean", "need", "plan", "pledge", "poised", "postpone", "prepare", "promise", "propose", "ready",
    "reschedule", "schedule", "scheduled", "set", "slate", "slated", "start", "supposed", "threaten", "urge", "vow", "want", "wish",
})  # fmt: skip
_FIXED_FORWARD = frozenset({"delay", "due", "expect", "fix", "plan", "postpone", "reschedule", "schedule", "set", "slate", "summon"})
_PASSIVE_LEADS = _MODALS | {"be", "to"}
_FORWARD_WORDS = _MODALS | frozenset({
    "rescheduled", "summoned", "delayed",
    "ahead", "be", "deadline", "due", "expected", "expects", "forthcoming", "hopes", "intends", "invited", "planned", "planning",
    "plans", "poised", "postponed", "ready", "scheduled", "seeks", "set", "slated", "starting", "until", "upcoming", "wants",
})  # fmt: skip
_BACKWARD_WORDS = frozenset({
    "became", "been", "began", "broke", "brought", "came", "chose", "cut", "did", "drove", "fell", "flew", "fought", "founded",
    "gave", "grew", "had", "held", "hit", "kept", "led", "left", "lost", "made", "met", "paid", "put", "ran", "rose", "said", "sat",
    "saw", "sent", "sought", "spent", "spoke", "struck", "told", "took", "was", "went", "were", "won",
})  # fmt: skip
_MAX_CLIMB = 12
_WINDOW = 14
_MAX_SENTENCE = 400
_RIGHT_COST = 1.4


@dataclass(slots=True)
class Tenses:
    """The tense at each place of one text."""

    scan: Scan
    sentences: Sequence[Sentence]
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = [sentence.start for sentence in self.sentences]

    def token(self, offset: int) -> tuple[Sentence, int] | None:
        """Return the sentence and the 0-based number of the syntactic word at `offset`.

        None outside all sentences, and in a sentence of more than `_MAX_SENTENCE` words: that is a table, whose tree tells nothing.
        """
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self.sentences[index].end or len(self.sentences[index].tokens) > _MAX_SENTENCE:
            return None
        sentence = self.sentences[index]
        for number, token in enumerate(sentence.tokens):
            if token.start <= offset < token.end:
                return sentence, number
        return None

    def upos(self, offset: int) -> str:
        """Return the word class at `offset`, empty where no tree tells it."""
        place = self.token(offset)
        return place[0].tokens[place[1]].upos if place else ""

    def head_upos(self, offset: int) -> tuple[str, str]:
        """Return the relation of the word at `offset` to its head and the head's word class, empty where no tree tells it."""
        place = self.token(offset)
        if not place:
            return "", ""
        sentence, number = place
        token = sentence.tokens[number]
        return token.deprel, sentence.tokens[token.head - 1].upos if 0 < token.head <= len(sentence.tokens) else ""

    def at(self, offset: int) -> Tense:
        """Return the tense that governs the expression at `offset`."""
        place = self.token(offset)
        tense = _climb(*place) if place else Tense.UNKNOWN
        return tense if tense is not Tense.UNKNOWN else self._nearby(offset)

    def _nearby(self, offset: int) -> Tense:
        """Return what the nearest telling word of the sentence says, the left side first."""
        here = self.scan.at(offset)
        best, tense = float(_WINDOW), Tense.UNKNOWN
        for step, cost in ((-1, 1.0), (1, _RIGHT_COST)):
            index = here + step
            while 0 <= index < len(self.scan.tags) and abs(index - here) * cost < best and self.scan.tags[index] != TAGS["stop"]:
                found = self._cue(index)
                if found is not Tense.UNKNOWN:
                    best, tense = abs(index - here) * cost, found
                    break
                index += step
        return tense

    def _cue(self, index: int) -> Tense:
        """Return what one word tells; a participle after "will be" or "to be" looks forward."""
        word, lower = self.scan.word(index), self.scan.lower(index)
        if word in _FORWARD_WORDS or (lower in _FORWARD_WORDS and lower != "may"):
            return Tense.FUTURE
        if lower in ("is", "are") and index + 1 < len(self.scan.tags) and self.scan.tags[index + 1] == TAGS["to"]:
            return Tense.FUTURE
        participle = lower in _BACKWARD_WORDS or (len(lower) > 4 and lower.endswith("ed") and word == lower)
        if participle and any(self.scan.word(before) in _PASSIVE_LEADS for before in range(max(index - 3, 0), index)):
            return Tense.FUTURE
        return Tense.PAST if participle else Tense.UNKNOWN


def _children(sentence: Sentence, number: int) -> list[Token]:
    return [token for token in sentence.tokens if token.head == number + 1]


def _climb(sentence: Sentence, number: int) -> Tense:
    """Go up from a word to the verb that governs it and read its tense; a present tells nothing of a date inside a noun."""
    direct = sentence.tokens[number].deprel.split(":")[0] in ("obl", "advmod") and not sentence.tokens[number].deprel.endswith("poss")
    for step in range(_MAX_CLIMB):
        head = sentence.tokens[number].head - 1
        if not 0 <= head < len(sentence.tokens):
            return _verb_tense(sentence, number, 0)
        number = head
        token = sentence.tokens[number]
        copula = any(child.deprel.startswith("cop") for child in _children(sentence, number))
        if token.upos in ("VERB", "AUX") or copula:
            tense = _verb_tense(sentence, number, 0)
            return Tense.UNKNOWN if tense is Tense.PRESENT and (step or not direct) else tense
    return Tense.UNKNOWN


def _verb_tense(sentence: Sentence, number: int, depth: int) -> Tense:
    """Return the tense of the verb (or of the predicate with a copula) `number`."""
    token = sentence.tokens[number]
    children = _children(sentence, number)
    helpers = [child for child in children if child.deprel.split(":")[0] in ("aux", "cop")]
    lemmas = {helper.lemma.lower() for helper in helpers}
    if lemmas & _MODALS:
        return Tense.FUTURE
    if any(child.deprel == "mark" and child.text.lower() == "to" for child in children) and depth < _MAX_CLIMB:
        return _infinitive_tense(sentence, number, depth)
    finite = _finite(token, helpers)
    arranged = token.lemma.lower() in _FIXED_FORWARD and not any(child.deprel == "compound:prt" for child in children)
    if arranged and "VerbForm=Part" in token.feats and finite is not Tense.PAST and "have" not in lemmas:
        return Tense.FUTURE
    if finite is Tense.PRESENT and any(helper.deprel == "aux:pass" for helper in helpers):
        return Tense.UNKNOWN
    if "have" in lemmas or finite is Tense.PAST:
        return Tense.PAST
    if finite is Tense.UNKNOWN and "VerbForm=Part" in token.feats and "Tense=Past" in token.feats:
        return Tense.PAST
    if finite is Tense.UNKNOWN and 0 < token.head <= len(sentence.tokens) and depth < _MAX_CLIMB:
        return _verb_tense(sentence, token.head - 1, depth + 1)
    return finite


def _finite(token: Token, helpers: Sequence[Token]) -> Tense:
    for word in (*helpers, token):
        if "VerbForm=Fin" in word.feats:
            if "Tense=Past" in word.feats:
                return Tense.PAST
            if "Tense=Pres" in word.feats:
                return Tense.PRESENT
    return Tense.UNKNOWN


def _infinitive_tense(sentence: Sentence, number: int, depth: int) -> Tense:
    """Return the tense of "to meet": forward after words that announce, otherwise that of the word above."""
    head = sentence.tokens[number].head - 1
    if not 0 <= head < len(sentence.tokens):
        return Tense.FUTURE
    above = sentence.tokens[head]
    if above.lemma.lower() in _ANNOUNCING or above.text.lower() in _ANNOUNCING:
        return Tense.FUTURE
    return _verb_tense(sentence, head, depth + 1)

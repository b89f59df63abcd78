"""The nouns that name a meeting, and how they nest and count: "the second day of the sixth round of peace talks".

In: a `Text` and a token. Out: whether it names a meeting, which nouns inside it belong to the same meeting, what it is counted as. Words
are in `lexicon/meetings.yaml`.
"""

from __future__ import annotations

from communique.reading.events import ORDINALS, number_word, ordinal_of
from communique.reading.lexicon import load_lexicon, words
from communique.reading.text import Text

LATEST = frozenset({"last", "latest", "next"})
LOOSE = frozenset({"obl:unmarked", "obl:tmod", "appos", "dep", "parataxis", "dislocated", "nmod:unmarked", "obl:npmod"})
"""How a noun hangs on a verb that is none of its subject and objects and has no preposition."""


def is_meeting_noun(text: Text, i: int) -> bool:
    """Tell whether a token is a noun that names a meeting. "Talk" and "contact" count in the plural only."""
    if text.upos[i] not in {"NOUN", "PROPN"} or text.lemmas[i] not in load_lexicon("meetings")["nouns"]:
        return False
    return text.lemmas[i] not in words("meetings", "plural_only") or text.words[i].endswith("s")


def meeting_head(text: Text, i: int) -> int:
    """Return the noun among `i` and its conjuncts that names a meeting, also one that counts ("a day of talks"), -1 for none."""
    if i < 0:
        return -1
    for k in text.conjuncts(i):
        if names_meeting(text, k):
            return k
    return -1


def is_private(text: Text, noun: int) -> bool:
    """Tell whether a noun is that of a private or domestic matter ("merger talks", "a second round of hearings")."""
    near = [k for n in nested_nouns(text, noun) for k in text.children(n, "amod", "compound", "nmod", "nmod:poss")]
    return any(text.lemmas[k] in words("actors", "private") for k in near if text.case(k) in {"", "of", "on", "over", "for"})


def names_meeting(text: Text, i: int) -> bool:
    """Tell whether a noun names a meeting or counts one, or is a number whose noun is left out ("a third will be held")."""
    return is_meeting_noun(text, i) or _counts(text, i) or is_elided(text, i)


def is_elided(text: Text, i: int) -> bool:
    """Tell whether an ordinal stands for a round of that number."""
    if number_word(text.words[i]) is None or text.bases[i] not in {"nsubj", "obj", "obl"} or text.child(i, "det") < 0:
        return False
    return not text.children(i, "nmod", "compound")


def is_loose_count(text: Text, i: int) -> bool:
    """Tell whether a count or "the last" stands alone for a meeting named before it ("the second on May 4", "the last of them")."""
    is_count = text.words[i] in ORDINALS or text.words[i] in LATEST
    if not is_count or i == 0 or text.words[i - 1] not in {"the", "a", "and"} or text.sentence[i - 1] != text.sentence[i]:
        return False
    follower = text.words[i + 1] if i + 1 < len(text) else ""
    is_head = text.upos[text.head[i]] != "NOUN" and follower in {"on", "in", "at", "of", ",", "was", "being", "held", "took"}
    is_alone = is_head or (text.head[i] < i and follower in {"on", "in", "of", ","})
    before = range(text.first[max(0, text.sentence[i] - 1)], i)
    return is_alone and any(is_meeting_noun(text, k) or text.lemmas[k] == "meet" for k in before)


def _counts(text: Text, i: int) -> bool:
    """Tell whether a noun only counts or times a meeting ("14 weeks of negotiations")."""
    if text.lemmas[i] not in words("meetings", "counted"):
        return False
    inner = [k for k in text.children(i, "nmod") if text.case(k) in {"of", "in"} and k > i]
    return any(is_meeting_noun(text, k) or _counts(text, k) for k in inner)


def is_inner(text: Text, i: int) -> bool:
    """Tell whether a meeting noun only says what an outer one is a round of."""
    head = text.head[i]
    if head < 0 or text.bases[i] not in {"nmod", "compound"} or text.case(i) not in {"of", ""}:
        return False
    return is_meeting_noun(text, head) or text.lemmas[head] in words("meetings", "counted")


def nested_nouns(text: Text, noun: int) -> set[int]:
    """Return a noun with the meeting nouns inside it and beside it ("round" and "talks" in "round of talks"); empty for -1."""
    if noun < 0:
        return set()
    found = {noun}
    for k in text.children(noun, "nmod", "compound", "conj"):
        belongs = is_meeting_noun(text, k) or text.lemmas[k] in words("meetings", "counted")
        if belongs and text.case(k) in {"of", "", "in"}:
            found |= nested_nouns(text, k)
    return found


def count_of(text: Text, noun: int, is_predicate: bool) -> int | None:
    """Return the ordinal of a meeting; days and weeks of talks are not counted. A predicate may be the bare number ("was the fifth")."""
    is_number = is_predicate or is_elided(text, noun)
    counts = [ordinal_of(text, k) for k in sorted(nested_nouns(text, noun)) if is_meeting_noun(text, k)]
    found = next((count for count in counts if count is not None), None)
    return number_word(text.words[noun]) if found is None and is_number else found


def beside(text: Text, predicate: int) -> int:
    """Return the counted noun that stands beside a verb of meeting and says what it was ("met on Friday, their fourth round"), else -1."""
    if predicate < 0:
        return -1
    loose = (k for k in text.kids[predicate] if k > predicate and text.rels[k] in LOOSE and text.words[k - 1] != "of")
    hung = (k for i in text.children(predicate, "obl") for k in text.children(i, "appos"))
    return next((k for k in (*loose, *hung) if is_meeting_noun(text, k) and not text.case(k) and count_of(text, k, False) is not None), -1)


def relation_to_series(text: Text, noun: int) -> str:
    """Return "last" or "next" when the noun is placed relative to another meeting of its series, "" otherwise."""
    if noun < 0:
        return ""
    modifiers = {text.words[k] for k in text.children(noun, "amod", "det")}
    if modifiers & words("meetings", "last"):
        return "last"
    return "next" if modifiers & words("meetings", "next") else ""

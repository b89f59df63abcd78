"""Who holds which office for whom, as the text says it: "Chad's special envoy for the talks Idris Deby", "Ana Lopez, the Chilean
negotiator, …".

In: the parse of a text and its resolved names. Out: `Holder`s: a person, the span of the title, and the state or organisation it is held
for. Titles stand before the name, behind it in an apposition, or behind "is", "as" and "became". The noun decides, from a closed list;
everything left of it up to the owner belongs to the title. Works on the row of words and their parts of speech, where parsers err least
around titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from communique.language.forest import Forest
from communique.language.lexicon import word_set
from communique.model.analysis import Entity, Sentence
from communique.model.vocabulary import EntityType

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
LOOSE_NOUNS = word_set(
    "chief head leader official general major lead chair deputy diplomat aide",
)
MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
STOPS = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "dame"})
TITLE_PREPOSITIONS = frozenset({"for", "of", "to", "on"})
FORMER = frozenset({"former", "ex", "late", "then", "outgoing", "ousted", "deposed", "ex-"})
MAX_LEFT = 14
MAX_PHRASE = 9
TIME_WORDS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow",
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person's office. `person` indexes the entities; `start, end` are the title's code points without its owner ("special envoy for
    the talks").

    `body` is the canonical name of the state or organisation that it is held for, None where the text does not say. `is_former` tells
    that it is no longer held.
    """

    person: int
    start: int
    end: int
    body: str | None
    is_former: bool = False


@dataclass(slots=True)
class _Names:
    """For every token the index of the entity that covers it, -1 for none."""

    entities: Sequence[Entity]
    at: list[int]


def find_offices(sentences: Sequence[Sentence], entities: Sequence[Entity]) -> tuple[Holder, ...]:
    """Return the offices that the text gives to persons, in text order of the titles."""
    return find_offices_in(Forest(sentences), entities)


def find_offices_in(forest: Forest, entities: Sequence[Entity]) -> tuple[Holder, ...]:
    """The same over a forest that is already there."""
    at = [-1] * len(forest)
    for number, entity in enumerate(entities):
        for i in forest.tokens_in(entity.start, entity.end):
            at[i] = number
    names = _Names(entities, at)
    found: dict[tuple[int, int], Holder] = {}
    for number, entity in enumerate(entities):
        if entity.type is not EntityType.PERSON:
            continue
        inside = forest.tokens_in(entity.start, entity.end)
        if not inside:
            continue
        for holder in _offices_of(forest, names, number, inside):
            found.setdefault((holder.person, holder.start), holder)
    return tuple(sorted(_name_counterparts(forest, found.values()), key=lambda h: (h.start, h.person)))


def _name_counterparts(forest: Forest, holders: Iterable[Holder]) -> Iterator[Holder]:
    """Yield the holders; a "counterpart" gets the title of the one named before in its sentence, whose counterpart it is."""
    last: Holder | None = None
    for holder in sorted(holders, key=lambda h: h.start):
        i = forest.token_at(holder.start)
        is_counterpart = any(forest.lemmas[k] == "counterpart" for k in forest.tokens_in(holder.start, holder.end))
        is_near = last is not None and forest.sentence[forest.token_at(last.start)] == forest.sentence[i]
        if is_counterpart and is_near and last is not None:
            yield replace(holder, start=last.start, end=last.end)
        else:
            yield holder
            last = holder


def _offices_of(forest: Forest, names: _Names, person: int, inside: range) -> Iterator[Holder]:
    before = _office_before(forest, names, person, inside.start)
    if before is not None:
        yield before if before.body is not None else replace(before, body=_owner_behind(forest, names, inside.stop))
    after = _office_after(forest, names, person, inside.stop)
    if after is not None:
        yield after


# --- before the name --------------------------------------------------------------------------------------------------------


def _office_before(forest: Forest, names: _Names, person: int, start: int) -> Holder | None:
    """Read "Omani foreign minister NAME", "the country's chief negotiator, NAME", "Minister of Trade NAME", "envoys A and NAME" stays
    unread.
    """
    first = _left_edge(forest, start)
    i = start - 1
    if i >= first and forest.words[i] == ",":
        i -= 1
        if i < first or (not _is_title(forest, i) and not _ends_title_phrase(forest, i, first)):
            return None
    title = _title_ending_at(forest, names, i, first)
    if title is None:
        return None
    low, noun, high = title
    return _holder(forest, names, person, (low, noun, high))


def _left_edge(forest: Forest, start: int) -> int:
    """Return the first token of the sentence, of the one before where a space alone parts them: then the parser split them by mistake."""
    first = forest.range_of(forest.sentence[start]).start
    if first == start > 0 and forest.upos[start - 1] != "PUNCT" and forest.tokens[start].start - forest.tokens[start - 1].end == 1:
        return forest.range_of(forest.sentence[start - 1]).start
    return first


def _ends_title_phrase(forest: Forest, i: int, first: int) -> bool:
    """Tell whether a prepositional phrase of a title ends at `i` ("ambassador to Chad, NAME")."""
    k = i
    while k >= first and i - k < MAX_PHRASE and (forest.upos[k] in MODIFIERS or forest.upos[k] == "DET"):
        k -= 1
    return k > first and forest.words[k] in TITLE_PREPOSITIONS and _is_title(forest, k - 1)


def _is_title(forest: Forest, i: int) -> bool:
    word, lemma = forest.words[i], forest.lemmas[i]
    return (word in TITLE_NOUNS or lemma in TITLE_NOUNS) and forest.upos[i] in {"NOUN", "PROPN", "ADJ"} and not word.endswith("s'")


def _title_ending_at(forest: Forest, names: _Names, i: int, first: int) -> tuple[int, int, int] | None:
    """Return (first word, noun, last word) of the title whose last word is at `i`, without its owner; None when there is none."""
    if i < first:
        return None
    while i >= first and forest.words[i] in STOPS:
        i -= 1
    if i >= first and _is_title(forest, i):
        return _grow_left(forest, names, i, first), i, i
    k = i
    while (
        k >= first
        and i - k < MAX_PHRASE
        and (forest.upos[k] in MODIFIERS or forest.upos[k] in {"DET", "CCONJ"} or forest.words[k] in {"'s", "’s", "of"})
    ):
        if forest.words[k] == "of" and k > first and not _is_title(forest, k - 1):
            k -= 1
            continue
        if forest.words[k] == "of":
            break
        k -= 1
    if k > first and k < i and forest.words[k] in TITLE_PREPOSITIONS and _is_title(forest, k - 1):
        return _grow_left(forest, names, k - 1, first), k - 1, i
    return None


def _grow_left(forest: Forest, names: _Names, noun: int, first: int) -> int:
    """Return where the title begins: its modifiers, up to an owner, an article or anything that is no modifier."""
    low = noun
    k = noun - 1
    while k >= first and noun - k < MAX_LEFT:
        word = forest.words[k]
        owner = names.at[k] >= 0 and names.entities[names.at[k]].actor is not None
        if owner or word in TIME_WORDS:
            break
        if word in {"-", "–"} and k > first and names.at[k - 1] < 0:
            k -= 1
            continue
        if word == "and" and k > first and forest.upos[k - 1] in {"NOUN", "PROPN", "ADJ"} and forest.words[k + 1] != "the":
            is_other_case = forest.tokens[k - 1].text[0].isupper() != forest.tokens[noun].text[0].isupper()
            if _is_title(forest, k - 1) or names.at[k - 1] >= 0 or is_other_case:
                break
            k -= 1
            continue
        if forest.upos[k] not in MODIFIERS or (names.at[k] >= 0 and names.entities[names.at[k]].type is EntityType.PERSON):
            break
        low = k
        k -= 1
    return low


def _owner_behind(forest: Forest, names: _Names, stop: int) -> str | None:
    """Return the actor of "President NAME of Chad"."""
    last = forest.range_of(forest.sentence[stop - 1]).stop
    k = stop + 1 + (stop + 1 < last and forest.words[stop + 1] == "the")
    if k < last and forest.words[stop] == "of" and names.at[k] >= 0 and names.entities[names.at[k]].type is not EntityType.PERSON:
        return names.entities[names.at[k]].actor
    return None


# --- behind the name --------------------------------------------------------------------------------------------------------


def _office_after(forest: Forest, names: _Names, person: int, stop: int) -> Holder | None:
    """Read "NAME, the Serbian president", "NAME, who is the deputy head of the mission", "NAME is Chad's envoy", "NAME of the ministry"
    stays unread.
    """
    last = forest.range_of(forest.sentence[stop - 1]).stop
    i = stop
    if i < last and forest.words[i] in {",", "(", "—", "–"}:
        i += 1
    elif not (i < last and forest.words[i] in {"is", "was", "became", "as"}):
        return None
    if i < last and forest.words[i] in {"who", "now"}:
        i += 1
    if i < last and forest.words[i] in {"is", "was", "became", "serves", "as"}:
        i += 1 + (i + 1 < last and forest.words[i + 1] == "as")
    noun = _title_in_phrase(forest, names, i, last)
    if noun is None:
        return None
    low = max(_grow_left(forest, names, noun, i), i)
    if forest.upos[low] == "DET":
        low += 1
    high = _grow_right(forest, noun, last)
    return _holder(forest, names, person, (low, noun, high))


def _title_in_phrase(forest: Forest, names: _Names, i: int, last: int) -> int | None:
    """Return the title noun of the noun phrase that begins at `i`, the last one before anything else ("foreign minister")."""
    noun = None
    k = i
    while k < last and k - i < MAX_PHRASE:
        if names.at[k] >= 0 and names.entities[names.at[k]].type is EntityType.PERSON:
            return None
        if (
            forest.upos[k] in MODIFIERS
            or forest.upos[k] == "DET"
            or forest.words[k] in {"'s", "’s", "'", "’", "-", "–"}
            or forest.rels[k] == "nmod:poss"
        ):
            if _is_title(forest, k):
                noun = k
            k += 1
            continue
        break
    if noun is None or (k < last and forest.upos[k] == "PROPN"):
        return None
    return noun


def _grow_right(forest: Forest, noun: int, last: int) -> int:
    """Return the last word of a title: a prepositional phrase behind the noun belongs to it ("spokesperson for the ministry")."""
    high = noun
    k = noun + 1
    while k < last and forest.words[k] in TITLE_PREPOSITIONS:
        end = k + 1
        while (
            end < last
            and end - k < MAX_PHRASE
            and (forest.upos[end] in MODIFIERS or forest.upos[end] == "DET" or forest.words[end] in {"'s", "’s", "and"})
        ):
            end += 1
        if end == k + 1 or forest.words[end - 1] == "and" or forest.words[end - 1] in TIME_WORDS:
            break
        high, k = end - 1, end
    return high


# --- the owner ----------------------------------------------------------------------------------------------------------------


def _holder(forest: Forest, names: _Names, person: int, title: tuple[int, int, int]) -> Holder | None:
    low, noun, high = title
    if low == noun == high and forest.words[noun] in LOOSE_NOUNS and _owner(forest, names, title)[0] is None:
        return None
    body, inner = _owner(forest, names, title)
    if inner is not None and inner <= high:
        high = max(noun, inner - 1)
    opening = low
    while opening > 0 and (names.at[opening - 1] >= 0 or forest.words[opening - 1] in FORMER) and low - opening < MAX_PHRASE:
        opening -= 1
    is_former = any(forest.words[k] in FORMER for k in range(opening, noun + 1))
    while low < noun and forest.words[low] in FORMER | {"-"}:
        low += 1
    return Holder(person, forest.tokens[low].start, forest.tokens[high].end, body, is_former)


def _owner(forest: Forest, names: _Names, title: tuple[int, int, int]) -> tuple[str | None, int | None]:
    """Return the actor that an office is held for, and the token from which the title's tail only names it ("of Armenia")."""
    low, noun, high = title
    k = low - 1
    first = forest.range_of(forest.sentence[noun]).start
    while k >= first and (
        forest.words[k] in {"'s", "’s", "'", "’", "-", "–"} | FORMER or (forest.upos[k] in {"DET", "ADJ", "PART"} and names.at[k] < 0)
    ):
        k -= 1
    if k >= first and names.at[k] >= 0 and low - k <= 4:
        entity = names.entities[names.at[k]]
        if entity.actor is not None and entity.type is not EntityType.PERSON:
            return entity.actor, None
    for k in range(noun + 1, high + 1):
        if names.at[k] < 0:
            continue
        entity = names.entities[names.at[k]]
        if entity.actor is not None and entity.type is not EntityType.PERSON:
            preposition = next((m for m in range(k - 1, noun, -1) if forest.words[m] in TITLE_PREPOSITIONS), None)
            if preposition is not None and forest.words[preposition] == "of":
                is_tail = forest.tokens[high].end <= entity.end and preposition == noun + 1
                return entity.actor, preposition if is_tail and all(forest.upos[m] == "DET" for m in range(preposition + 1, k)) else None
            if preposition is not None and forest.words[preposition] == "for" and entity.type is EntityType.ORGANISATION:
                return entity.actor, None
    return None, None

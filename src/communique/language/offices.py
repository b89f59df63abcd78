"""Who holds which office for whom, as the text says it: "Chad's special envoy for the talks Idris Deby", "Ana Lopez, the Chilean
negotiator, …".

In: the parse of a text and its resolved names. Out: `Holder`s: a person, the span of the title, and the state or organisation it is held
for. Titles stand before the name, behind it in an apposition, or behind "is", "as" and "became". The noun decides, from a closed list;
a plural is shared out among the persons it stands with. Works on the row of words and their parts of speech, where parsers err least
around titles. Whose office it is, is decided in `owners`, what its title is called in `titles`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from communique.language.forest import Forest
from communique.language.owners import Names, Owners, find_owners, owner_behind, without_owner
from communique.language.titles import (
    DESCRIBING,
    EPITHETS,
    FORMER,
    LOOSE_NOUNS,
    TIME_WORDS,
    TITLE_ADJECTIVES,
    is_plural_title,
    is_rank,
    is_title_word,
    make_title,
)
from communique.model.analysis import Entity, Sentence
from communique.model.vocabulary import EntityType

MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
STOPS = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "dame", "sayyid", "seyyed", "his", "her", "excellency"})
TITLE_PREPOSITIONS = frozenset({"for", "of", "to", "on"})
PLACING = frozenset({"at", "in", "with"})
"""Prepositions that go on a title only before a name ("head of planning at the State Department", "ambassador in Lima")."""
DEMONSTRATIVES = frozenset({"this", "that", "these", "those"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
HYPHENS = frozenset({"-", "–"})
CLOSING = frozenset({",", ".", ";", ":", ")", "—", "–", "and", "or", "?", "!"})
MAX_LEFT = 14
MAX_PHRASE = 9
MAX_TAIL = 16
MAX_ROW = 6
"""Persons who may share a title."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person's office. `person` indexes the entities; `start, end` are the title's code points without its owner ("special envoy for
    the talks").

    `title` is what the record calls it, "" where the words only say for whom the person acts ("counterpart"). `body` is the canonical name
    of the state or organisation that it is held for, None where the text does not say; `owner` is then the token of a pronoun or noun that
    may stand for it ("its", "the government's"), -1 for none. `is_former` tells that it is no longer held.
    """

    person: int
    start: int
    end: int
    body: str | None
    is_former: bool = False
    title: str = ""
    owner: int = -1


@dataclass(frozen=True, slots=True)
class _Title:
    """The tokens of a title: first, noun, last."""

    low: int
    noun: int
    high: int


def find_offices(sentences: Sequence[Sentence], entities: Sequence[Entity]) -> tuple[Holder, ...]:
    """Return the offices that the text gives to persons, in text order of the titles."""
    return find_offices_in(Forest(sentences), entities)


def find_offices_in(forest: Forest, entities: Sequence[Entity]) -> tuple[Holder, ...]:
    """The same over a forest that is already there."""
    names = Names.over(forest, entities)
    found: dict[tuple[int, int], Holder] = {}
    for number, entity in enumerate(entities):
        inside = forest.tokens_in(entity.start, entity.end)
        if entity.type is EntityType.PERSON and inside:
            for holder in _offices_of(forest, names, number, inside):
                found.setdefault((holder.person, holder.start), holder)
    return tuple(sorted(_name_counterparts(forest, found.values()), key=lambda h: (h.start, h.person)))


def _name_counterparts(forest: Forest, holders: Iterable[Holder]) -> Iterator[Holder]:
    """Yield the holders; a "counterpart" gets the title of the one named before in its sentence, whose counterpart it is."""
    last: Holder | None = None
    for holder in sorted(holders, key=lambda h: (h.start, h.person)):
        i = forest.token_at(holder.start)
        is_counterpart = any(forest.lemmas[k] == "counterpart" for k in forest.tokens_in(holder.start, holder.end))
        is_near = last is not None and forest.sentence[forest.token_at(last.start)] == forest.sentence[i]
        if is_counterpart and is_near and last is not None:
            yield replace(holder, start=last.start, end=last.end, title=last.title)
        else:
            yield holder
            last = holder if holder.title else last


def _offices_of(forest: Forest, names: Names, person: int, inside: range) -> Iterator[Holder]:
    before = _title_before(forest, names, inside)
    if before is not None:
        yield from _share(forest, names, before, person, _row_from(forest, names, person, inside))
    title = _title_after(forest, names, inside)
    if title is not None and not (before is not None and _belongs_to_next(forest, names, title.high)):
        yield from _share(forest, names, title, person, _row_to(forest, names, person, inside))


def _belongs_to_next(forest: Forest, names: Names, high: int) -> bool:
    """Tell whether a name follows a title that ends at `high`: as in "the president of Chad, A, the president of Peru, B"."""
    k = high + 1
    while k < len(forest) and (forest.words[k] == "," or forest.words[k] in STOPS):
        k += 1
    return k < len(forest) and names.is_person(k)


def _share(forest: Forest, names: Names, title: _Title, holder_of: int, persons: list[int]) -> Iterator[Holder]:
    """Yield the offices that a title gives: a plural to all persons of a row, each with the owner of its place or of its own."""
    owners = find_owners(forest, names, title.low, title.noun, title.high)
    if not is_plural_title(forest.words[title.noun]):
        holder = _holder(forest, names, holder_of, title, owners, 0)
        yield from (holder,) if holder is not None else ()
        return
    if len(persons) < 2:
        return
    for place, person in enumerate(persons):
        own = names.entities[person]
        behind = owner_behind(forest, names, forest.tokens_in(own.start, own.end).stop)
        is_clear = len(owners.bodies) in {0, 1, len(persons)} and (owners.anaphor < 0 or forest.words[owners.anaphor] != "their")
        one = owners if is_clear else Owners((), -1, owners.outer)
        holder = _holder(forest, names, person, title, one, place if len(one.bodies) == len(persons) else 0)
        if holder is not None:
            yield replace(holder, body=behind, owner=-1) if behind is not None else holder


def _row_from(forest: Forest, names: Names, person: int, inside: range) -> list[int]:
    """Return the persons that stand in one row with a person and behind it ("A of Chad, B and Mr C")."""
    row, k = [person], inside.stop
    last = forest.range_of(forest.sentence[inside.start]).stop
    while len(row) < MAX_ROW:
        k = _behind_owner(forest, names, k, last)
        mark = k
        while k < last and (forest.words[k] in {",", "and"} or forest.words[k] in STOPS):
            k += 1
        if k == mark or k >= last or not names.is_person(k) or names.at[k] in row:
            break
        row.append(names.at[k])
        k = names.inside(forest, k).stop
    return row


def _behind_owner(forest: Forest, names: Names, k: int, last: int) -> int:
    """Return the token behind "of Chad" or "(Chad)" where they stand at `k`, else `k`."""
    i = k + 1 + (k + 1 < last and forest.words[k + 1] == "the")
    if k < last and i < last and forest.words[k] in {"of", "for", "("} and names.at[i] >= 0 and not names.is_person(i):
        stop = names.inside(forest, i).stop
        return stop + (stop < last and forest.words[k] == "(" and forest.words[stop] == ")")
    return k


def _row_to(forest: Forest, names: Names, person: int, inside: range) -> list[int]:
    """Return the persons that stand in one row with a person and before it, in text order."""
    row, k = [person], inside.start - 1
    first = forest.range_of(forest.sentence[inside.start]).start
    while len(row) < MAX_ROW:
        mark = k
        while k >= first and (forest.words[k] in {",", "and"} or forest.words[k] in STOPS):
            k -= 1
        if k == mark or k < first or not names.is_person(k) or names.at[k] in row:
            break
        row.append(names.at[k])
        k = names.inside(forest, k).start - 1
    return row[::-1]


# --- before the name --------------------------------------------------------------------------------------------------------


def _title_before(forest: Forest, names: Names, inside: range) -> _Title | None:
    """Read "Omani foreign minister NAME", "the country's chief negotiator, NAME,", "Minister of Trade NAME"."""
    start = inside.start
    first = _left_edge(forest, start)
    i = start - 1
    while i >= first and forest.words[i] in STOPS:
        i -= 1
    if i < first or forest.words[i] != ",":
        return _title_ending_at(forest, names, i, first, is_set_off=False)
    title = _title_ending_at(forest, names, i - 1, first, is_set_off=True)
    return title if title is not None and (title.high == title.noun or _is_apposed(forest, names, title, inside)) else None


def _is_apposed(forest: Forest, names: Names, title: _Title, inside: range) -> bool:
    """Tell whether a name behind a comma is the holder of a long title before it: the tree says so, or a mark closes the name."""
    head = forest.head_in(forest.tokens[inside.start].start, forest.tokens[inside.stop - 1].end)
    if forest.bases[head] in {"appos", "flat"} or forest.bases[title.noun] in {"appos", "flat"}:
        return True
    last = forest.range_of(forest.sentence[inside.start]).stop
    stop = _behind_owner(forest, names, inside.stop, last)
    return stop >= last or forest.words[stop] in CLOSING


def _left_edge(forest: Forest, start: int) -> int:
    """Return the first token of the sentence, of the one before where a space alone parts them: then the parser split them by mistake."""
    first = forest.range_of(forest.sentence[start]).start
    if first == start > 0 and forest.upos[start - 1] != "PUNCT" and forest.tokens[start].start - forest.tokens[start - 1].end == 1:
        return forest.range_of(forest.sentence[start - 1]).start
    return first


def _is_title(forest: Forest, i: int) -> bool:
    word = forest.words[i]
    return is_title_word(word, forest.lemmas[i]) and forest.upos[i] in {"NOUN", "PROPN", "ADJ"} and not word.endswith("s'")


def _title_ending_at(forest: Forest, names: Names, i: int, first: int, *, is_set_off: bool) -> _Title | None:
    """Return the title whose last word is at `i`, without its owner before it; None when there is none. `is_set_off`: behind it stands a
    comma, so that places and times may belong to it.
    """
    if i < first:
        return None
    if _is_title(forest, i):
        return _Title(_grow_left(forest, names, i, first), i, i)
    k = i
    while k > first and i - k < MAX_TAIL and _is_of_tail(forest, names, k):
        is_link = forest.words[k] in TITLE_PREPOSITIONS or (is_set_off and forest.words[k] in PLACING)
        if is_link and forest.words[k + 1] in DEMONSTRATIVES | TIME_WORDS:
            return None
        if is_link and k < i and _is_title(forest, k - 1) and names.at[k - 1] < 0:
            return _Title(_grow_left(forest, names, k - 1, first), k - 1, i)
        k -= 1
    return None


def _is_of_tail(forest: Forest, names: Names, k: int) -> bool:
    """Tell whether a word can belong to what follows a title's noun ("of trade and industry of the Republic of Chad")."""
    if names.is_person(k) or forest.words[k] in TIME_WORDS:
        return False
    word = forest.words[k]
    return forest.upos[k] in MODIFIERS | {"DET"} or word in POSSESSIVES | TITLE_PREPOSITIONS | PLACING | {"and", "&", "its", "their", "-"}


def _grow_left(forest: Forest, names: Names, noun: int, first: int) -> int:
    """Return where the title begins: its modifiers, up to an owner, a date, an age, praise, or anything else that is no part of it."""
    low = noun
    k = noun - 1
    while k >= first and noun - k < MAX_LEFT:
        word = forest.words[k]
        if names.owner(k) is not None or word in TIME_WORDS | FORMER | DESCRIBING:
            break
        if word in HYPHENS and k > first and names.at[k - 1] < 0 and forest.tokens[k].start == forest.tokens[k - 1].end:
            k -= 1
            continue
        if word == "and" and k > first and forest.upos[k - 1] in {"NOUN", "PROPN", "ADJ"} and forest.words[k + 1] != "the":
            is_other_case = forest.tokens[k - 1].text[0].isupper() != forest.tokens[noun].text[0].isupper()
            if _is_title(forest, k - 1) or names.at[k - 1] >= 0 or is_other_case:
                break
            k -= 1
            continue
        if not _modifies(forest, names, k):
            break
        low = k
        k -= 1
    return low


def _modifies(forest: Forest, names: Names, k: int) -> bool:
    """Tell whether the word belongs to the title behind it: any noun or name, an adjective of the closed list, no number."""
    if names.is_person(k) or forest.upos[k] not in MODIFIERS or forest.upos[k] == "NUM" or any(c.isdigit() for c in forest.words[k]):
        return False
    is_initial = k == forest.range_of(forest.sentence[k]).start
    return forest.upos[k] != "ADJ" or forest.words[k] in TITLE_ADJECTIVES or (forest.tokens[k].text[0].isupper() and not is_initial)


# --- behind the name --------------------------------------------------------------------------------------------------------


def _title_after(forest: Forest, names: Names, inside: range) -> _Title | None:
    """Read "NAME, the Serbian president", "NAME, who is the deputy head of the mission", "NAME is Chad's envoy"."""
    stop = inside.stop
    last = forest.range_of(forest.sentence[stop - 1]).stop
    i = stop
    if i < last and forest.words[i] in {",", "(", "—", "–"}:
        i += 1
    elif not (i < last and forest.words[i] in {"is", "was", "became", "as"}):
        return None
    if i < last and forest.words[i] in {"who", "now"} | FORMER:
        i += 1
    if i < last and forest.words[i] in {"is", "was", "became", "serves", "as"}:
        i += 1 + (i + 1 < last and forest.words[i + 1] == "as")
    noun = _title_in_phrase(forest, names, i, last)
    if noun is None:
        return None
    low = max(_grow_left(forest, names, noun, i), i)
    if forest.upos[low] == "DET":
        low += 1
    return _Title(low, noun, _grow_right(forest, names, noun, last))


def _title_in_phrase(forest: Forest, names: Names, i: int, last: int) -> int | None:
    """Return the title noun of the noun phrase that begins at `i`, the last one before anything else ("foreign minister")."""
    noun = None
    k = i
    while k < last and k - i < MAX_PHRASE:
        if names.is_person(k) and not (k == i and _is_owner(forest, names, k, last)):
            return None
        if names.is_person(k):
            k = names.inside(forest, k).stop
            continue
        is_inside = forest.upos[k] in MODIFIERS | {"DET"} or forest.words[k] in POSSESSIVES | HYPHENS | FORMER
        if not is_inside and forest.rels[k] != "nmod:poss" and not _joins_owners(forest, names, k, last):
            break
        if _is_title(forest, k):
            noun = k
        k += 1
    if noun is None or (k < last and forest.upos[k] == "PROPN"):
        return None
    return noun


def _is_owner(forest: Forest, names: Names, k: int, last: int) -> bool:
    """Tell whether the person at `k` has an ending of possession ("NAME, Moreau's envoy")."""
    stop = names.inside(forest, k).stop
    return stop < last and forest.words[stop] in POSSESSIVES


def _joins_owners(forest: Forest, names: Names, k: int, last: int) -> bool:
    """Tell whether "and" stands between two owners ("the Chadian and Sudanese envoys")."""
    return forest.words[k] == "and" and k + 1 < last and names.owner(k - 1) is not None and names.owner(k + 1) is not None


def _grow_right(forest: Forest, names: Names, noun: int, last: int) -> int:
    """Return the last word of a title: a prepositional phrase behind the noun belongs to it ("spokesperson for the ministry")."""
    high = noun
    k = noun + 1
    while k < last and (forest.words[k] in TITLE_PREPOSITIONS or _is_at_body(forest, names, k, last)):
        end = k + 1
        while (
            end < last
            and end - k < MAX_PHRASE
            and (forest.upos[end] in MODIFIERS or forest.upos[end] == "DET" or forest.words[end] in POSSESSIVES | {"and", "its", "their"})
            and not (forest.words[end] == "and" and end + 1 < last and _is_title(forest, end + 1))
        ):
            end += 1
        is_dated = any(forest.words[m] in TIME_WORDS | DEMONSTRATIVES for m in range(k + 1, end))
        if end == k + 1 or forest.words[end - 1] == "and" or is_dated:
            break
        high, k = end - 1, end
    return high


def _is_at_body(forest: Forest, names: Names, k: int, last: int) -> bool:
    """Tell whether "at the ministry" stands at `k`: "at" or "with" and an organisation."""
    i = k + 1 + (k + 1 < last and forest.words[k + 1] == "the")
    if forest.words[k] not in {"at", "with"} or i >= last or names.body(i) is None:
        return False
    return names.entities[names.at[i]].type is EntityType.ORGANISATION


# --- the holder ---------------------------------------------------------------------------------------------------------------


def _holder(forest: Forest, names: Names, person: int, title: _Title, owners: Owners, place: int) -> Holder | None:
    """Return the office of a person with the owner at `place`; None where the words name none."""
    low, noun, high = title.low, title.noun, title.high
    body = owners.bodies[place] if owners.bodies else None
    own = names.entities[person]
    if body is None and owners.anaphor < 0:
        body = owner_behind(forest, names, forest.tokens_in(own.start, own.end).stop)
    is_bare = low == noun == high
    if is_bare and forest.words[noun] in LOOSE_NOUNS and body is None and owners.anaphor < 0:
        return None
    is_former = _is_former(forest, names, low, noun)
    while low < noun and forest.words[low] in FORMER | {"-"}:
        low += 1
    kept = without_owner(forest, names, owners, range(low, high + 1), noun)
    low, high = min(kept), max(kept)
    words = [forest.tokens[k].text for k in kept]
    is_epithet = forest.lemmas[noun] in EPITHETS or is_rank([word.lower() for word in words])
    if is_epithet and body is None and owners.anaphor < 0 and forest.lemmas[noun] != "counterpart":
        return None
    called = "" if is_epithet else make_title(words, kept.index(noun))
    anaphor = owners.anaphor if body is None else -1
    return Holder(person, forest.tokens[low].start, forest.tokens[high].end, body, is_former, called, anaphor)


def _is_former(forest: Forest, names: Names, low: int, noun: int) -> bool:
    opening = low
    while opening > 0 and (names.at[opening - 1] >= 0 or forest.words[opening - 1] in FORMER | POSSESSIVES | {"the", "a"}):
        if low - opening >= MAX_PHRASE:
            break
        opening -= 1
    return any(forest.words[k] in FORMER for k in range(opening, noun + 1))
